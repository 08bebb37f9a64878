// @ts-check
/** Softmax in print: exponentials that add up to their sum, shares that add up to 100 %, and the temperature's slider. */

import { exactText, printed } from "../arithmetic/reconcile.js";
import { fixed } from "../view/numbers.js";

/** @typedef {import("../arithmetic/types.js").SoftmaxExplanation} SoftmaxExplanation */

const EXPONENTIALS = 6; // decimals: of numbers up to 1
const PERCENT = 4; // decimals: the same digits again, times 100
const OCTAVES = 2; // the slider's ends: 2 ** -2 and 2 ** 2

/**
 * @typedef {object} Texts
 * @property {string[]} exponentials   of (logit - largest) / temperature
 * @property {string} sum              of them
 * @property {string[]} percents       without the sign %
 * @property {string} share            of the cell, as a fraction of 1
 */

/**
 * The printed exponentials add up to the printed sum, the printed percentages to 100. What is not zero never reads as
 * zero and what is not certain never reads as 100: those are printed as bounds.
 *
 * @param {SoftmaxExplanation} explanation @param {boolean} full float32 precision
 * @returns {Texts}
 */
export function shareTexts({ terms, sum, cell }, full) {
  const share = terms[cell.column].share;
  if (full) {
    return {
      exponentials: terms.map((term) => exactText(term.exponential)), sum: exactText(sum),
      percents: terms.map((term) => exactText(100 * term.share)), share: exactText(share),
    };
  }
  const exponentials = printed(terms.map((term) => term.exponential), sum, EXPONENTIALS);
  const percents = printed(terms.map((term) => 100 * term.share), 100, PERCENT);
  return {
    exponentials: exponentials.parts.map((text, index) => atLeast(text, terms[index].exponential, EXPONENTIALS)),
    sum: exponentials.total,
    percents: percents.parts.map((text, index) => below(atLeast(text, terms[index].share, PERCENT), terms[index].share)),
    share: percents.parts[cell.column] === "100.0000" && share < 1 ? ">0.999999" : fixed(share, EXPONENTIALS),
  };
}

/** @param {string} text @param {number} value @param {number} decimals */
const atLeast = (text, value, decimals) => (value > 0 && Number(text) === 0 ? `<${(10 ** -decimals).toFixed(decimals)}` : text);

/** @param {string} text @param {number} share */
const below = (text, share) => (share < 1 && Number(text) === 100 ? `>${fixed(100 - 10 ** -PERCENT, PERCENT)}` : text);

/**
 * The difference of two printed percentages, so that the one less the other is what is printed as the difference.
 * @param {string} now @param {string} pinned bounds count as the number that they are a bound of
 */
export const percentDifference = (now, pinned) => {
  const text = fixed(percentOf(now) - percentOf(pinned), PERCENT);
  return text.startsWith("\u2212") || Number(text) === 0 ? text : `+${text}`;
};

/** @param {string} text */
const percentOf = (text) => (text.startsWith("<") ? 0 : text.startsWith(">") ? 100 : Number(text));

/** The slider is logarithmic: as far from 1 to 2 as from 1 to a half. @param {number} place -1 to 1 @returns {number} 0.25 to 4 */
export const temperatureAt = (place) => 2 ** (OCTAVES * place);

/** @param {number} temperature @returns {number} -1 to 1 */
export const placeOfTemperature = (temperature) => Math.log2(temperature) / OCTAVES;
