import assert from "node:assert/strict";
import { test } from "node:test";

import { squareAround, partOf, firstSeeing, fieldOf } from "../../cnnviz/ui/components/chapter/whole_network/costs.js";
import { knobs } from "../../cnnviz/ui/components/chapter/whole_network/knobs.js";
import { marked } from "../../cnnviz/ui/components/chapter/whole_network/task.js";
import { trainedOf } from "../../cnnviz/ui/components/chapter/whole_network/trained.js";
import { readKnobs, writeKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";

const stage = (name, kind, shape, inputs, more = {}) => ({ name, kind, shape, inputs, offset: 0, length: shape.reduce((product, side) => product * side, 1), parameters: 0, ...more });
const field = (size, step, offset) => ({ receptive_field: { size: [size, size], step: [step, step], offset: [offset, offset] } });
const STAGES = [
  stage("input", "input", [1, 28, 28], [], field(1, 1, 0)),
  stage("conv", "convolution", [8, 28, 28], ["input"], { ...field(3, 1, -1), parameters: 80 }),
  stage("pool", "max_pooling", [8, 14, 14], ["conv"], field(4, 2, -1)),
  stage("flatten", "flatten", [1568], ["pool"]),
  stage("dense", "dense", [10], ["flatten"], { receptive_field: { size: [28, 28], step: [0, 0], offset: [0, 0] }, parameters: 15690 }),
  stage("softmax", "softmax", [10], ["dense"], { receptive_field: { size: [28, 28], step: [0, 0], offset: [0, 0] } }),
];

test("a stage belongs to one of the three steps", () => {
  assert.deepEqual(STAGES.map(partOf), ["input", "features", "shrinking", "decision", "decision", "decision"]);
});

test("a flattened number sees what its cell saw", () => {
  assert.deepEqual(fieldOf(STAGES, 3), { rows: 4, columns: 4 });
});

test("squares lie around a pixel as near as the cells allow, and grow", () => {
  assert.deepEqual(squareAround(STAGES, 0, { row: 9, column: 5 }), { top: 9, left: 5, height: 1, width: 1 });
  assert.deepEqual(squareAround(STAGES, 1, { row: 9, column: 5 }), { top: 8, left: 4, height: 3, width: 3 });
  assert.deepEqual(squareAround(STAGES, 2, { row: 0, column: 27 }), { top: -1, left: 25, height: 4, width: 4 });
  assert.deepEqual(squareAround(STAGES, 4, { row: 0, column: 27 }), { top: 0, left: 0, height: 28, width: 28 });
});

test("the first stage that sees enough is right, an earlier one sees too little, a later one comes late", () => {
  assert.equal(firstSeeing(STAGES, 4), 2);
  assert.equal(marked(STAGES, 4, 2).verdict, "right");
  assert.equal(marked(STAGES, 4, 1).verdict, "small");
  assert.equal(marked(STAGES, 4, 4).verdict, "late");
  assert.equal(marked(STAGES, 5, 4).verdict, "right");
  assert.equal(marked(STAGES, 4, 2).numbers.parameters, "80");
  assert.equal(marked(STAGES, 4, 2).numbers.all, "15,770");
});

test("knobs stand in the address, and a broken one is told of in one sentence", () => {
  const { state, problems } = readKnobs(knobs, "?step=5&map=3&side=20", null);
  assert.deepEqual(problems, []);
  assert.deepEqual({ step: state.step, map: state.map, side: state.side, guess: state.guess }, { step: 5, map: 3, side: 20, guess: null });
  assert.deepEqual(writeKnobs(knobs, state), { step: "5", layer: null, map: "3", layer2: null, map2: null, side: "20", y: null, x: null, guess: null });
  for (const broken of ["step=99", "step=1.5", "step=x", "step="]) {
    const found = readKnobs(knobs, `?${broken}`, null);
    assert.equal(found.problems.length, 1);
    assert.deepEqual([found.problems[0].knob, found.problems[0].fault.why], ["step", "whole"]);
    assert.equal(found.state.step, 1);
  }
});

test("patches are taken apart map by map", () => {
  const bytes = Uint8Array.from({ length: 2 * 2 * 4 }, (_, index) => index);
  const told = { relu: { shape: [2, 2, 2, 2], pixels: btoa(String.fromCharCode(...bytes)), values: [[4, 3], [2, 1]], labels: [[7, 8], [9, 0]] } };
  const { side, maps } = trainedOf(told).relu;
  assert.deepEqual(side, [2, 2]);
  assert.deepEqual({ ...maps[1][0], pixels: [...maps[1][0].pixels] }, { pixels: [8, 9, 10, 11], value: 2, label: 9 });
});
