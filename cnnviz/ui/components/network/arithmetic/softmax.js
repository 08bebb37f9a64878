// @ts-check
/** Softmax: e to each logit, and its share of their sum. */

import { inputOf, valueAt } from "./geometry.js";

/**
 * The shares of any logits: e to the power of each, divided by their sum.
 *
 * @param {ArrayLike<number>} logits @param {number} [temperature] the logits are divided by it
 * @returns {{shifted: number[], exponentials: number[], sum: number, shares: number[]}}
 *   shifted: (logit - largest logit) / temperature, so that nothing overflows
 */
export function softmaxOf(logits, temperature = 1) {
  if (!(temperature > 0)) throw new RangeError(`A temperature is greater than 0; got ${temperature}.`);
  const all = Array.from(logits);
  const highest = all.reduce((high, logit) => Math.max(high, logit), -Infinity);
  const shifted = all.map((logit) => (logit - highest) / temperature);
  const exponentials = shifted.map(Math.exp);
  const sum = exponentials.reduce((one, other) => one + other, 0);
  return { shifted, exponentials, sum, shares: exponentials.map((exponential) => exponential / sum) };
}

/**
 * A high temperature evens the shares out, a low one sharpens them; 1 is what the network computes.
 *
 * @param {import("./types.js").Read} read @param {import("./types.js").Cell} cell
 * @param {{temperature?: number}} [options]
 * @returns {import("./types.js").SoftmaxExplanation}
 */
export function explainSoftmax(read, cell, { temperature = 1 } = {}) {
  const stage = read.network.stages[cell.stage];
  const input = /** @type {number} */ (inputOf(read.network, cell.stage));
  const { offset, length } = read.network.stages[input];
  const logits = read.values.subarray(offset, offset + length);
  const { shifted, exponentials, sum, shares } = softmaxOf(logits, temperature);
  const terms = exponentials.map((exponential, index) => ({
    index,
    logit: logits[index],
    shifted: shifted[index],
    exponential,
    share: shares[index],
    recorded: read.values[stage.offset + index],
  }));
  const recorded = valueAt(read, cell);
  return { kind: "softmax", cell, input, terms, sum, temperature, recorded, result: terms[cell.column].share };
}
