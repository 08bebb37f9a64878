/** The chapter Break it: cells and steps in words, what is asked of the server, and what an ablation says. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { lossesOf } from "../../cnnviz/ui/components/chapter/break_it/ablation.js";
import { between, covered, joined, readCells, written } from "../../cnnviz/ui/components/chapter/break_it/cells.js";
import { AS_DRAWN, breakingOf, isAsDrawn, secondOf, snapped, wantsOf } from "../../cnnviz/ui/components/chapter/break_it/changing.js";
import { knobs, RANGES } from "../../cnnviz/ui/components/chapter/break_it/knobs.js";
import { fitting, kernelStep, layerOf, ordered, parsed, PRESETS, presetsOf, readSteps, replaced, toggled, trainedOf, without, writtenSteps } from "../../cnnviz/ui/components/chapter/break_it/steps.js";

const INITIAL = Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.initial]));
const conv = (name, out, inputs) => ({ name, kind: "convolution", shape: [out, 4, 4], weightShape: [out, inputs, 3, 3] });
const STAGES = [
  { name: "input", kind: "input", shape: [1, 4, 4] }, conv("conv1", 4, 1), { name: "relu1", kind: "relu", shape: [4, 4, 4] },
  { name: "pool1", kind: "max_pooling", shape: [4, 2, 2] }, conv("conv2", 3, 4),
  { name: "dense", kind: "dense", shape: [10], weightShape: [10, 12] }, { name: "softmax", kind: "softmax", shape: [10] },
];

test("cells come back from the address as they were written", () => {
  for (const cells of [[], [5], [0, 1, 2, 9, 783], [28, 30, 31]]) assert.deepEqual(readCells(written(cells)), cells);
  assert.equal(written([0, 1, 2, 9]), "0-2.9");
  for (const broken of ["a", "3-1", "784", "1..2", "-3", "1-", "0-9999"]) assert.equal(readCells(broken), null, broken);
  assert.deepEqual(readCells("5.3-4.4"), [3, 4, 5]);
  assert.deepEqual(joined([1, 5], [3, 5]), [1, 3, 5]);
});

test("a rubber covers a square, cut off at the edge, and leaves no gap on its way", () => {
  assert.deepEqual(covered({ row: 1, column: 1 }, 1), [29]);
  assert.deepEqual(covered({ row: 0, column: 27 }, 3), [26, 27, 54, 55]);
  const way = between({ row: 0, column: 0 }, { row: 3, column: 9 });
  assert.equal(way.length, 10);
  for (let at = 1; at < way.length; at++) assert.ok(Math.abs(way[at].row - way[at - 1].row) <= 1 && way[at].column - way[at - 1].column === 1);
});

test("steps come back from the address, and what is none is refused", () => {
  const steps = ["off conv1 3", "kernel conv2 0 1 0.5,-1,0,0,0,0,0,0,1.25", "average pool1", "random conv1 7", "swap conv1 0 2"];
  assert.deepEqual(readSteps(writtenSteps(steps)), steps);
  assert.deepEqual(readSteps(""), []);
  for (const broken of ["off", "melt conv1 2", "off conv1 x", "off conv1 3;", "linear", "off conv1 3 4"]) assert.equal(readSteps(broken), null, broken);
  assert.throws(() => knobs.steps.read("melt"), { why: "steps" });
  assert.throws(() => knobs.erased.read("999"), { why: "cells" });
  assert.throws(() => knobs.turn.read("400"), { why: "range", parts: { low: -180, high: 170 } });
  assert.throws(() => knobs.map.read("1.5"), { why: "whole" });
});

test("a step is taken back by itself, and an edit takes the place of the one before", () => {
  assert.deepEqual(toggled(["off a 1"], "off a 1"), []);
  assert.deepEqual(toggled(["off a 1"], "off a 2"), ["off a 1", "off a 2"]);
  assert.deepEqual(replaced(["random a 1", "off a 1"], "random a 2"), ["random a 2", "off a 1"]);
  const [one, other] = [kernelStep("a", 0, 1, [1, 2]), kernelStep("a", 0, 1, [3, 4])];
  assert.deepEqual(replaced([one], other), [other]);
  assert.deepEqual(replaced([one], kernelStep("a", 1, 1, [3, 4])).length, 2);
  assert.deepEqual(without([one, "off a 1"], kernelStep("a", 0, 1, [])), ["off a 1"]);
  assert.deepEqual(ordered(["off a 1", "swap a 0 1", "random a 2", "linear r"]), ["random a 2", "swap a 0 1", "off a 1", "linear r"]);
  assert.deepEqual(parsed("kernel conv2 0 1 0.5,-1"), { kind: "kernel", layer: "conv2", numbers: [0, 1], kernel: [0.5, -1] });
});

test("steps that a network cannot take are left out", () => {
  const fit = ["off conv1 3", "bias conv2 2", "swap conv1 0 3", "linear relu1", "average pool1", "random dense 9", kernelStep("conv2", 2, 3, Array(9).fill(1))];
  assert.deepEqual(fitting(fit, STAGES), fit);
  const unfit = ["off conv9 0", "off conv1 4", "linear pool1", "average relu1", "bias pool1 0", "swap conv1 0 4", kernelStep("conv2", 0, 4, Array(9).fill(1)), kernelStep("conv1", 0, 0, [1, 2]), "random relu1 1"];
  assert.deepEqual(fitting(unfit, STAGES), []);
});

test("what is looked at belongs to the layer before it that learned something", () => {
  assert.deepEqual(trainedOf(STAGES).map(({ name }) => name), ["conv1", "conv2"]);
  assert.deepEqual(STAGES.map((_, at) => layerOf(STAGES, at).name), ["conv1", "conv1", "conv1", "conv1", "conv2", "conv2", "conv2"]);
});

test("kernels that are put in are what their names say", () => {
  const kernel = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  assert.deepEqual(PRESETS.mirrored(kernel, 3, 3), [3, 2, 1, 6, 5, 4, 9, 8, 7]);
  assert.deepEqual(PRESETS.negative(kernel, 3, 3), kernel.map((weight) => -weight));
  assert.deepEqual(PRESETS.vertical(kernel, 3, 3), [-1, 0, 1, -1, 0, 1, -1, 0, 1]);
  assert.deepEqual(PRESETS.horizontal(kernel, 3, 3), [-1, -1, -1, 0, 0, 0, 1, 1, 1]);
  assert.deepEqual(PRESETS.identity(kernel, 3, 3), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
  // Rows and columns are not mixed up, and an even side has no middle.
  assert.deepEqual(PRESETS.mirrored([1, 2, 3, 4, 5, 6], 3, 2), [2, 1, 4, 3, 6, 5]);
  assert.deepEqual(PRESETS.vertical([1, 2, 3, 4, 5, 6], 3, 2), [-1, 1, -1, 1, -1, 1]);
  assert.deepEqual(PRESETS.horizontal([1, 2, 3, 4, 5, 6], 3, 2), [-1, -1, 0, 0, 1, 1]);
  for (const side of [1, 2, 4, 5, 7, 11]) {
    const ones = Array(side * side).fill(1);
    assert.ok(Math.abs(PRESETS.blur(ones, side, side).reduce((sum, weight) => sum + weight) - 1) < 1e-3);
    assert.equal(PRESETS.identity(ones, side, side).filter((weight) => weight === 1).length, 1);
    for (const name of ["vertical", "horizontal"]) assert.equal(PRESETS[name](ones, side, side).reduce((sum, weight) => sum + weight), 0);
    for (const name of presetsOf(side, side)) assert.equal(PRESETS[name](ones, side, side).length, side * side);
  }
  assert.ok(!presetsOf(1, 1).includes("vertical"));
});

test("the server is asked for what is changed alone", () => {
  assert.deepEqual(wantsOf(INITIAL, "two-block"), { other: "dense", game: false, along: "turn", change: { seed: 1, erased: [] } });
  assert.deepEqual(wantsOf({ ...INITIAL, turn: 30, along: "erase" }, "textbook").change, { seed: 1, erased: [], turn: 30 });
  assert.equal(wantsOf({ ...INITIAL, along: "erase" }, "textbook").along, null);
  assert.deepEqual(wantsOf({ ...INITIAL, along: "game", turn: 30, game: [4] }, "textbook").change, { erased: [4] });
  assert.equal(secondOf({ second: "dense" }, "dense"), "textbook");
  assert.ok(isAsDrawn({ ...INITIAL, ...AS_DRAWN }));
  assert.ok(!isAsDrawn({ ...INITIAL, lean: 0.1 }));
});

test("a slider's value is one of its steps and within its range", () => {
  assert.equal(snapped("turn", 33.4), 33);
  assert.equal(snapped("turn", 999), RANGES.turn.high);
  assert.equal(snapped("size", 0), RANGES.size.low);
  assert.equal(snapped("thicker", 0.333), 0.35);
});

test("which sentence tells of the breaking points", () => {
  const { turn, noise } = RANGES;
  const at = (value) => ({ value, held: value === 0 ? null : value - 0.1, digit: 7, share: 0.2 });
  assert.equal(breakingOf([at(-40), at(50)], turn), "breaksBoth");
  assert.equal(breakingOf([null, at(50)], turn), "breaksAbove");
  assert.equal(breakingOf([null, at(0.3)], noise), "breaksOnly");
  assert.equal(breakingOf([at(-40), null], turn), "breaksBelow");
  assert.equal(breakingOf([null, null], turn), "breaksNever");
  assert.equal(breakingOf([at(0), at(0)], turn), "breaksAlready");
});

test("an ablation is told as the change of the share of what is named now", () => {
  const shares = Float32Array.from({ length: 10 }, (_, digit) => (digit === 4 ? 0.75 : digit === 9 ? 0.25 : 0));
  const without = new Float32Array(20);
  without[4] = 1;
  without[10 + 9] = 0.875;
  without[10 + 4] = 0.125;
  assert.deepEqual(lossesOf(without, shares), { digit: 4, changes: [{ change: 0.25, digit: 4, share: 1 }, { change: -0.625, digit: 9, share: 0.875 }] });
});
