import assert from "node:assert/strict";
import { test } from "node:test";

import { between, createKnobs, flag, oneOf, readKnobs, word, writeKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";

const TABLE = {
  size: oneOf([1, 3, 5, 7], 3, "a kernel size of"),
  bias: between(-2, 2, 0, "a bias of"),
  kind: word(["max", "average"], "max", "the pooling"),
  padded: flag(false, "padding"),
};
const FIRST = { size: 3, bias: 0, kind: "max", padded: false };

test("without an address and without a visit before, all is as at the beginning", () => {
  assert.deepEqual(readKnobs(TABLE, "", null), { state: FIRST, problems: [] });
});

test("the address goes before what was kept, and that before the beginning", () => {
  const { state, problems } = readKnobs(TABLE, "?size=5&padded=1", { size: 7, bias: 1.5 });
  assert.deepEqual(state, { size: 5, bias: 1.5, kind: "max", padded: true });
  assert.deepEqual(problems, []);
});

test("what is written into the address is read from it again, and only what differs is written", () => {
  const state = { size: 5, bias: -0.25, kind: "average", padded: true };
  const entries = Object.entries(writeKnobs(TABLE, state));
  assert.deepEqual(readKnobs(TABLE, `?${new URLSearchParams(entries)}`, null).state, state);
  assert.deepEqual(writeKnobs(TABLE, FIRST), { size: null, bias: null, kind: null, padded: null });
});

for (const [search, told] of [
  ["?size=4", /size of “4”.*1, 3, 5 or 7/],
  ["?size=", /size/],
  ["?bias=nan", /bias of “nan”.*-2 to 2/],
  ["?bias=9", /bias/],
  ["?kind=min", /pooling “min”.*max or average/],
  ["?padded=yes", /padding “yes”/],
  [`?kind=${"x".repeat(500)}`, /“x{30}…”/],
]) {
  test(`a broken ${search.slice(0, 20)} is told, and the knob is as at the beginning`, () => {
    const { state, problems } = readKnobs(TABLE, search, null);
    assert.deepEqual(state, FIRST);
    assert.equal(problems.length, 1);
    assert.match(problems[0], told);
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
