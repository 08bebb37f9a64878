// @ts-check
/** Numbers of a detail as they are printed: what adds up adds up on the screen too. */

import { decimalsFor, exactText, printed, printedGroups } from "../arithmetic/reconcile.js";
import { short } from "../view/numbers.js";

/** More decimals than these do not fit where sums stand; full precision has a layout of its own. */
const MOST = 4;

/** @param {number} value @param {boolean} full @returns {string} four digits that count, or the float32 itself */
export const numberText = (value, full) => (full ? exactText(value) : short(value));

/**
 * @param {number[]} parts @param {number} total @param {boolean} full
 * @returns {{parts: string[], total: string}} printed parts that add up to the printed total; in full each as it is
 */
export function sumTexts(parts, total, full) {
  if (full) return { parts: parts.map(exactText), total: exactText(total) };
  return printed(parts, total, Math.min(MOST, decimalsFor(parts, total)));
}

/**
 * @typedef {object} ConvolutionTexts
 * @property {string[]} sums       of each input map
 * @property {string[]} products   of the input map that is spelled out; they add up to its sum
 * @property {string} all          the sums added up
 * @property {string} bias         all and bias add up to the total
 * @property {string} total
 */

/**
 * @param {import("../arithmetic/types.js").ConvolutionExplanation} explanation
 * @param {number} chosen   place of the input map that is spelled out
 * @param {boolean} full
 * @returns {ConvolutionTexts}
 */
export function convolutionTexts({ inputs, bias, total }, chosen, full) {
  const sums = inputs.map((input) => input.sum);
  const products = inputs[chosen].terms.map((term) => term.product);
  if (full) {
    const all = sums.reduce((one, other) => one + other, 0);
    return {
      sums: sums.map(exactText), products: products.map(exactText),
      all: exactText(all), bias: exactText(bias), total: exactText(total),
    };
  }
  const decimals = Math.min(MOST, decimalsFor([...sums, bias], total));
  const groups = sums.map((sum, place) => (place === chosen ? products : [sum]));
  const texts = printedGroups(groups, [bias], total, decimals);
  return {
    sums: texts.groups.map((group) => group.sum),
    products: texts.groups[chosen].parts,
    all: difference(texts.total, texts.rest[0]),
    bias: texts.rest[0],
    total: texts.total,
  };
}

/** @param {string} text a printed number @returns {number} */
export const numberOf = (text) => Number(text.replace(/\u2212/g, "-"));

/** Two printed numbers with equally many decimals, one less the other, exactly. @param {string} one @param {string} other */
function difference(one, other) {
  const decimals = (one.split(".")[1] ?? "").length;
  return printed([], numberOf(one) - numberOf(other), decimals).total;
}

/**
 * Whether a number that was computed here is the one that PyTorch recorded: to 1e-4 relative, or, where large terms
 * cancel, to 1e-6 of the largest.
 *
 * @param {number} result @param {number} recorded @param {number} [largest] size of the largest term
 */
export function agrees(result, recorded, largest = 0) {
  const least = 1e-7;
  return Math.abs(result - recorded) <= Math.max(1e-4 * Math.abs(recorded), 1e-6 * largest, least);
}

/** A printed number as a part of a sum: "+0.059", "−0.101". @param {string} text */
export const signed = (text) => (text.startsWith("\u2212") ? text : `+${text}`);
