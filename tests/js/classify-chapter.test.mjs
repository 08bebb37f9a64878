import assert from "node:assert/strict";
import { test } from "node:test";

import { fittedTiles, linesOfTen } from "../../cnnviz/ui/components/chapter/classify/arrangement.js";
import { contourOf } from "../../cnnviz/ui/components/chapter/classify/contour.js";
import { timesText } from "../../cnnviz/ui/components/chapter/classify/ratios.js";
import {
  axisOf, moved, percentTexts, placeOfTemperature, readMoves, STEPS, stepped, temperatureAt, UNMOVED, writeMoves,
} from "../../cnnviz/ui/components/chapter/classify/turning.js";
import { randomNumbers } from "./recording.mjs";

const FINEST = 1e-12;

test("moved logits are written as they are read", () => {
  const random = randomNumbers(3);
  for (let round = 0; round < 100; round++) {
    let moves = UNMOVED;
    for (let digit = 0; digit < 10; digit++) if (random() < 0.5) moves = moved(moves, digit, 60 * random() - 30);
    assert.deepEqual(readMoves(writeMoves(moves)), moves);
    assert.ok(moves.every((move) => Math.abs(move) <= 20 && Math.abs(10 * move - Math.round(10 * move)) < FINEST));
  }
  assert.equal(writeMoves(UNMOVED), "");
  assert.equal(writeMoves(moved(moved(UNMOVED, 5, 2.53), 8, -1)), "5:2.5,8:-1");
});

test("a logit that is moved back is not moved, and no move is a minus zero", () => {
  const back = moved(moved(UNMOVED, 3, 4), 3, -0.04);
  assert.equal(writeMoves(back), "");
  assert.ok(Object.is(back[3], 0));
});

test("ten small steps are one large one", () => {
  let moves = UNMOVED;
  for (let step = 0; step < 10; step++) moves = moved(moves, 0, moves[0] + 0.1);
  assert.equal(moves[0], 1);
  assert.equal(stepped(0.30000000000000004), 0.3);
});

test("the axis holds zero and every logit, with room to either side", () => {
  for (const logits of [[4.1, -2.9], [3, 8], [-9, -1]]) {
    const { low, high } = axisOf(logits);
    assert.ok(low <= Math.min(0, ...logits) - 6 && high >= Math.max(0, ...logits) + 6);
  }
});

test("printed percentages add up to 100, and none is certain or impossible that is not", () => {
  const random = randomNumbers(5);
  for (let round = 0; round < 200; round++) {
    const weights = Array.from({ length: 10 }, () => random() ** 6);
    const sum = weights.reduce((one, other) => one + other, 0);
    const texts = percentTexts(weights.map((weight) => weight / sum));
    if (texts.some((text) => /[<>]/.test(text))) continue;
    assert.equal(Math.round(100 * texts.map(Number).reduce((one, other) => one + other, 0)), 10000);
  }
  assert.deepEqual(percentTexts([1 - 1e-9, 1e-9]), [">99.99", "<0.01"]);
  assert.deepEqual(percentTexts([1, 0]), ["100.00", "0.00"]);
});

test("the temperature's slider goes from a tenth to ten with 1 in the middle, and finds its place again", () => {
  assert.deepEqual([temperatureAt(-STEPS), temperatureAt(0), temperatureAt(STEPS)], [0.1, 1, 10]);
  for (let place = -STEPS; place <= STEPS; place++) assert.equal(placeOfTemperature(temperatureAt(place)), place);
});

test("a contour goes along every edge between ink and paper, once", () => {
  // A ring of eight pixels around an empty one.
  const ring = [1, 1, 1, 1, 0, 1, 1, 1, 1];
  assert.equal(length(contourOf(ring, 3, 3, 0.5)), 12 + 4);
  assert.equal(contourOf([0, 0.4, 0.4, 0], 2, 2, 0.5), "");
  assert.equal(contourOf([0.6, 0, 0, 0], 2, 2, 0.5), "M0 0h1M0 1h1M0 0v1M1 0v1");
  // Two pixels that touch at a corner share no edge.
  assert.equal(length(contourOf([1, 0, 0, 1], 2, 2, 0.5)), 8);
});

/** @param {string} path */
const length = (path) => [...path.matchAll(/[hv](\d+)/g)].reduce((sum, [, size]) => sum + Number(size), 0);

test("maps fit into their room, as large as they can be", () => {
  for (const shape of [{ channels: 16, rows: 7, columns: 7 }, { channels: 32, rows: 13, columns: 13 }, linesOfTen(68)]) {
    for (const room of [{ width: 580, height: 336 }, { width: 640, height: 336 }]) {
      const tiles = fittedTiles(shape, room);
      assert.ok(tiles.width <= room.width && tiles.height <= room.height, JSON.stringify(tiles));
      assert.ok(tiles.cellWidth * shape.columns >= 48);
    }
    assert.ok(fittedTiles(shape, { width: 340, height: 336 }).width <= 340);
  }
  assert.equal(linesOfTen(68).count, 68);
});

test("factors are said in as many digits as count", () => {
  assert.deepEqual([1.5, 7.389, 54.6, 1096.6, 4.2e12].map(timesText), ["1.50", "7.39", "54.6", "1,097", "4.2 × 10^12"]);
});
