import assert from "node:assert/strict";
import { test } from "node:test";

import { indexAt, neighbourOf, placeOf, tilesOf } from "../../cnnviz/ui/components/network/detail/parts/tiles.js";
import { arrangePictures, arrangeStrips } from "../../cnnviz/ui/components/network/detail/pictures.js";
import { arrangeFlatten, rowsPerLine } from "../../cnnviz/ui/components/network/detail/strip.js";

const pool2 = { channels: 16, rows: 7, columns: 7 };
const pool1 = { channels: 32, rows: 13, columns: 13 };
const input = { channels: 1, rows: 28, columns: 28 };
const rooms = [[590, 312], [1090, 250], [684, 310], [360, Infinity]].map(([width, height]) => ({ width, height }));

test("every cell has a place of its own, and a point in it leads back to it", () => {
  for (const shape of [pool2, pool1, input, { channels: 5, rows: 2, columns: 3 }]) {
    for (const look of [{ across: 4, cellWidth: 5, label: 18, pitch: 42 }, { across: 3, cellWidth: 2 }, { across: 1, cellWidth: 9, cellHeight: 4, ruled: true }]) {
      const tiles = tilesOf(shape, look);
      const taken = new Set();
      for (let index = 0; index < tiles.count; index++) {
        const { row, column } = placeOf(tiles, index);
        assert.ok(row < tiles.canvasRows && column < tiles.canvasColumns);
        taken.add(row * tiles.canvasColumns + column);
        const [x, y] = [(column + 0.5) * tiles.cellWidth, (row + 0.5) * tiles.cellHeight];
        assert.equal(indexAt(tiles, x, y), index);
      }
      assert.equal(taken.size, tiles.count);
    }
  }
});

test("maps stand side by side in reading order, with a gap between them", () => {
  const tiles = tilesOf({ channels: 4, rows: 2, columns: 3 }, { across: 2, cellWidth: 4 });
  // Map 3 is the second of the second line: one gap to its left, one above.
  assert.deepEqual(placeOf(tiles, 18), { row: 3, column: 4 });
  assert.deepEqual([tiles.canvasRows, tiles.canvasColumns, tiles.width, tiles.height], [5, 7, 28, 20]);
});

test("a map and the gap beside it take the pitch at least, the last label too", () => {
  const tiles = tilesOf({ channels: 4, rows: 2, columns: 3 }, { across: 2, cellWidth: 4, label: 18, pitch: 30 });
  // 12 px of cells; 18 px more are five cells of 4 px.
  assert.equal(placeOf(tiles, 6).column, 8);
  assert.equal(tiles.width, (3 + 5 + 3) * 4 + 18);
});

test("a point in a gap belongs to the cell before it, a point beside the last map to none", () => {
  const tiles = tilesOf({ channels: 3, rows: 2, columns: 2 }, { across: 2, cellWidth: 10 });
  assert.equal(indexAt(tiles, 25, 5), 1);
  assert.equal(indexAt(tiles, 5, 25), 2);
  assert.equal(indexAt(tiles, 45, 45), null);
  assert.equal(indexAt(tiles, -8, -8), 0);
});

test("keys lead across the gaps and stop at the edge", () => {
  const tiles = tilesOf({ channels: 4, rows: 2, columns: 2 }, { across: 2, cellWidth: 10 });
  const to = (index, key) => neighbourOf(tiles, index, key);
  assert.equal(to(1, "ArrowRight"), 4); // map 0's right edge -> map 1
  assert.equal(to(2, "ArrowDown"), 8); // map 0's lower edge -> map 2
  assert.equal(to(8, "ArrowUp"), 2);
  assert.equal(to(4, "ArrowLeft"), 1);
  assert.equal(to(0, "ArrowLeft"), 0);
  assert.equal(to(5, "ArrowRight"), 5);
  assert.equal(to(3, "PageDown"), 7);
  assert.equal(to(15, "PageDown"), 15);
  assert.equal(to(7, "PageUp"), 3);
  assert.equal(to(2, "PageUp"), 2);
  assert.equal(to(5, "Home"), 0);
  assert.equal(to(5, "End"), 15);
  assert.equal(to(5, "a"), null);
});

test("keys reach every cell of a vector in lines and none behind its end", () => {
  const tiles = tilesOf({ channels: 3, rows: 1, columns: 4, count: 10 }, { across: 1, cellWidth: 5 });
  assert.equal(neighbourOf(tiles, 7, "ArrowDown"), 7);
  assert.equal(neighbourOf(tiles, 5, "ArrowDown"), 9);
  assert.equal(indexAt(tiles, 17, placeOf(tiles, 8).row * 5 + 1), null);
});

test("the pictures of a dense layer fit their room, the contributions at least as large as the factors", () => {
  for (const shape of [pool2, pool1, input]) {
    for (const room of rooms) {
      const { way, factor, product } = arrangePictures(shape, room);
      const wide = { row: 2 * factor.width + product.width, pair: factor.width + product.width, column: Math.max(factor.width, product.width) }[way];
      assert.ok(wide <= room.width, `${way} ${wide} > ${room.width}`);
      assert.ok(product.height <= room.height);
      if (way === "pair") assert.ok(2 * factor.height <= room.height);
      assert.ok(product.cellWidth >= factor.cellWidth && factor.cellWidth >= (way === "column" ? 3 : 2));
      assert.equal(product.across, factor.across);
      assert.equal(shape.channels % product.across, 0);
    }
  }
});

test("there is an arrangement where nothing fits", () => {
  assert.equal(arrangePictures({ channels: 64, rows: 29, columns: 29 }, { width: 300, height: 100 }).product.cellWidth, 1);
});

test("a vector stands in one line where it fits, else in several, entry below entry", () => {
  const { factor, product } = arrangeStrips(68, 590);
  assert.deepEqual(factor, product);
  assert.equal(product.channels, 1);
  assert.ok(product.width <= 590 && product.width > 300);
  const long = arrangeStrips(500, 360).product;
  assert.ok(long.channels > 1 && long.width <= 360);
  assert.equal(long.count, 500);
});

test("the strip has a line for each map where that fits", () => {
  assert.equal(rowsPerLine(pool2, 700), 7);
  assert.equal(rowsPerLine(pool1, 340), 13);
  assert.equal(rowsPerLine({ channels: 64, rows: 29, columns: 29 }, 700), 1);
  // A map alone is broken into lines of some rows: in lines of one it would be its own picture again.
  assert.equal(rowsPerLine(input, 700), 4);
});

test("maps and strip of a flatten fit beside each other, and have as many cells", () => {
  for (const shape of [pool2, pool1, input]) {
    for (const room of [{ width: 1084, height: 366 }, { width: 684, height: 278 }, { width: 360, height: Infinity }]) {
      const { beside, maps, strip, perLine } = arrangeFlatten(shape, room);
      assert.equal(beside, room.width > 620);
      const wide = beside ? maps.width + strip.width : Math.max(maps.width, strip.width);
      assert.ok(wide <= room.width, `${wide} > ${room.width}`);
      assert.equal(strip.count, maps.count);
      assert.equal(strip.across, perLine);
      assert.equal(strip.columns, shape.columns);
    }
  }
});
