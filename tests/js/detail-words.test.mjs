import assert from "node:assert/strict";
import { test } from "node:test";

import { explain } from "../../cnnviz/ui/components/network/arithmetic/explain.js";
import { cellInGrid, gridOf, placeInGrid } from "../../cnnviz/ui/components/network/detail/grid.js";
import { headingOf } from "../../cnnviz/ui/components/network/detail/headings.js";
import { agrees, convolutionTexts, numberOf, numberText, sumTexts } from "../../cnnviz/ui/components/network/detail/printing.js";
import { nextWindow, ringOf } from "../../cnnviz/ui/components/network/detail/ring.js";
import { sentenceOf } from "../../cnnviz/ui/components/network/detail/sentence.js";
import { tableOf } from "../../cnnviz/ui/components/network/detail/table.js";
import { dense, textbookLinear, twoBlock } from "./networks.mjs";

// Two inputs of 2x2 cells, a 2x2 kernel each with padding 1 above and on the left, as worked out by hand below.
const stages = [
  { name: "in", kind: "input", shape: [2, 2, 2], inputs: [], offset: 0, length: 8 },
  {
    name: "c", kind: "convolution", shape: [1, 2, 2], inputs: ["in"], offset: 8, length: 4,
    kernel_size: [2, 2], stride: [1, 1], padding: [1, 1], dilation: [1, 1],
    weight: Float32Array.of(1, 2, 3, 4, -1, 0.5, 0.25, -2), weightShape: [1, 2, 2, 2], bias: Float32Array.of(0.125),
  },
  { name: "r", kind: "relu", shape: [1, 2, 2], inputs: ["c"], offset: 12, length: 4 },
  {
    name: "p", kind: "max_pooling", shape: [1, 1, 1], inputs: ["r"], offset: 16, length: 1,
    kernel_size: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1],
  },
];
const network = { model: "two", label: "two", parameters: 9, stages };
// Cell (1, 1): 1*1 + 2*2 + 3*3 + 4*4 = 30, and -0.5 + 0 + 0.25*0 - 2*1 = -2.5; with the bias 27.625.
const values = Float32Array.of(1, 2, 3, 4, 0.5, 0, 0, 1, 2.125, 10.5, 12, 27.625, 2.125, 10.5, 12, 27.625, 27.625);
const read = { network, values };
const state = (stage, row, column, more = {}) => {
  const cell = { stage, channel: 0, row, column };
  return { network, read, cell, explanation: explain(read, cell), full: false, ...more };
};

test("printed products add up to their printed sum, and sums and bias to the cell", () => {
  const { explanation } = state(1, 1, 1);
  for (const chosen of [0, 1]) {
    const texts = convolutionTexts(explanation, chosen, false);
    const add = (parts) => parts.reduce((sum, part) => sum + Math.round(1e4 * numberOf(part)), 0);
    assert.equal(add(texts.products), add([texts.sums[chosen]]));
    assert.equal(add([...texts.sums, texts.bias]), add([texts.total]));
    assert.equal(add([texts.all, texts.bias]), add([texts.total]));
  }
  assert.equal(convolutionTexts(explanation, 0, false).total, "27.625");
});

test("unlucky roundings add up too", () => {
  const third = 1 / 3;
  const inputs = Array.from({ length: 16 }, (_, channel) => ({
    stage: 0, channel, window: {}, sum: 9 * third * (channel % 2 ? 1 : -0.97),
    terms: Array.from({ length: 9 }, () => ({ product: third * (channel % 2 ? 1 : -0.97) })),
  }));
  const total = inputs.reduce((sum, input) => sum + input.sum, 0.05);
  const units = (text) => Math.round(1e6 * numberOf(text));
  for (const chosen of [0, 7, 15]) {
    const { products, sums, bias, all, total: printed } = convolutionTexts({ inputs, bias: 0.05, total }, chosen, false);
    assert.equal(products.map(units).reduce((one, other) => one + other), units(sums[chosen]));
    assert.equal(sums.map(units).reduce((one, other) => one + other), units(all));
    assert.equal(units(all) + units(bias), units(printed));
  }
});

test("full precision prints the float32 itself", () => {
  const value = Math.fround(0.1);
  assert.equal(numberText(value, true), "0.1");
  assert.equal(numberText(Math.fround(1 / 3), true), "0.33333334");
  assert.equal(numberText(Math.fround(1 / 3), false), "0.3333");
  assert.deepEqual(sumTexts([Math.fround(1 / 3), -1], -2 / 3, true), { parts: ["0.33333334", "−1"], total: "−0.6666667" });
});

test("a number agrees to 1e-4 relative, and where large terms cancel to 1e-6 of the largest", () => {
  assert.equal(agrees(1.00005, 1), true);
  assert.equal(agrees(1.0002, 1), false);
  assert.equal(agrees(0.00001, 0), false);
  assert.equal(agrees(0.00001, 0, 20), true);
});

test("padding surrounds the map as far as windows reach, and no further", () => {
  assert.deepEqual(ringOf(stages[1], stages[0]), { top: 1, left: 1, bottom: 0, right: 0 });
  const around = { ...stages[1], shape: [1, 4, 3], kernel_size: [3, 5], padding: [1, 2], dilation: [2, 1] };
  // Rows -1 to 3 + 3 and columns -2 to 0 + 4 of a map of 4 by 3 cells.
  assert.deepEqual(ringOf(around, { ...stages[0], shape: [2, 4, 3] }), { top: 1, left: 2, bottom: 3, right: 2 });
  const strided = { ...stages[1], shape: [1, 3, 3], kernel_size: [3, 3], stride: [2, 2], padding: [1, 1] };
  const wide = { ...stages[0], shape: [2, 6, 6] };
  // Rows -1 to 5: the padding below is never looked at.
  assert.deepEqual(ringOf(strided, wide), { top: 1, left: 1, bottom: 0, right: 0 });
});

test("where a window jumps, the next one is shown, at the end of a row in the next", () => {
  const before = { ...stages[0], shape: [2, 6, 6] };
  const strided = { ...stages[1], shape: [1, 3, 3], stride: [2, 2], padding: [0, 0] };
  assert.equal(nextWindow({ ...strided, stride: [1, 1] }, before, { row: 0, column: 0 }), null);
  assert.deepEqual([nextWindow(strided, before, { row: 0, column: 0 })].map(({ top, left }) => [top, left]), [[0, 2]]);
  assert.deepEqual([nextWindow(strided, before, { row: 0, column: 2 })].map(({ top, left }) => [top, left]), [[2, 0]]);
  assert.equal(nextWindow(strided, before, { row: 2, column: 2 }), null);
});

test("a vector is laid out in lines that make it nearly square, and its places lead back", () => {
  const stage = dense.stages.find(({ name }) => name === "hidden");
  assert.deepEqual(gridOf(stage), { rows: 8, columns: 9 });
  for (let column = 0; column < stage.length; column++) {
    assert.deepEqual(cellInGrid(placeInGrid({ row: 0, column }, stage), stage), { row: 0, column });
  }
  assert.deepEqual(cellInGrid({ row: 7, column: 8 }, stage), { row: 0, column: 67 });
  assert.deepEqual(gridOf(dense.stages.at(-1)), { rows: 1, columns: 10 });
  assert.deepEqual(gridOf(twoBlock.stages[5]), { rows: 14, columns: 14 });
});

test("a heading says what is opened, counted from 0, and what is done there", () => {
  const head = headingOf(twoBlock, { stage: 5, channel: 6 });
  assert.deepEqual([head.kind, head.name], ["Max pooling", "pool1, map 6"]);
  assert.match(head.sentence, /largest of each 2 × 2 window of relu1_2/);
  assert.equal(headingOf(twoBlock, { stage: 0, channel: 0 }).name, "input");
  assert.match(headingOf(textbookLinear, { stage: 2, channel: 0 }).sentence, /^The average/);
  const convolution = headingOf(network, { stage: 1, channel: 0 }).sentence;
  assert.match(convolution, /^Two input maps, a 2 × 2 kernel each: .* add the two and the bias/);
  assert.match(convolution, /Padding 1: hatched zeros/);
  assert.doesNotMatch(convolution, /Stride|Dilation/);
  const special = { ...network, stages: [stages[0], { ...stages[1], stride: [2, 1], dilation: [3, 3], padding: [0, 0] }] };
  assert.match(headingOf(special, { stage: 1, channel: 0 }).sentence, /Stride 2 × 1: the window jumps\. Dilation 3: the window skips cells\./);
});

test("a pooling whose windows lie side by side has no stride to speak of, an overlapping one has", () => {
  const pooling = (more) => headingOf({ ...network, stages: [...stages.slice(0, 3), { ...stages[3], ...more }] }, { stage: 3, channel: 0 }).sentence;
  assert.doesNotMatch(pooling({}), /Stride/);
  assert.match(pooling({ kernel_size: [3, 3] }), /Stride 2: the window jumps\. *$/);
  assert.match(pooling({ stride: [1, 1] }), /Stride 1/);
  assert.match(pooling({ padding: [1, 1] }), /Padding 1: hatched\./);
});

test("the padding of a largest number is not among the values that are told", () => {
  const padded = { ...stages[3], padding: [1, 1], shape: [1, 2, 2], length: 4 };
  const other = { network: { ...network, stages: [...stages.slice(0, 3), padded] }, values: Float32Array.of(...values, 0, 0, 0) };
  const cell = { stage: 3, channel: 0, row: 0, column: 0 };
  const text = sentenceOf({ network: other.network, read: other, cell, explanation: explain(other, cell), full: false });
  assert.equal(text, "p, row 0, column 0. The largest of 2.125 is 2.125, from row 0, column 0.");
});

test("a sentence tells the arithmetic with the numbers that are on the screen", () => {
  assert.equal(sentenceOf(state(1, 1, 1)), "c, row 1, column 1. The sums of two input maps make 27.500; with the bias 0.125 that is 27.625.");
  assert.equal(sentenceOf(state(2, 1, 1)), "r, row 1, column 1. 27.63 stays 27.63. 0 of 4 cells were cut to zero.");
  assert.equal(sentenceOf(state(3, 0, 0)), "p, row 0, column 0. The largest of 2.125, 10.50, 12.00, 27.63 is 27.63, from row 1, column 1.");
  assert.equal(sentenceOf(state(0, 0, 1)), "in, map 0, row 0, column 1. 2.000.");
});

test("a table has a line for every product, the sums, and what was recorded", () => {
  const { head, rows, foot } = tableOf(state(1, 0, 0));
  assert.deepEqual(head, ["input map", "row", "column", "value", "weight", "product"]);
  assert.equal(rows.length, 2 * (4 + 1));
  assert.deepEqual(rows[0], ["0", "−1", "−1", "padding", "1.000", "0.000"]);
  assert.deepEqual(rows[3], ["0", "0", "0", "1.000", "4.000", "4.000"]);
  assert.deepEqual(rows[4].at(-1), "4.000");
  assert.deepEqual(foot.map(([name]) => name), ["sum of all maps", "bias", "cell", "recorded by PyTorch"]);
  assert.equal(tableOf(state(3, 0, 0)).rows[3].at(-1), "largest");
});
