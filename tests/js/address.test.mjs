import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAt, complaint, readAddress, writeAddress } from "../../cnnviz/ui/components/network/address.js";
import { twoBlock } from "./networks.mjs";

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

test("the drawing stays in the address until another one is drawn", () => {
  assert.equal(writeAddress("?digit=abc&sample=3&lesson=2", nothing), "?digit=abc&sample=3&lesson=2");
  assert.equal(writeAddress("?digit=abc&sample=3&lesson=2", nothing, true), "?lesson=2");
});

test("what cannot be understood is left out", () => {
  assert.deepEqual(readAddress("?map=conv1&cell=a.b&precision=some&scale=none"), nothing);
  assert.deepEqual(readAddress("?map=conv1.2&cell=1").place, { stage: "conv1", channel: 2, row: 0, column: 0 });
});

const models = ["two-block", "textbook"];

test("an address that is understood gets no complaint", () => {
  for (const search of ["", "?lesson=2", "?model=two-block&map=conv1_1.3&cell=27.27&scale=map&precision=full", "?map=dense.0&cell=0.9"]) {
    assert.equal(complaint(search, twoBlock, models), null, search);
  }
});

test("a complaint names each thing that is not there, and what is shown instead, in one sentence", () => {
  const said = complaint("?model=x&map=conv1_1.8&scale=y&precision=z", twoBlock, models);
  assert.equal(said, "The address asks for what is not here: there is no network “x” (there are two-block, textbook), so two-block is shown; "
    + "conv1_1 has the maps 0 to 7 and no map 8, so no cell is opened; there is no scale “y” (there are map, layer, block, network), "
    + "so the usual one is used; there is no precision “z” (there is full), so the numbers are short.");
});

test("a map without the cell that is asked for gives its first one, no map gives none", () => {
  const place = { stage: "conv1_1", channel: 7, row: 27, column: 27 };
  const stage = twoBlock.stages.findIndex((one) => one.name === "conv1_1");
  assert.deepEqual(cellAt(place, twoBlock), { stage, channel: 7, row: 27, column: 27 });
  assert.deepEqual(cellAt({ ...place, row: 28 }, twoBlock), { stage, channel: 7, row: 0, column: 0 });
  assert.equal(cellAt({ ...place, channel: 8 }, twoBlock), null);
  assert.equal(cellAt({ ...place, stage: "conv9" }, twoBlock), null);
});
