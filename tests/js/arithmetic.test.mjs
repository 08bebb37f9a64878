import assert from "node:assert/strict";
import { test } from "node:test";

import { partialMap, wholeMap } from "../../cnnviz/ui/components/network/arithmetic/convolution.js";
import { explain } from "../../cnnviz/ui/components/network/arithmetic/explain.js";
import { cellOf, indexOf, mapsBehind } from "../../cnnviz/ui/components/network/arithmetic/flatten.js";
import { inputOf, positions, sourceWindow, valueAt } from "../../cnnviz/ui/components/network/arithmetic/geometry.js";
import { dense as denseNetwork, textbook, twoBlock } from "./networks.mjs";

const at = (stage, channel, row, column) => ({ stage, channel, row, column });

/** A network by hand: rows of [name, kind, shape, values, more]. */
function read(...rows) {
  let offset = 0;
  const stages = rows.map(([name, kind, shape, values, more = {}], index) => {
    const stage = { name, kind, shape, length: values.length, offset, inputs: index ? [rows[index - 1][0]] : [], ...more };
    offset += values.length;
    return stage;
  });
  return { network: { model: "m", label: "m", parameters: 0, stages }, values: Float32Array.from(rows.flatMap((row) => row[3])) };
}

// Two input maps of 2x3; a kernel of 1x2 over them, padded by one column on each side, two columns apart.
const picture = ["input", "input", [2, 2, 3], [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60]];
const conv = ["conv", "convolution", [1, 2, 2], [107.5, 329.5, 410.5, 659.5], {
  kernel_size: [1, 2], stride: [1, 2], padding: [0, 1], dilation: [1, 1],
  weight: Float32Array.of(1, 2, 3, 5), weightShape: [1, 2, 1, 2], bias: Float32Array.of(0.5),
}];

test("a convolution multiplies what lies under its window, zeros outside, and adds map by map", () => {
  // Row 0: the window covers (outside, 1) and (outside, 10), then (2, 3) and (20, 30).
  const first = explain(read(picture, conv), at(1, 0, 0, 0));
  assert.deepEqual(first.inputs.map(({ channel, sum }) => [channel, sum]), [[0, 2], [1, 50]]);
  assert.deepEqual(first.inputs[0].terms, [
    { row: 0, column: -1, inside: false, input: 0, weight: 1, product: 0 },
    { row: 0, column: 0, inside: true, input: 1, weight: 2, product: 2 },
  ]);
  assert.deepEqual([first.bias, first.total, first.recorded], [0.5, 52.5, 107.5]);
  const next = explain(read(picture, conv), at(1, 0, 1, 1));
  assert.equal(next.result, 5 + 12 + 150 + 300 + 0.5);
});

test("partial maps are what each input map gives to every position", () => {
  const found = read(picture, conv);
  assert.deepEqual([...partialMap(found, 1, 0, 0)], [2, 2 + 6, 8, 5 + 12]);
  assert.deepEqual([...partialMap(found, 1, 0, 1)], [50, 60 + 150, 200, 150 + 300]);
  assert.deepEqual([...wholeMap(found, 1, 0)], [52.5, 218.5, 208.5, 467.5]);
});

test("a convolution in groups looks at the maps of its group alone", () => {
  const grouped = ["conv", "convolution", [2, 2, 3], Array(12).fill(0), {
    kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1],
    weight: Float32Array.of(2, 3), weightShape: [2, 1, 1, 1], bias: null,
  }];
  const found = read(picture, grouped);
  const { inputs, bias, total } = explain(found, at(1, 1, 1, 0));
  assert.deepEqual([inputs.map(({ channel }) => channel), bias, total], [[1], 0, 120]);
  assert.deepEqual([...partialMap(found, 1, 1, 0)], Array(6).fill(0));
  assert.deepEqual([...wholeMap(found, 1, 1)], [30, 60, 90, 120, 150, 180]);
});

test("a ReLU tells before and after, and how many cells of its own map were below zero", () => {
  const found = read(["a", "other", [2, 1, 3], [-1, 0, 2, -4, -5, 6]], ["relu", "relu", [2, 1, 3], [0, 0, 2, 0, 0, 6]]);
  const { before, after, cut, count, from } = explain(found, at(1, 1, 0, 1));
  assert.deepEqual([before, after, cut, count], [-5, 0, 2, 3]);
  assert.deepEqual(from, at(0, 1, 0, 1));
  assert.deepEqual([explain(found, at(1, 0, 0, 2)).result, explain(found, at(1, 0, 0, 2)).cut], [2, 1]);
});

const pool = { kernel_size: [2, 2], stride: [2, 2], padding: [1, 1], dilation: [1, 1] };

test("a max pooling takes the first of the largest, and the padding never wins", () => {
  const found = read(["a", "other", [1, 2, 3], [-3, -2, -2, -5, -7, -1]], ["pool", "max_pooling", [1, 2, 2], [-3, -2, -5, -1], pool]);
  const corner = explain(found, at(1, 0, 0, 0));
  assert.deepEqual([corner.winner, corner.total, corner.divisor], [3, -3, null]);
  const next = explain(found, at(1, 0, 0, 1));
  assert.deepEqual([next.winner, next.from], [2, at(0, 0, 0, 1)]);
  assert.equal(next.terms.filter(({ inside }) => inside).length, 2);
});

test("as in PyTorch, what is not a number is the largest of its window", () => {
  const found = read(["a", "other", [1, 1, 3], [5, NaN, 9]], ["pool", "max_pooling", [1, 1, 1], [NaN], {
    ...pool, kernel_size: [1, 3], padding: [0, 0],
  }]);
  assert.deepEqual([explain(found, at(1, 0, 0, 0)).winner, explain(found, at(1, 0, 0, 0)).total], [1, NaN]);
});

test("an average pooling divides by its window, padding included, and not by what lies beyond", () => {
  const mean = { ...pool, stride: [2, 2] };
  // Three columns padded to five: with a third window of stride 2, only one of its two columns counts.
  const found = read(["a", "other", [1, 1, 3], [4, 8, 12]], ["pool", "average_pooling", [1, 1, 3], [1, 5, 0], mean]);
  assert.deepEqual([explain(found, at(1, 0, 0, 0)).total, explain(found, at(1, 0, 0, 0)).divisor], [1, 4]);
  assert.equal(explain(found, at(1, 0, 0, 1)).total, 5);
  assert.equal(explain(found, at(1, 0, 0, 2)).divisor, 2);
});

test("flattening goes map by map, row by row, and back", () => {
  const cell = at(10, 3, 2, 5);
  assert.equal(indexOf(twoBlock, cell), 3 * 49 + 2 * 7 + 5);
  assert.deepEqual(cellOf(twoBlock, 10, 3 * 49 + 2 * 7 + 5), cell);
  assert.deepEqual([mapsBehind(twoBlock, 11), mapsBehind(twoBlock, 12), mapsBehind(textbook, 4)], [10, null, 3]);
  assert.equal(mapsBehind(denseNetwork, 1), 0);
});

test("a dense number is its contributions, per map and the largest for and against, and the bias", () => {
  const found = read(
    ["a", "other", [2, 1, 2], [1, 2, 3, 4]],
    ["flat", "flatten", [4], [1, 2, 3, 4]],
    ["dense", "dense", [2], [0, -7], { weight: Float32Array.of(0, 0, 0, 0, 5, -2, -7, 1), weightShape: [2, 4], bias: Float32Array.of(0, 4) }],
  );
  const explanation = explain(found, at(2, 0, 0, 1));
  assert.deepEqual([...explanation.terms.products], [5, -4, -21, 4]);
  assert.deepEqual(explanation.perMap, [{ channel: 0, sum: 1 }, { channel: 1, sum: -17 }]);
  assert.deepEqual(explanation.largest.for.map(({ index, product }) => [index, product]), [[0, 5], [3, 4]]);
  assert.deepEqual(explanation.largest.against[0], { index: 2, from: at(0, 1, 0, 0), value: 3, weight: -7, product: -21 });
  assert.deepEqual([explanation.total, explanation.maps], [-12, 0]);
});

test("ten at most are the largest, in order", () => {
  const numbers = [3, 9, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9];
  const found = read(["a", "other", [14], numbers], ["dense", "dense", [1], [0], {
    weight: new Float32Array(14).fill(1), weightShape: [1, 14], bias: null,
  }]);
  const { largest, perMap, bias } = explain(found, at(1, 0, 0, 0));
  assert.deepEqual(largest.for.map(({ value }) => value), [9, 9, 9, 8, 6, 5, 5, 5, 4, 3]);
  assert.deepEqual(largest.for.slice(0, 3).map(({ index, from }) => [index, from]), [[1, null], [6, null], [13, null]]);
  assert.deepEqual([largest.against, perMap, bias], [[], null, 0]);
});

test("softmax gives shares of a sum of exponentials, whatever the size of the logits", () => {
  const found = read(["a", "other", [3], [1000, 1000 + Math.log(3), -1000]], ["softmax", "softmax", [3], [0.25, 0.75, 0]]);
  const plain = explain(found, at(1, 0, 0, 1));
  plain.terms.forEach(({ share }, index) => assert.ok(Math.abs(share - [0.25, 0.75, 0][index]) < 1e-4));
  assert.deepEqual([plain.temperature, plain.recorded, plain.terms[0].recorded], [1, 0.75, 0.25]);
  const warm = explain(found, at(1, 0, 0, 0), { temperature: 2 });
  assert.ok(Math.abs(warm.result - 1 / (1 + Math.sqrt(3))) < 1e-4);
  assert.throws(() => explain(found, at(1, 0, 0, 0), { temperature: 0 }), /greater than 0; got 0/);
});

test("what cannot be told is told as the recorded number alone", () => {
  const conv = { kernel_size: [1, 1], stride: [1, 1], padding: [0, 0], dilation: [1, 1] };
  const lone = read(["input", "input", [1, 1, 1], [7]], ["c", "convolution", [1, 1, 1], [8], conv], ["sum", "other", [1, 1, 1], [9]]);
  assert.deepEqual(lone.network.stages.map((_, stage) => explain(lone, at(stage, 0, 0, 0)).kind), ["input", "other", "other"]);
  assert.deepEqual([0, 1, 2].map((stage) => explain(lone, at(stage, 0, 0, 0)).result), [7, 8, 9]);
  lone.network.stages[2] = { ...lone.network.stages[2], kind: "relu", inputs: [] };
  assert.equal(explain(lone, at(2, 0, 0, 0)).kind, "other");
  const halved = read(
    ["a", "other", [4], [1, 2, 3, 4]],
    ["flat", "flatten", [2], [1, 2]],
    ["dense", "dense", [1], [0], { weight: new Float32Array(4), weightShape: [1, 4], bias: null }],
  );
  assert.deepEqual([explain(halved, at(1, 0, 0, 1)).kind, explain(halved, at(2, 0, 0, 0)).kind], ["other", "other"]);
  assert.deepEqual([inputOf(lone.network, 1), inputOf(lone.network, 2)], [0, null]);
});

test("a cell that a stage does not have is refused with its shape", () => {
  const found = read(picture, conv);
  for (const cell of [at(1, 1, 0, 0), at(1, 0, 2, 0), at(1, 0, 0, -1), at(1, 0, 0.5, 0)]) {
    assert.throws(() => explain(found, cell), /conv has shape \(1, 2, 2\)/);
  }
  assert.throws(() => explain(found, at(2, 0, 0, 0)), /in stage 2: there is no such stage/);
});

test("windows are counted in cells of the input, and positions in cells of the output", () => {
  const [input, conv1] = textbook.stages;
  assert.deepEqual(positions(conv1), { rows: 26, columns: 26 });
  assert.deepEqual(positions(textbook.stages[5]), { rows: 1, columns: 10 });
  assert.deepEqual(sourceWindow(conv1, input, 2, 3), { top: 2, left: 3, height: 3, width: 3, rowStep: 1, columnStep: 1 });
  const odd = { ...conv1, stride: [2, 3], padding: [1, 0], dilation: [2, 4] };
  assert.deepEqual(sourceWindow(odd, input, 2, 3), { top: 3, left: 9, height: 3, width: 3, rowStep: 2, columnStep: 4 });
  assert.equal(valueAt(read(picture, conv), at(0, 1, 1, 2)), 60);
});
