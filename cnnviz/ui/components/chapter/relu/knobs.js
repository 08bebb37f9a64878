// @ts-check
/** The chapter's knobs: which map and cell, the bias, the filter, the two matrices. */

import { numberIn } from "../marking.js";
import { between, flag, Unreadable, whole, word } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

export const FILTERS = /** @type {Record<string, number[]>} */ ({
  vertical: [1, 0, -1, 1, 0, -1, 1, 0, -1],
  horizontal: [1, 1, 1, 0, 0, 0, -1, -1, -1],
});
const LEARNED = Array.from({ length: 32 }, (_, filter) => String(filter));
/** How large a typed number may be, to either side of 0. */
export const LARGEST = 99;

/** @param {string} text @returns {number | null} a number that may be typed: -99 to 99 */
export function typed(text) {
  const value = numberIn(text);
  return value !== null && Math.abs(value) <= LARGEST ? value : null;
}

/** @param {number[]} initial @returns {Knob} so many numbers, parted by commas */
function numbers(initial) {
  return {
    initial,
    read(text) {
      const values = text.split(",").map(typed);
      if (values.length !== initial.length || values.includes(null)) {
        throw new Unreadable("numbers", { count: initial.length, most: LARGEST, as: initial.join(",") });
      }
      return values;
    },
    write: (values) => values.join(","),
  };
}

/** @type {Record<string, Knob>} */
export const knobs = {
  relu: whole(1, 4, 1),
  map: whole(0, 31, 1),
  row: whole(0, 27, 13),
  column: whole(0, 27, 13),
  bias: between(-50, 50, 0),
  on: flag(true),
  filter: word([...Object.keys(FILTERS), ...LEARNED], "vertical"),
  x: numbers([1, 2]),
  first: numbers([1, -1, 2, 1]),
  second: numbers([1, 1, -1, 2]),
  times: flag(false),
};

/** @param {number[]} values four @returns {number[][]} */
export const matrix = ([a, b, c, d]) => [[a, b], [c, d]];
