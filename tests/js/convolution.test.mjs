import assert from "node:assert/strict";
import { test } from "node:test";

import { isSolved } from "../../cnnviz/ui/components/chapter/convolution/measure.js";
import { learnedFilter, nameOf, PRESETS, resized } from "../../cnnviz/ui/components/chapter/convolution/presets.js";
import { costOf, DILATIONS, fitting, PADDINGS, SIZES, sizeOf, STRIDES } from "../../cnnviz/ui/components/chapter/convolution/sizes.js";
import { knobs, liveliest, windowOver } from "../../cnnviz/ui/components/chapter/convolution/state.js";
import { weightIn } from "../../cnnviz/ui/components/chapter/convolution/weights.js";

const read = {
  network: {
    model: "two", stages: [
      { name: "input", kind: "input", shape: [1, 28, 28] },
      {
        name: "conv1", kind: "convolution", shape: [2, 28, 28], weightShape: [2, 1, 3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1],
        weight: Float32Array.from({ length: 18 }, (_, place) => place / 7), bias: Float32Array.of(0.1, 0.2),
      },
    ],
  },
};

test("the size is the number of windows that lie inside, counted one by one", () => {
  for (const size of SIZES) for (const stride of STRIDES) for (const padding of PADDINGS) for (const dilation of DILATIONS) for (const side of [2, 5, 19, 28]) {
    let stops = 0;
    for (let first = 0; first + dilation * (size - 1) < side + 2 * padding; first += stride) stops++;
    assert.equal(sizeOf(side, { size, stride, padding, dilation }).out, stops);
  }
});

test("what is said to fit does fit, and is the smallest change", () => {
  const geometry = { size: 7, stride: 1, padding: 0, dilation: 3 };
  assert.deepEqual(fitting(10, geometry), { size: 3, dilation: 1, padding: undefined });
  assert.deepEqual(fitting(14, geometry), { size: 5, dilation: 2, padding: 3 });
  assert.deepEqual(fitting(28, { ...geometry, size: 1 }), { size: undefined, dilation: 2, padding: 1 });
});

test("parameters and multiplications count every channel, and the bias once", () => {
  assert.deepEqual(costOf(3, 3, 100), { taps: 27, parameters: 28, multiplications: 2700 });
});

test("a kernel survives the address, alone and for three channels", () => {
  for (const kernels of [[[0.5, -1, 0, 1, 2, -0.25, 3, 1e-7, 1000]], [[1], [-2], [0.125]]]) {
    const value = { size: Math.sqrt(kernels[0].length), kernels };
    assert.deepEqual(knobs.kernel.read(knobs.kernel.write(value)), value);
  }
  assert.equal(knobs.kernel.write({ size: 1, kernels: [[2], [2], [2]] }), "2");
});

for (const text of ["abc", "1_2", "1_2_3_4", "1_1e999_1_1_1_1_1_1_1", "1*2", "", "1_2_3_4_5_6_7_8_nan"]) {
  test(`the kernel “${text}” is refused`, () => {
    assert.throws(() => knobs.kernel.read(text), { why: "kernel" });
  });
}

test("what is no weight is refused, what people type is read", () => {
  for (const text of ["abc", "1e999", "-1e999", "1001", "NaN", "", "--1", "Infinity"]) assert.equal(weightIn(text), null);
  assert.equal(weightIn(" \u22120,5 "), -0.5);
  assert.equal(weightIn("1e2"), 100);
});

test("a window's place in the address is two whole numbers", () => {
  assert.deepEqual(knobs.window.read("12_8"), { row: 12, column: 8 });
  for (const text of ["12", "-1_2", "1_2_3", "a_b", "999_1"]) assert.throws(() => knobs.window.read(text), { why: "window" });
});

test("each preset is known again by its name, in every size that it has", () => {
  for (const name of Object.keys(PRESETS)) {
    for (const size of [3, 5, 7]) assert.equal(nameOf({ ...PRESETS[name](size), bias: 0 }, read), name);
  }
  assert.equal(nameOf({ ...PRESETS.blur(3), bias: 1 }, read), "own");
  for (const channel of [0, 1]) assert.equal(nameOf(learnedFilter(read, channel), read), `learned-${channel}`);
  assert.equal(learnedFilter(read, 2), null);
});

test("a kernel of one's own grows with zeros around it and shrinks to its middle", () => {
  const own = { size: 3, kernels: [[1, 2, 3, 4, 5, 6, 7, 8, 9]], bias: 0 };
  const larger = resized(own, 5);
  assert.deepEqual(larger.kernels[0].slice(6, 9), [1, 2, 3]);
  assert.equal(larger.kernels[0].reduce((sum, weight) => sum + weight), 45);
  assert.deepEqual(resized({ ...larger, bias: 0 }, 3).kernels, own.kernels);
  assert.deepEqual(resized(own, 1).kernels, [[5]]);
});

test("a known filter stays itself in another size, and no map goes blank in size 1", () => {
  for (const name of ["identity", "blur", "vertical", "horizontal"]) assert.deepEqual(resized({ ...PRESETS[name](3), bias: 0 }, 7), PRESETS[name](7));
  assert.deepEqual(resized({ ...PRESETS.vertical(3), bias: 0 }, 1).kernels, [[1]]);
});

test("a window lies about the cell that is pointed at", () => {
  const filter = { size: 3, kernels: [[]], bias: 0, stride: 2, padding: 1, dilation: 2 };
  assert.deepEqual(windowOver({ row: 11, column: 0 }, filter, { rows: 13, columns: 13 }), { row: 5, column: 0 });
  assert.deepEqual(windowOver({ row: 27, column: 27 }, filter, { rows: 13, columns: 13 }), { row: 12, column: 12 });
});

test("the window begins where the picture changes most", () => {
  const values = new Float32Array(100);
  values[57] = 1;
  const { row, column } = liveliest({ channels: 1, rows: 10, columns: 10, values });
  assert.equal(row, 5);
  assert.ok(column === 6 || column === 8);
});

test("a task is solved by a large enough answer, never by silence", () => {
  const task = { name: "", wanted: ["a"], unwanted: ["b"], factor: 2 };
  assert.ok(isSolved(task, (name) => ({ a: 2, b: 1 })[name]));
  assert.ok(!isSolved(task, (name) => ({ a: 1.9, b: 1 })[name]));
  assert.ok(!isSolved(task, () => 0));
});
