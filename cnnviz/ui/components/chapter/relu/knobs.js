// @ts-check
/** The chapter's knobs: which map and cell, the bias, the filter, the two matrices. */

import { numberIn } from "../marking.js";
import { between, flag, word } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

export const FILTERS = /** @type {Record<string, number[]>} */ ({
  vertical: [1, 0, -1, 1, 0, -1, 1, 0, -1],
  horizontal: [1, 1, 1, 0, 0, 0, -1, -1, -1],
});
const LEARNED = Array.from({ length: 32 }, (_, filter) => String(filter));
/** How large a typed number may be, to either side of 0. */
export const LARGEST = 99;

/** @param {number} low @param {number} high @param {number} initial @param {string} what @returns {Knob} a whole number */
function whole(low, high, initial, what) {
  const plain = between(low, high, initial, what);
  return {
    ...plain,
    read(text) {
      const value = plain.read(text);
      if (!Number.isInteger(value)) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is a whole number from ${low} to ${high}.`);
      return value;
    },
  };
}

/** @param {string} text @returns {number | null} a number that may be typed: -99 to 99 */
export function typed(text) {
  const value = numberIn(text);
  return value !== null && Math.abs(value) <= LARGEST ? value : null;
}

/** @param {number[]} initial @param {string} what @returns {Knob} so many numbers, parted by commas */
function numbers(initial, what) {
  return {
    initial,
    read(text) {
      const values = text.split(",").map(typed);
      if (values.length !== initial.length || values.includes(null)) {
        throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is ${initial.length} numbers from -${LARGEST} to ${LARGEST}, as ${initial.join(",")}.`);
      }
      return values;
    },
    write: (values) => values.join(","),
  };
}

/** @type {Record<string, Knob>} */
export const knobs = {
  relu: whole(1, 4, 1, "ReLU number"),
  map: whole(0, 31, 1, "map"),
  row: whole(0, 27, 13, "row"),
  column: whole(0, 27, 13, "column"),
  bias: between(-50, 50, 0, "the bias"),
  on: flag(true, "ReLU on or off"),
  filter: word([...Object.keys(FILTERS), ...LEARNED], "vertical", "the filter"),
  x: numbers([1, 2], "x"),
  first: numbers([1, -1, 2, 1], "the first matrix"),
  second: numbers([1, 1, -1, 2], "the second matrix"),
  times: flag(false, "the drawing in the ten pictures"),
};

/** @param {number[]} values four @returns {number[][]} */
export const matrix = ([a, b, c, d]) => [[a, b], [c, d]];
