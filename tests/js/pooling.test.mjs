import assert from "node:assert/strict";
import { test } from "node:test";

import { readKnobs, whole, writeKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";
import { remains } from "../../cnnviz/ui/components/chapter/pooling/cost.js";
import { patchAt, patchesOf, placesOf, windowOf, winnerOf, wins } from "../../cnnviz/ui/components/chapter/pooling/patches.js";
import { cell } from "../../cnnviz/ui/components/chapter/pooling/places.js";
import { pool, sideAfter, unseen } from "../../cnnviz/ui/components/chapter/pooling/pool.js";
import { sizesFor } from "../../cnnviz/ui/components/chapter/pooling/sizes.js";
import { randomNumbers } from "./recording.mjs";

const PATCH = [1, 5, 0, 2, 3, 4, 2, 1, 9, 9, -1, -3, 0, 2, -4, -2];

test("4 x 4 becomes 2 x 2: the largest and the average of each window", () => {
  const { rows, columns, largest, average, winners } = pool(PATCH, 4, 4, 2, 2);
  assert.deepEqual([rows, columns], [2, 2]);
  assert.deepEqual([...largest], [5, 2, 9, -1]);
  assert.deepEqual([...average], [3.25, 1.25, 5, -2.5]);
  assert.deepEqual([...winners], [1, 3, 8, 10]);
});

test("the side after pooling is rounded down", () => {
  assert.deepEqual([[28, 2, 2], [7, 2, 2], [28, 3, 3], [28, 3, 1], [5, 2, 3], [2, 3, 1]].map(([side, window, stride]) => sideAfter(side, window, stride)), [14, 3, 9, 26, 2, 0]);
});

test("cells in no window are counted as they are found", () => {
  for (const side of [4, 5, 7, 28]) for (const window of [2, 3]) for (const stride of [1, 2, 3]) {
    const seen = new Set();
    for (let row = 0; row < sideAfter(side, window, stride); row++) for (let column = 0; column < sideAfter(side, window, stride); column++)
      for (let down = 0; down < window; down++) for (let right = 0; right < window; right++) seen.add((row * stride + down) * side + column * stride + right);
    assert.equal(unseen(side, side, window, stride), side * side - seen.size, `${side} ${window} ${stride}`);
  }
});

test("each of the sixteen places lies in the window that lists it", () => {
  const all = [0, 1, 2, 3].flatMap((window) => placesOf(window).map((place) => [place, window]));
  assert.equal(new Set(all.map(([place]) => place)).size, 16);
  for (const [place, window] of all) assert.equal(windowOf(place), window);
});

test("the winner is the largest, and of equals each one wins", () => {
  assert.deepEqual([0, 1, 2, 3].map((window) => winnerOf(PATCH, window)), [1, 3, 8, 10]);
  assert.deepEqual(PATCH.map((_, place) => place).filter((place) => wins(PATCH, place)), [1, 3, 6, 8, 9, 10]);
});

test("the first patch offered has a clear winner in each window, where there is one", () => {
  const random = randomNumbers(4);
  const values = Array.from({ length: 28 * 28 }, (_, place) => (place % 28 < 14 ? 0 : random()));
  const patches = patchesOf(values, 28, 28);
  assert.equal(patches.length, 13 * 13);
  const patch = patchAt(values, 28, patches[0]);
  for (const window of [0, 1, 2, 3]) assert.equal(placesOf(window).filter((place) => wins(patch, place)).length, 1);
  assert.ok(patches.every(({ row, column }) => row % 2 === 0 && column % 2 === 0));
});

test("what remains is told of the next layer with weights", () => {
  const stages = [
    { name: "relu", kind: "relu", shape: [8, 28, 28], inputs: [], length: 6272 },
    { name: "pool", kind: "max_pooling", shape: [8, 14, 14], inputs: ["relu"], length: 1568 },
    { name: "conv2", kind: "convolution", shape: [16, 14, 14], inputs: ["pool"], kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1], weightShape: [16, 8, 3, 3] },
  ];
  assert.deepEqual(remains(stages, 1, stages[0], 2, 2), {
    side: { before: 28, after: 14 }, cells: { before: 6272, after: 1568 }, next: { name: "conv2", before: 16 * 28 * 28 * 72, after: 16 * 14 * 14 * 72 },
  });
  assert.equal(remains(stages.slice(0, 2), 1, stages[0], 2, 2).next, null);
});

test("places stand in the address, and a broken one is told", () => {
  const table = { patch: cell(), done: whole(0, 15, 0) };
  const found = readKnobs(table, "?patch=4-12&done=5", null);
  assert.deepEqual(found, { state: { patch: { row: 4, column: 12 }, done: 5 }, problems: [] });
  assert.deepEqual(writeKnobs(table, found.state), { patch: "4-12", done: "5" });
  assert.deepEqual(writeKnobs(table, { patch: null, done: 0 }), { patch: null, done: null });
  for (const search of ["?patch=4", "?patch=a-b", "?patch=", "?done=16", "?done=1.5", "?done="]) assert.equal(readKnobs(table, search, null).problems.length, 1, search);
});

test("maps fit into the room", () => {
  for (const columns of [26, 28]) for (const width of [320, 358, 700, 940, 1280]) {
    const { hand, own, moving } = sizesFor(width, columns);
    if (width < 700) assert.ok(hand * columns <= width && 2 * own * columns <= width && 2 * moving * columns <= width, `${width}`);
    else assert.ok(3 * own * columns + 188 + 84 <= width, `${width}`);
  }
});
