// @ts-check
/** How large a cell is drawn where a map has a place to itself. */

import { gridOf } from "./grid.js";

const LARGEST = 32; // px: a map of few cells stays a map

/**
 * @param {import("../view/types.js").Stage} stage @param {{width: number, height: number}} room px; the height may be Infinity
 * @param {{rows: number, columns: number}} [more] cells around the map
 * @returns {number} px of a cell, whole where it can be
 */
export function cellSize(stage, room, more = { rows: 0, columns: 0 }) {
  const grid = gridOf(stage);
  const px = Math.min(room.width / (grid.columns + more.columns), room.height / (grid.rows + more.rows), LARGEST);
  return px >= 2 ? Math.floor(px) : Math.max(0.5, Math.floor(px * 4) / 4);
}
