import assert from "node:assert/strict";
import { test } from "node:test";

import { around, piecesOf } from "../../cnnviz/ui/components/network/view/layout/pieces.js";

const mask = (lines) => Uint8Array.from([...lines.join("")].map((cell) => (cell === "#" ? 1 : 0)));
const boxes = (lines) => piecesOf(mask(lines), lines[0].length).map(({ top, left, rows, columns }) => [top, left, rows, columns]);

/** Which unit squares a path of closed rectangles or loose sides runs around: corner points, absolute. */
function corners(path, origin = [0, 0]) {
  const points = [];
  let [x, y] = origin;
  let start = [x, y];
  for (const [, command, rest] of path.matchAll(/([mhvz])([^mhvz]*)/g)) {
    const numbers = rest.trim().split(/\s+/).map(Number);
    if (command === "m") start = [x, y] = [x + numbers[0], y + numbers[1]];
    else if (command === "h") x += numbers[0];
    else if (command === "v") y += numbers[0];
    else [x, y] = start;
    points.push([x, y]);
  }
  return points;
}
const bounds = (points) => [0, 1].map((axis) => [Math.min(...points.map((one) => one[axis])), Math.max(...points.map((one) => one[axis]))]);

test("cells that hang together are one piece, a step aside does not count", () => {
  assert.deepEqual(boxes(["....", ".##.", ".##."]), [[1, 1, 2, 2]]);
  assert.deepEqual(boxes(["#..#", "....", "#..#"]), [[0, 0, 1, 1], [0, 3, 1, 1], [2, 0, 1, 1], [2, 3, 1, 1]]);
  assert.deepEqual(boxes(["#..", ".#."]), [[0, 0, 1, 1], [1, 1, 1, 1]]);
  assert.deepEqual(boxes(["...#", "#..."]), [[0, 3, 1, 1], [1, 0, 1, 1]], "the end of a line is no neighbour of the next line's start");
  assert.deepEqual(boxes(["#.#", "#.."]), [[0, 0, 2, 1], [0, 2, 1, 1]], "nor the other way about");
  assert.deepEqual(boxes(["...", "..."]), []);
});

test("a rectangle is outlined outside of its cells, on whole pixels", () => {
  const pieces = piecesOf(mask(["....", ".##.", ".##.", "...."]), 4);
  const size = { width: 10, height: 10 }; // 2.5 px a cell: the cells lie from 2.5 to 7.5
  assert.deepEqual(bounds(corners(around(pieces, size, { columns: 4, rows: 4 }))), [[2, 9], [2, 9]]);
  assert.deepEqual(bounds(corners(around(pieces, size, { columns: 4, rows: 4 }, 2))), [[1.5, 8.5], [1.5, 8.5]], "half pixels are whole ones at two device pixels per px");
});

test("each piece is outlined where it lies", () => {
  const lines = ["#..#", "....", "#..#"];
  const path = around(piecesOf(mask(lines), 4), { width: 40, height: 30 }, { columns: 4, rows: 3 });
  const starts = corners(path).filter((_, at) => at % 5 === 0);
  assert.deepEqual(starts, [[-1, -1], [29, -1], [-1, 19], [29, 19]]);
});

test("a cell of less than a pixel can still be seen", () => {
  const line = new Uint8Array(416);
  line[208] = 1;
  const [[left, right], [top, bottom]] = bounds(corners(around(piecesOf(line, 1), { width: 8, height: 208 }, { columns: 1, rows: 416 })));
  assert.deepEqual([right - left, bottom - top], [10, 5]);
});

test("a piece with a corner cut out is outlined along its cells", () => {
  const path = around(piecesOf(mask(["##", "#."]), 2), { width: 20, height: 20 }, { columns: 2, rows: 2 });
  const lengths = [...path.matchAll(/[hv](-?\d+)/g)].map((found) => Number(found[1]));
  assert.equal(lengths.length, 8, "three cells in an L have eight sides");
  assert.ok(lengths.every((length) => length === 10));
  assert.ok(corners(path).some(([x, y]) => x === 10 && y === 10), "the inner corner");
});
