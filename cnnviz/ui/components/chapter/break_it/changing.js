// @ts-check
/** What the knobs ask of the server, and what its answers say. Pure. */

import { RANGES } from "./knobs.js";

/** @typedef {Record<string, any>} State */

/** The second network: another one than the first. @param {State} knobs @param {string} model */
export const secondOf = ({ second }, model) => (second !== model ? second : model === "dense" ? "textbook" : "dense");

/** What is asked about the digit. @param {State} knobs @param {string} model */
export function wantsOf(knobs, model) {
  const other = secondOf(knobs, model);
  if (knobs.along === "game") return { other, game: true, along: null, change: { erased: knobs.game } };
  /** @type {Record<string, any>} */
  const change = { seed: knobs.seed, erased: knobs.erased };
  for (const [name, { none }] of Object.entries(RANGES)) if (knobs[name] !== none) change[name] = knobs[name];
  return { other, game: false, along: knobs.along in RANGES ? knobs.along : null, change };
}

/** As the digit was drawn. */
export const AS_DRAWN = { ...Object.fromEntries(Object.entries(RANGES).map(([name, { none }]) => [name, none])), seed: 1, erased: [] };

/** @param {State} knobs */
export const isAsDrawn = (knobs) => Object.entries(RANGES).every(([name, { none }]) => knobs[name] === none) && knobs.erased.length === 0;

/** The nearest value of a slider. @param {string} name @param {number} value */
export function snapped(name, value) {
  const { low, high, step } = RANGES[name];
  return Number(Math.max(low, Math.min(high, Math.round(value / step) * step)).toFixed(4));
}

/** @param {string} name @param {number} value @param {Record<string, string>} units */
export const valueText = (name, value, units) => `${String(value).replace("-", "\u2212")}${units[name]}`;

/** @param {ArrayLike<number>} shares */
export function bestOf(shares) {
  let best = 0;
  for (let at = 1; at < shares.length; at++) if (shares[at] > shares[best]) best = at;
  return best;
}

/** Where a digit breaks, as cnnviz/experiments/breaking_points.py finds it. @typedef {{value: number, held: number | null, digit: number, share: number}} Break */

/**
 * Which sentence tells of the breaking points. @param {(Break | null)[]} breaks below and above @param {{low: number, none: number}} range
 * @returns {"breaksBoth" | "breaksAbove" | "breaksOnly" | "breaksBelow" | "breaksNever" | "breaksAlready"}
 */
export function breakingOf([below, above], { low, none }) {
  if (below?.value === none && above?.value === none) return "breaksAlready";
  if (below !== null && above !== null) return "breaksBoth";
  if (above !== null) return low === none ? "breaksOnly" : "breaksAbove"; // noise goes one way
  return below !== null ? "breaksBelow" : "breaksNever";
}
