// @ts-check
/** How a cell's number comes about, whatever its stage does. */

import { explainConvolution } from "./convolution.js";
import { explainDense } from "./dense.js";
import { explainFlatten } from "./flatten.js";
import { hasCell, inputOf, valueAt } from "./geometry.js";
import { explainPooling } from "./pooling.js";
import { explainRelu } from "./relu.js";
import { explainSoftmax } from "./softmax.js";

/**
 * @typedef {import("./types.js").Read} Read
 * @typedef {import("./types.js").Cell} Cell
 * @typedef {import("./types.js").Explanation} Explanation
 * @typedef {{temperature?: number}} Options   temperature: of a softmax
 */

/** @type {Partial<Record<import("./types.js").Kind, (read: Read, cell: Cell, options: Options) => Explanation>>} */
const WAYS = {
  convolution: explainConvolution,
  relu: explainRelu,
  max_pooling: explainPooling,
  average_pooling: explainPooling,
  flatten: explainFlatten,
  dense: explainDense,
  softmax: explainSoftmax,
};

/**
 * The arithmetic of a cell from what was recorded of the stage before; `result` is what it comes to.
 *
 * Where the stage before, or the weights, cannot be told, the explanation is of kind "other": the recorded number alone.
 * RangeError for a cell that the stage does not have.
 *
 * @param {Read} read @param {Cell} cell @param {Options} [options]
 * @returns {Explanation}
 */
export function explain(read, cell, options = {}) {
  const stage = read.network.stages[cell.stage];
  if (!stage || !hasCell(stage, cell)) {
    const { channel, row, column } = cell;
    const shape = stage ? `${stage.name} has shape (${stage.shape.join(", ")})` : "there is no such stage";
    throw new RangeError(`There is no cell (map ${channel}, row ${row}, column ${column}) in stage ${cell.stage}: ${shape}.`);
  }
  const way = WAYS[stage.kind];
  if (way && canBeTold(read, cell.stage)) return way(read, cell, options);
  const recorded = valueAt(read, cell);
  return { kind: stage.kind === "input" ? "input" : "other", cell, recorded, result: recorded };
}

/** @param {Read} read @param {number} index @returns {boolean} whether all that its arithmetic needs was recorded */
function canBeTold({ network }, index) {
  const stage = network.stages[index];
  const source = inputOf(network, index);
  if (source === null) return false;
  const before = network.stages[source];
  if (stage.kind === "convolution") return Boolean(stage.weight) && before.shape.length === 3;
  if (stage.kind === "dense") return Boolean(stage.weight) && stage.weightShape?.[1] === before.length;
  if (stage.kind === "max_pooling" || stage.kind === "average_pooling") return before.shape.length === 3;
  return before.length === stage.length;
}
