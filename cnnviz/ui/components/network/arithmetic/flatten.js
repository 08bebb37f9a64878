// @ts-check
/** Flattening: maps, row after row, map after map, become one row of entries. */

import { isPicture } from "../view/chain.js";
import { indexIn, inputOf, positions, valueAt } from "./geometry.js";

/** @typedef {import("./types.js").Cell} Cell @typedef {import("./types.js").Network} Network */

/**
 * @param {import("./types.js").Read} read @param {Cell} cell
 * @returns {import("./types.js").FlattenExplanation}
 */
export function explainFlatten(read, cell) {
  const source = /** @type {number} */ (inputOf(read.network, cell.stage));
  const from = cellOf(read.network, source, cell.column);
  return {
    kind: "flatten", cell, from, index: cell.column, recorded: valueAt(read, cell), result: valueAt(read, from),
  };
}

/**
 * Which entry a cell becomes when its stage is flattened.
 * @param {Network} network @param {Cell} cell
 */
export const indexOf = (network, cell) => indexIn(network.stages[cell.stage], cell);

/**
 * Which cell of a stage becomes the entry number `index` when it is flattened.
 * @param {Network} network @param {number} stage @param {number} index
 * @returns {Cell}
 */
export function cellOf(network, stage, index) {
  const { rows, columns } = positions(network.stages[stage]);
  return {
    stage,
    channel: Math.floor(index / (rows * columns)),
    row: Math.floor(index / columns) % rows,
    column: index % columns,
  };
}

/**
 * The stage with the maps whose cells a vector's entries are, one by one: behind a flatten, a ReLU in between or not.
 * @param {Network} network @param {number} stage @returns {number | null} its index
 */
export function mapsBehind(network, stage) {
  const { kind, length } = network.stages[stage];
  if (isPicture(network.stages[stage])) return stage;
  const before = kind === "flatten" || kind === "relu" ? inputOf(network, stage) : null;
  return before !== null && network.stages[before].length === length ? mapsBehind(network, before) : null;
}
