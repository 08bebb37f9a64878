// @ts-check
/** Patches of a map that are worth pooling by hand: 4 x 4 cells, four windows, a winner in each. */

import { fixed } from "../../network/view/numbers.js";

export const SIDE = 4; // cells
export const WINDOW = 2;

/** @typedef {{row: number, column: number}} Place */

/** A number as it is printed in a patch. @param {number} value */
export const printed = (value) => fixed(value, 2);

/** @param {ArrayLike<number>} values @param {number} columns @param {Place} at @returns {number[]} the patch's numbers, row after row */
export const patchAt = (values, columns, { row, column }) =>
  Array.from({ length: SIDE * SIDE }, (_, place) => values[(row + Math.floor(place / SIDE)) * columns + column + (place % SIDE)]);

/** @param {number} place in the patch @returns {number} its window, 0 to 3 */
export const windowOf = (place) => Math.floor(place / SIDE / WINDOW) * WINDOW + Math.floor((place % SIDE) / WINDOW);

/** @param {number} window 0 to 3 @returns {number[]} the places of its four numbers */
export function placesOf(window) {
  const first = Math.floor(window / WINDOW) * WINDOW * SIDE + (window % WINDOW) * WINDOW;
  return [first, first + 1, first + SIDE, first + SIDE + 1];
}

/** The first of the largest in a window. @param {number[]} patch @param {number} window */
export const winnerOf = (patch, window) => placesOf(window).reduce((best, place) => (patch[place] > patch[best] ? place : best));

/** Whether a number is its window's largest, or reads the same. @param {number[]} patch @param {number} place */
export const wins = (patch, place) => printed(patch[place]) === printed(patch[winnerOf(patch, windowOf(place))]);

/**
 * Patches on the pooling's own grid, those with the most to see first.
 * @param {ArrayLike<number>} values @param {number} rows @param {number} columns @returns {Place[]}
 */
export function patchesOf(values, rows, columns) {
  /** @type {{at: Place, clear: number, spread: number}[]} */
  const found = [];
  for (let row = 0; row + SIDE <= rows; row += WINDOW) {
    for (let column = 0; column + SIDE <= columns; column += WINDOW) {
      const patch = patchAt(values, columns, { row, column });
      const clear = [0, 1, 2, 3].filter((window) => placesOf(window).filter((place) => wins(patch, place)).length === 1).length;
      const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length;
      found.push({ at: { row, column }, clear, spread: patch.reduce((sum, value) => sum + (value - mean) ** 2, 0) });
    }
  }
  found.sort((one, other) => other.clear - one.clear || other.spread - one.spread);
  return found.map(({ at }) => at);
}
