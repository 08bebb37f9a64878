// @ts-check
/** Which cell a key leads to. */

import { positions } from "../arithmetic/geometry.js";
import { cellInGrid, gridOf, placeInGrid } from "./grid.js";

/**
 * @param {{rows: number, columns: number}} positions of the map
 * @param {{row: number, column: number}} cell
 * @param {string} key        as in KeyboardEvent.key
 * @param {boolean} control   whether Control (or Command) is held: Home and End lead to the corners
 * @returns {{row: number, column: number} | null} null for a key that leads nowhere; at the edge the cell itself
 */
export function stepped({ rows, columns }, { row, column }, key, control = false) {
  const last = { row: rows - 1, column: columns - 1 };
  switch (key) {
    case "ArrowLeft":
      return { row, column: Math.max(0, column - 1) };
    case "ArrowRight":
      return { row, column: Math.min(last.column, column + 1) };
    case "ArrowUp":
      return { row: Math.max(0, row - 1), column };
    case "ArrowDown":
      return { row: Math.min(last.row, row + 1), column };
    case "Home":
      return control ? { row: 0, column: 0 } : { row, column: 0 };
    case "End":
      return control ? last : { row, column: last.column };
    default:
      return null;
  }
}

/**
 * The same for a cell of a stage; a vector that is shown in lines is stepped through line by line.
 *
 * @param {import("../view/types.js").Stage} stage @param {import("./types.js").Cell} cell @param {boolean} inLines
 * @param {string} key @param {boolean} [control]
 * @returns {import("./types.js").Cell | null}
 */
export function cellAfter(stage, cell, inLines, key, control = false) {
  const next = inLines
    ? stepped(gridOf(stage), placeInGrid(cell, stage), key, control)
    : stepped(positions(stage), cell, key, control);
  return next && { ...cell, ...(inLines ? cellInGrid(next, stage) : next) };
}

/** @param {string} key @returns {number} to the map before or after, else 0 */
export const mapStep = (key) => (key === "PageUp" ? -1 : key === "PageDown" ? 1 : 0);
