// @ts-check
/** A ReLU's cell: what is below zero becomes zero. */

import { cellsPerMap } from "../view/chain.js";
import { inputOf, valueAt } from "./geometry.js";

/**
 * @param {import("./types.js").Read} read @param {import("./types.js").Cell} cell
 * @returns {import("./types.js").ReluExplanation}
 */
export function explainRelu(read, cell) {
  const source = /** @type {number} */ (inputOf(read.network, cell.stage));
  const from = { ...cell, stage: source };
  const before = valueAt(read, from);
  const after = Math.max(0, before);
  const stage = read.network.stages[source];
  const count = cellsPerMap(stage);
  const start = stage.offset + cell.channel * count;
  let cut = 0;
  for (let position = start; position < start + count; position++) if (read.values[position] < 0) cut++;
  return { kind: "relu", cell, from, before, after, cut, count, recorded: valueAt(read, cell), result: after };
}
