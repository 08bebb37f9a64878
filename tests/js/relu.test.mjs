import assert from "node:assert/strict";
import { test } from "node:test";

import { applied, bent, differing, isOdd, product, rectified, same, spread } from "../../cnnviz/ui/components/chapter/relu/arithmetic.js";
import { chosenMap, relusOf } from "../../cnnviz/ui/components/chapter/relu/chosen.js";
import { knobs, matrix, typed } from "../../cnnviz/ui/components/chapter/relu/knobs.js";
import { readKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";
import { dense, textbook, twoBlock } from "./networks.mjs";

const FIRST = [[1, -1], [2, 1]];
const SECOND = [[1, 1], [-1, 2]];

test("two layers are their product, worked out on paper", () => {
  assert.deepEqual(product(SECOND, FIRST), [[3, 0], [3, 3]]);
  assert.deepEqual(applied(FIRST, [1, 2]), [-1, 4]);
  assert.deepEqual(applied(SECOND, [-1, 4]), [3, 9]);
  assert.deepEqual(rectified([-1, 4]), [0, 4]);
  assert.deepEqual(bent(FIRST, SECOND, [1, 2]), [4, 8]);
  assert.equal(isOdd(FIRST, SECOND, [1, 2]), false);
});

test("tenths are as exact as they are typed", () => {
  assert.deepEqual(applied([[0.1, 0.2], [0, 0]], [1, 1]), [0.3, 0]);
});

test("an x is found where ReLU makes a difference, and none where it makes none", () => {
  const found = differing(FIRST, SECOND);
  assert.ok(found);
  assert.ok(!same(bent(FIRST, SECOND, found), applied(product(SECOND, FIRST), found)));
  assert.equal(differing([[0, 0], [0, 0]], SECOND), null);
  assert.equal(differing(FIRST, [[0, 0], [0, 0]]), null);
});

test("where ReLU gives a matrix after all, no matrix is denied", () => {
  // relu(t) - relu(-t) = t: bent, and yet linear.
  const [first, second] = [[[1, 0], [-1, 0]], [[1, -1], [0, 0]]];
  const found = differing(first, second);
  assert.ok(found);
  assert.ok(isOdd(first, second, found));
});

test("every cell is counted in one bar, and 0 begins the first one to the right", () => {
  assert.deepEqual(spread(Float32Array.of(-1, -0.01, 0, 0.01, 1), 1, 4), [1, 1, 2, 1]);
});

const read = (network) => ({ network, values: Float32Array.from({ length: network.values }, (_, index) => Math.sin(index)) });
const initial = () => Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.initial]));

test("knobs that ask for more than the network has get its last", () => {
  const asked = { ...initial(), relu: 4, map: 31, row: 27, column: 27, bias: -40 };
  const found = chosenMap({ read: read(textbook), knobs: asked });
  assert.equal(found.stage.name, "relu1");
  assert.deepEqual([found.channel, found.row, found.column], [31, 25, 25]);
  assert.equal(found.bias, -found.limit);
  assert.equal(found.cut, found.count);
  assert.deepEqual(relusOf(read(twoBlock)).map((index) => twoBlock.stages[index].name), ["relu1_1", "relu1_2", "relu2_1", "relu2_2"]);
  assert.deepEqual(relusOf(read(dense)), []);
});

test("ReLU that is off lets everything pass", () => {
  const found = chosenMap({ read: read(twoBlock), knobs: { ...initial(), on: false, bias: 0.25 } });
  assert.equal(found.cut, 0);
  assert.deepEqual(found.after, found.before);
});

test("an address holds the knobs, and what is broken in it is named once", () => {
  for (const [name, text] of [["first", "1,2,3"], ["x", "1,two"], ["second", "1,2,3,400"], ["map", "2.5"], ["filter", "round"], ["bias", "many"], ["on", "maybe"]]) {
    const { state, problems } = readKnobs(knobs, `?${name}=${text}`, null);
    assert.equal(problems.length, 1, name);
    assert.equal(problems[0].knob, name);
    assert.deepEqual(state[name], knobs[name].initial);
  }
  const { state, problems } = readKnobs(knobs, "?first=0.5,-1,2,3&x=-1,0&filter=7&bias=-0.25&on=0", null);
  assert.deepEqual(problems, []);
  assert.deepEqual(matrix(state.first), [[0.5, -1], [2, 3]]);
  assert.deepEqual([state.x, state.filter, state.bias, state.on], [[-1, 0], "7", -0.25, false]);
});

test("a number is typed as people type it", () => {
  assert.deepEqual(["2", "-0,5", "\u22123", "100", "x", ""].map(typed), [2, -0.5, -3, null, null, null]);
});
