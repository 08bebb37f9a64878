// @ts-check
/** How many times as much: a factor as one says it. */

import { grouped } from "../../network/view/numbers.js";

const MANY = 1e9;

/** @param {number} factor greater than 0 @returns {string} "7.39", "1,097", "more than a billion" as 1.2 × 10^12 */
export function timesText(factor) {
  if (factor < 10) return factor.toFixed(2);
  if (factor < 100) return factor.toFixed(1);
  if (factor < MANY) return grouped(Math.round(factor));
  const power = Math.floor(Math.log10(factor));
  return `${(factor / 10 ** power).toFixed(1)} × 10^${power}`;
}
