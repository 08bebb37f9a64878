import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../cnnviz/ui/components/network/address.js";

const whole = {
  model: "textbook", place: { stage: "block.conv2", channel: 6, row: 3, column: 12 }, scale: "map", full: true,
};
const nothing = { model: null, place: null, scale: null, full: false };

test("an address comes back as it was written", () => {
  assert.deepEqual(readAddress(writeAddress("", whole)), whole);
  assert.deepEqual(readAddress(writeAddress("", nothing)), nothing);
});

test("it reads as it is documented", () => {
  assert.equal(writeAddress("", { ...whole, place: { ...whole.place, stage: "conv1" } }),
    "?model=textbook&map=conv1.6&cell=3.12&scale=map&precision=full");
  assert.equal(writeAddress("", nothing), "");
});

test("what others wrote stays, what we wrote before goes", () => {
  assert.equal(writeAddress("?lesson=2&map=conv1.0&cell=0.0", nothing), "?lesson=2");
});

test("what cannot be understood is left out", () => {
  assert.deepEqual(readAddress("?map=conv1&cell=a.b&precision=some&scale=none"), nothing);
  assert.deepEqual(readAddress("?map=conv1.2&cell=1").place, { stage: "conv1", channel: 2, row: 0, column: 0 });
});
