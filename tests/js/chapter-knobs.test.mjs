import assert from "node:assert/strict";
import { test } from "node:test";

import { between, createKnobs, flag, oneOf, readKnobs, told, whole, word, writeKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";

const TABLE = {
  size: oneOf([1, 3, 5, 7], 3),
  bias: between(-2, 2, 0),
  kind: word(["max", "average"], "max"),
  padded: flag(false),
  map: whole(-1, 9, null),
};
const WORDS = { knobs: { size: "a kernel size of", bias: "a bias of", kind: "the pooling", padded: "padding", map: "the map" } };
const FRAME = { or: "or", broken: { among: "{what} “{text}”: {allowed}", range: "{what} “{text}”: {low} to {high}", whole: "{what} “{text}”: whole, {low} to {high}" } };
const FIRST = { size: 3, bias: 0, kind: "max", padded: false, map: null };

test("without an address and without a visit before, all is as at the beginning", () => {
  assert.deepEqual(readKnobs(TABLE, "", null), { state: FIRST, problems: [] });
});

test("the address goes before what was kept, and that before the beginning", () => {
  const { state, problems } = readKnobs(TABLE, "?size=5&padded=1", { size: 7, bias: 1.5 });
  assert.deepEqual(state, { size: 5, bias: 1.5, kind: "max", padded: true, map: null });
  assert.deepEqual(problems, []);
});

test("what is written into the address is read from it again, and only what differs is written", () => {
  const state = { size: 5, bias: -0.25, kind: "average", padded: true, map: -1 };
  const entries = Object.entries(writeKnobs(TABLE, state));
  assert.deepEqual(readKnobs(TABLE, `?${new URLSearchParams(entries)}`, null).state, state);
  assert.deepEqual(writeKnobs(TABLE, FIRST), { size: null, bias: null, kind: null, padded: null, map: null });
});

for (const [search, wanted] of [
  ["?size=4", /size of “4”.*1, 3, 5 or 7/],
  ["?size=", /size/],
  ["?bias=nan", /bias of “nan”.*-2 to 2/],
  ["?bias=9", /bias/],
  ["?kind=min", /pooling “min”.*max or average/],
  ["?padded=yes", /padding “yes”/],
  ["?map=2.5", /map “2.5”: whole, -1 to 9/],
  ["?map=10", /map/],
  ["?map=", /map/],
  [`?kind=${"x".repeat(500)}`, /“x{30}…”/],
]) {
  test(`a broken ${search.slice(0, 20)} is told, and the knob is as at the beginning`, () => {
    const { state, problems } = readKnobs(TABLE, search, null);
    assert.deepEqual(state, FIRST);
    assert.equal(problems.length, 1);
    assert.match(told(problems[0], WORDS, FRAME), wanted);
  });
}

test("a turn can be undone, and a turn to what is there already is none", () => {
  const knobs = createKnobs(TABLE, FIRST);
  assert.equal(knobs.canUndo, false);
  assert.equal(knobs.change({ size: 3 }), false);
  assert.equal(knobs.change({ size: 5 }), true);
  assert.equal(knobs.change({ kind: "average" }), true);
  knobs.undo();
  assert.deepEqual(knobs.state, { ...FIRST, size: 5 });
  knobs.undo();
  assert.deepEqual(knobs.state, FIRST);
  assert.equal(knobs.canUndo, false);
  knobs.undo();
  assert.deepEqual(knobs.state, FIRST);
});

test("the turns of one drag are undone as one, two drags as two", () => {
  const knobs = createKnobs(TABLE, FIRST);
  knobs.change({ bias: 0.1 }, "bias", 0);
  knobs.change({ bias: 0.2 }, "bias", 100);
  knobs.change({ bias: 0.3 }, "bias", 2000);
  knobs.undo();
  assert.equal(knobs.state.bias, 0.2);
  knobs.undo();
  assert.equal(knobs.state.bias, 0);
});

test("a reset can be undone", () => {
  const knobs = createKnobs(TABLE, { ...FIRST, size: 7 });
  assert.equal(knobs.canReset, true);
  knobs.reset();
  assert.deepEqual(knobs.state, FIRST);
  assert.equal(knobs.canReset, false);
  knobs.undo();
  assert.equal(knobs.state.size, 7);
});
