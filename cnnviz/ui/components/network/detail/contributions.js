// @ts-check
/** What a dense layer's pictures need beside one number's arithmetic: common colours, words, a difference. */

import { explainDense } from "../arithmetic/dense.js";
import { inputOf } from "../arithmetic/geometry.js";
import { exactText, printedGroups } from "../arithmetic/reconcile.js";
import { isPicture } from "../view/chain.js";

/**
 * @typedef {import("../arithmetic/types.js").Read} Read
 * @typedef {import("../arithmetic/types.js").Cell} Cell
 * @typedef {import("../arithmetic/types.js").DenseExplanation} DenseExplanation
 * @typedef {import("../view/types.js").Network} Network
 */

/**
 * The largest size of a product of an entry and its weight: where the colours of the contributions end.
 * @param {Read} read @param {Cell} cell of a dense stage with its weights
 */
export function largestProduct({ network, values }, cell) {
  const weight = /** @type {Float32Array} */ (network.stages[cell.stage].weight);
  const { offset, length } = network.stages[/** @type {number} */ (inputOf(network, cell.stage))];
  let largest = 0;
  for (let entry = 0, at = cell.column * length; entry < length; entry++, at++) {
    const size = Math.abs(values[offset + entry] * weight[at]);
    if (size > largest && size !== Infinity) largest = size;
  }
  return largest;
}

/** @param {ArrayLike<number>} numbers @returns {number} the largest size of one that is finite */
export function largestSize(numbers) {
  let largest = 0;
  for (let at = 0; at < numbers.length; at++) {
    const size = Math.abs(numbers[at]);
    if (size > largest && size !== Infinity) largest = size;
  }
  return largest;
}

/**
 * Why a number differs between two drawings: the difference of the entries times the same weights. The bias is the
 * same for both, so it falls out.
 *
 * @param {Read} read @param {Read} pinned @param {Cell} cell of a dense stage
 * @returns {DenseExplanation} entries, products, sums and total are this drawing's less the pinned one's
 */
export function explainDifference(read, pinned, cell) {
  const { network } = read;
  const { offset, length } = network.stages[/** @type {number} */ (inputOf(network, cell.stage))];
  const values = new Float32Array(read.values.length);
  for (let at = offset; at < offset + length; at++) values[at] = read.values[at] - pinned.values[at];
  const place = network.stages[cell.stage].offset + cell.column;
  values[place] = read.values[place] - pinned.values[place];
  const explanation = explainDense({ network, values }, cell);
  const total = explanation.terms.products.reduce((sum, product) => sum + product, 0);
  return { ...explanation, bias: 0, total, result: total };
}

/** A cell's place as short as it gets, below a heading that says what stands where. @param {Network} network @param {Cell} cell */
export function placeBrief(network, { stage: index, channel, row, column }) {
  const stage = network.stages[index];
  if (!isPicture(stage)) return String(column);
  return stage.shape[0] > 1 ? `${channel} (${row}, ${column})` : `(${row}, ${column})`;
}

/** @param {Network} network @param {number} index of a stage */
export function briefHeading(network, index) {
  const stage = network.stages[index];
  if (!isPicture(stage)) return "number";
  return stage.shape[0] > 1 ? "map (row, column)" : "(row, column)";
}

/**
 * The sums as they are printed: those of the maps add up to the sum, and with the bias to the total.
 *
 * @param {DenseExplanation} explanation @param {boolean} full float32 precision, which no label below a map has room for
 * @returns {{labels: string[], sum: string, bias: string, total: string}}
 */
export function sumTexts({ perMap, terms, bias, total }, full) {
  const sums = perMap ? perMap.map(({ sum }) => sum) : [terms.products.reduce((sum, product) => sum + product, 0)];
  const exponent = total === 0 || !Number.isFinite(total) ? 0 : Math.floor(Math.log10(Math.abs(total)));
  const texts = printedGroups([sums], [bias], total, Math.max(largestSize(sums) < 100 ? 2 : 1, Math.min(5, 2 - exponent)));
  const [{ parts: labels, sum }] = texts.groups;
  if (!full) return { labels, sum, bias: texts.rest[0], total: texts.total };
  const all = sums.reduce((one, other) => one + other, 0);
  return { labels, sum: exactText(all), bias: exactText(bias), total: exactText(total) };
}
