import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsOf, influenceOf, seenBy } from "../../cnnviz/ui/components/network/arithmetic/field.js";
import { dense, textbook, twoBlock } from "./networks.mjs";

const at = (stage, channel, row, column) => ({ stage, channel, row, column });
const widthOf = (network, stage) => (network.stages[stage].shape.length === 3 ? network.stages[stage].shape[2] : network.stages[stage].length);
const bounds = (network, outlines) => outlines.map(({ stage, mask }) => boundsOf(mask, widthOf(network, stage)));
const square = (first, last) => ({ rows: [first, last], columns: [first, last] });

test("a cell in the middle sees what its layers' windows add up to", () => {
  const found = seenBy(twoBlock, at(6, 3, 7, 7)); // conv2_1: two 3x3 windows, a pooling, another 3x3 window
  assert.deepEqual(bounds(twoBlock, found), [square(10, 19), square(11, 18), square(11, 18), square(12, 17), square(12, 17), square(6, 8)]);
  assert.deepEqual(found.map(({ channels }) => channels), [null, null, null, null, null, null]);
});

test("at the edge the padding is not seen", () => {
  assert.deepEqual(bounds(twoBlock, seenBy(twoBlock, at(1, 0, 0, 27))), [{ rows: [0, 1], columns: [26, 27] }]);
  assert.deepEqual(bounds(twoBlock, seenBy(twoBlock, at(6, 0, 0, 0)))[0], square(0, 5));
});

test("ReLU and pooling keep to their map, a convolution looks at all", () => {
  const found = seenBy(textbook, at(3, 4, 0, 0));
  assert.deepEqual(found.map(({ channels }) => channels), [null, [4], [4]]);
});

test("an entry of a vector sees what the cell that became it sees", () => {
  const found = seenBy(textbook, at(4, 0, 0, 2 * 169 + 3 * 13 + 5));
  assert.deepEqual([found[3].channels, bounds(textbook, found)[3]], [[2], { rows: [3, 3], columns: [5, 5] }]);
  assert.deepEqual(bounds(textbook, found)[0], { rows: [6, 9], columns: [10, 13] });
});

test("a dense number sees everything", () => {
  for (const { mask, channels } of seenBy(dense, at(2, 0, 0, 9))) assert.ok(mask.every(Boolean) && channels === null);
});

test("a pixel reaches the windows that cover it, and every probability", () => {
  const found = influenceOf(twoBlock, { row: 0, column: 10 });
  const expected = [[0, 1, 9, 11], [0, 1, 9, 11], [0, 2, 8, 12], [0, 2, 8, 12], [0, 1, 4, 6]];
  assert.deepEqual(bounds(twoBlock, found).slice(0, 5), expected.map(([a, b, c, d]) => ({ rows: [a, b], columns: [c, d] })));
  assert.ok(found.at(-1).mask.every(Boolean) && found.every(({ channels }) => channels === null));
});

test("a pixel reaches, of a vector, the entries that its cells become", () => {
  const { mask } = influenceOf(dense, { row: 2, column: 3 })[0];
  assert.deepEqual([mask[2 * 28 + 3], mask.reduce((sum, one) => sum + one)], [1, 1]);
});

test("a pixel that no window covers reaches nothing", () => {
  const skipped = structuredClone(textbook);
  Object.assign(skipped.stages[1], { shape: [32, 9, 9], length: 32 * 81, stride: [3, 3] });
  skipped.stages.length = 2;
  const [{ mask, channels }] = influenceOf(skipped, { row: 27, column: 0 });
  assert.deepEqual([boundsOf(mask, 9), channels], [null, []]);
});

test("what does not tell where it looks counts as looking everywhere, and a side branch at nothing", () => {
  const branch = structuredClone(textbook);
  branch.stages[2] = { ...branch.stages[2], kind: "other", receptive_field: null };
  assert.ok(seenBy(branch, at(2, 1, 5, 5))[1].mask.every(Boolean));
  branch.stages[2].inputs = ["input"];
  assert.equal(boundsOf(seenBy(branch, at(2, 1, 5, 5))[1].mask, 26), null);
});
