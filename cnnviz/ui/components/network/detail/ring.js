// @ts-check
/** What surrounds a map: the padding that windows reach into, and where the next window lies. */

import { positions, sourceWindow } from "../arithmetic/geometry.js";

/** @typedef {import("../view/types.js").Stage} Stage */

/**
 * @param {Stage} stage @param {Stage} before
 * @returns {import("./parts/map.js").Ring} how many cells its windows reach outside of the map before, on each side
 */
export function ringOf(stage, before) {
  const { rows, columns } = positions(before);
  const out = positions(stage);
  const first = sourceWindow(stage, before, 0, 0);
  const last = sourceWindow(stage, before, out.rows - 1, out.columns - 1);
  return {
    top: Math.max(0, -first.top),
    left: Math.max(0, -first.left),
    bottom: Math.max(0, last.top + (last.height - 1) * last.rowStep + 1 - rows),
    right: Math.max(0, last.left + (last.width - 1) * last.columnStep + 1 - columns),
  };
}

/**
 * Where the window jumps to next, when it jumps over cells: with a stride of one there is nothing to be shown.
 *
 * @param {Stage} stage @param {Stage} before @param {{row: number, column: number}} cell
 * @returns {import("../arithmetic/types.js").Window | null} in the next column, at the end of a row in the next row
 */
export function nextWindow(stage, before, { row, column }) {
  const { rows, columns } = positions(stage);
  if (!stage.stride || stage.stride.every((step) => step === 1)) return null;
  if (column + 1 < columns) return sourceWindow(stage, before, row, column + 1);
  return row + 1 < rows ? sourceWindow(stage, before, row + 1, 0) : null;
}
