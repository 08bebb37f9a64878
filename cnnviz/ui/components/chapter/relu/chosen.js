// @ts-check
/** What a scene's knobs choose in the network that reads: they may ask for more than it has. */

import { cellsPerMap, channelsOf, inputsOf, isPicture } from "../../network/view/chain.js";
import { rangeOf } from "../../network/view/scales.js";
import { passed } from "./arithmetic.js";
import { FILTERS } from "./knobs.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Read} Read */

/** @param {Read} read @returns {number[]} the ReLUs that have maps */
export const relusOf = ({ network: { stages } }) =>
  stages.flatMap((stage, index) => (stage.kind === "relu" && isPicture(stage) ? [index] : []));

/** The chosen map before and after. @param {Pick<Scene, "read" | "knobs">} scene */
export function chosenMap({ read, knobs }) {
  const { stages } = read.network;
  const relus = relusOf(read);
  const index = relus[Math.min(knobs.relu, relus.length) - 1];
  const stage = stages[index];
  const from = stages[inputsOf(stages, index)[0]];
  const channel = Math.min(knobs.map, channelsOf(stage) - 1);
  const count = cellsPerMap(from);
  const start = from.offset + channel * count;
  const [, rows, columns] = stage.shape;
  const { low, high } = rangeOf(read.values, start, count);
  const reach = Math.max(high, -low) || 1;
  const limit = Math.ceil(reach * 10) / 10;
  const bias = Math.max(-limit, Math.min(limit, knobs.bias));
  return {
    stage, from, channel, start, count, rows, columns, reach, limit, bias,
    row: Math.min(knobs.row, rows - 1),
    column: Math.min(knobs.column, columns - 1),
    ...passed(read.values, start, count, bias, knobs.on),
  };
}

/** The first convolution, whose filters look at the drawing itself. @param {Read} read */
export const firstConvolution = ({ network }) => /** @type {import("../../network/view/types.js").Stage} */ (network.stages.find((stage) => stage.kind === "convolution"));

/** The nine weights of the chosen filter. @param {Pick<Scene, "read" | "knobs">} scene @returns {{name: string, kernel: number[]}} */
export function chosenFilter({ read, knobs }) {
  if (knobs.filter in FILTERS) return { name: knobs.filter, kernel: FILTERS[knobs.filter] };
  const { weight, weightShape } = firstConvolution(read);
  const filter = Math.min(Number(knobs.filter), /** @type {number[]} */ (weightShape)[0] - 1);
  return { name: String(filter), kernel: Array.from(/** @type {Float32Array} */ (weight).subarray(9 * filter, 9 * filter + 9)) };
}

/** The drawing as the network saw it. @param {Read} read */
export const pictureOf = (read) => read.values.subarray(read.network.stages[0].offset, read.network.stages[0].offset + 28 * 28);
