// @ts-check
/** Colour scales: which maps share one, and how far it reaches. */

import { blocksOf, cellsPerMap, channelsOf } from "./chain.js";

/** @typedef {import("./types.js").Stage} Stage @typedef {import("./types.js").Scale} Scale */

/** @type {Scale[]} */
export const SCALES = ["map", "layer", "block", "network"];

/** @param {Stage} stage @returns {boolean} whether its numbers lie between 0 and 1 by nature */
export const isUnit = (stage) => stage.kind === "input" || stage.kind === "softmax";

/**
 * How far each map's scale reaches to either side of zero, so that zero is always neutral.
 *
 * @param {Stage[]} stages
 * @param {Float32Array} values
 * @param {Scale} scale   what shares one reach
 * @returns {Float32Array[]} for each stage, the reach of each of its maps; 0 where all values are 0
 */
export function reaches(stages, values, scale) {
  const result = stages.map((stage) => largest(stage, values));
  if (scale === "map") return result;
  const all = stages.map((_, index) => index);
  const groups = scale === "layer" ? all.map((index) => [index]) : scale === "network" ? [all] : blocksOf(stages);
  for (const group of groups) {
    const signed = group.filter((index) => !isUnit(stages[index]));
    let reach = 0;
    for (const index of signed) for (const one of result[index]) if (one > reach) reach = one;
    for (const index of signed) result[index].fill(reach);
  }
  return result;
}

/** @param {Stage} stage @param {Float32Array} values @returns {Float32Array} the largest size of a value, for each map */
function largest(stage, values) {
  const channels = channelsOf(stage);
  const cells = cellsPerMap(stage);
  const result = new Float32Array(channels);
  if (isUnit(stage)) return result.fill(1);
  for (let channel = 0, position = stage.offset; channel < channels; channel++) {
    let high = 0;
    let low = 0;
    for (const end = position + cells; position < end; position++) {
      const value = values[position];
      if (value > high && value !== Infinity) high = value;
      else if (value < low && value !== -Infinity) low = value;
    }
    result[channel] = Math.max(high, -low);
  }
  return result;
}

/** @param {Float32Array} values @param {number} start @param {number} length */
export function rangeOf(values, start, length) {
  let low = Infinity;
  let high = -Infinity;
  let at = start;
  for (let position = start; position < start + length; position++) {
    const value = values[position];
    if (value < low) low = value;
    if (value > high) {
      high = value;
      at = position;
    }
  }
  return { low, high, largestAt: at - start };
}
