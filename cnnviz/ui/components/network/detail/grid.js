// @ts-check
/** How a stage's numbers are laid out as a grid of cells. */

import { positions } from "../arithmetic/geometry.js";
import { isPicture } from "../view/chain.js";

/** @typedef {import("../view/types.js").Stage} Stage */

const LINE = 16; // numbers that stand in one line

/**
 * A map as it is; a vector in lines of a length that makes it nearly square.
 *
 * @param {Stage} stage @returns {{rows: number, columns: number}}
 */
export function gridOf(stage) {
  const { rows, columns } = positions(stage);
  if (isPicture(stage)) return { rows, columns };
  const line = columns <= LINE ? columns : Math.ceil(Math.sqrt(columns));
  return { rows: Math.ceil(columns / line), columns: line };
}

/** @param {{row: number, column: number}} cell @param {Stage} stage @returns {{row: number, column: number}} its place in the grid */
export function placeInGrid({ row, column }, stage) {
  if (isPicture(stage)) return { row, column };
  const { columns } = gridOf(stage);
  return { row: Math.floor(column / columns), column: column % columns };
}

/** @param {{row: number, column: number}} place in the grid @param {Stage} stage @returns {{row: number, column: number}} the cell, or the last one where the grid has more places */
export function cellInGrid({ row, column }, stage) {
  if (isPicture(stage)) return { row, column };
  return { row: 0, column: Math.min(stage.length - 1, row * gridOf(stage).columns + column) };
}
