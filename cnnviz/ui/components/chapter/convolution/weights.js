// @ts-check
/** A weight as it is typed and as it stands in an address. */

import { numberIn } from "../marking.js";

export const MOST = 1000; // the largest weight that can be typed
const DIGITS = 7; // as many as a float32 keeps

/** @param {number} weight @returns {number} as it stands in an address */
export const tidy = (weight) => Number(weight.toPrecision(DIGITS)) + 0;

/** @param {string} text as typed @returns {number | null} a weight, or null for what is none */
export function weightIn(text) {
  const value = numberIn(text);
  return value !== null && Math.abs(value) <= MOST ? tidy(value) : null;
}
