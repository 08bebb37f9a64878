// @ts-check
/** Softmax: e to each logit, and its share of their sum. */

import { inputOf, valueAt } from "./geometry.js";

/**
 * A high temperature evens the shares out, a low one sharpens them; 1 is what the network computes.
 *
 * @param {import("./types.js").Read} read @param {import("./types.js").Cell} cell
 * @param {{temperature?: number}} [options]
 * @returns {import("./types.js").SoftmaxExplanation}
 */
export function explainSoftmax(read, cell, { temperature = 1 } = {}) {
  if (!(temperature > 0)) throw new RangeError(`A temperature is greater than 0; got ${temperature}.`);
  const stage = read.network.stages[cell.stage];
  const input = /** @type {number} */ (inputOf(read.network, cell.stage));
  const { offset, length } = read.network.stages[input];
  const logits = read.values.subarray(offset, offset + length);
  const highest = logits.reduce((high, logit) => Math.max(high, logit), -Infinity);
  const shifted = Array.from(logits, (logit) => (logit - highest) / temperature);
  const exponentials = shifted.map(Math.exp);
  const sum = exponentials.reduce((one, other) => one + other, 0);
  const terms = exponentials.map((exponential, index) => ({
    index,
    logit: logits[index],
    shifted: shifted[index],
    exponential,
    share: exponential / sum,
    recorded: read.values[stage.offset + index],
  }));
  const recorded = valueAt(read, cell);
  return { kind: "softmax", cell, input, terms, sum, temperature, recorded, result: terms[cell.column].share };
}
