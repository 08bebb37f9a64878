/** Maps on the sheet: every pixel shows the cell that its middle lies in, and nothing else is touched. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { enlarge, sharpness } from "../../cnnviz/ui/components/network/view/paint/sheet.js";

const CELLS = Uint32Array.of(1, 2, 3, 4, 5, 6); // two lines of three

for (const [width, height] of [[3, 2], [9, 6], [7, 5], [2, 1], [13, 11]]) {
  test(`three by two cells fill ${width} by ${height} pixels, each with the cell below its middle`, () => {
    const [line, lines, x, y] = [20, 16, 4, 3];
    const sheet = new Uint32Array(line * lines);
    enlarge(sheet, line, CELLS, 3, 2, { x, y, width, height });
    const wanted = new Uint32Array(line * lines);
    for (let down = 0; down < height; down++) {
      for (let right = 0; right < width; right++) {
        const [row, column] = [Math.floor(((down + 0.5) * 2) / height), Math.floor(((right + 0.5) * 3) / width)];
        wanted[(y + down) * line + x + right] = CELLS[row * 3 + column];
      }
    }
    assert.deepEqual(sheet, wanted);
  });
}

test("a sheet is as sharp as the screen, and no larger than four million pixels", () => {
  assert.equal(sharpness({ width: 1100, height: 760 }, 1), 1);
  assert.equal(sharpness({ width: 1100, height: 760 }, 2), 2);
  const ratio = sharpness({ width: 380, height: 4000 }, 3);
  assert.ok(ratio < 3 && Math.abs(380 * ratio * 4000 * ratio - 4e6) < 1);
});
