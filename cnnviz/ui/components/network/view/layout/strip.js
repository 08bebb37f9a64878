// @ts-check
/** How a row of numbers is wrapped into a strip of cells. */

import { inputsOf, isPicture } from "../chain.js";

/** @typedef {import("../types.js").Stage} Stage */

const SLENDER = 8; // a strip is at least this many times as long as it is thick
const LONGEST_LINE = 160; // numbers in one line before it is wrapped

/**
 * A flattened picture keeps its lines: a strip as thick as the map is wide (or a whole part of that), so that
 * one map after the other lies along it: 16 maps of 7 x 7 make a strip of 7 x 112.
 *
 * @param {Stage[]} stages @param {number} index   a stage that is no picture
 * @returns {{thick: number, long: number}} cells across and along; thick * long >= length
 */
export function stripOf(stages, index) {
  const { length } = stages[index];
  const [source] = inputsOf(stages, index).map((position) => stages[position]);
  if (stages[index].kind === "flatten" && source && isPicture(source)) {
    for (let thick = source.shape[2]; thick > 1; thick--) {
      if (source.shape[2] % thick === 0 && length / thick >= SLENDER * thick) return { thick, long: length / thick };
    }
  }
  const thick = Math.ceil(length / LONGEST_LINE);
  return { thick, long: Math.ceil(length / thick) };
}
