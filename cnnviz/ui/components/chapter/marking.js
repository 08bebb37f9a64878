// @ts-check
/** Whether an answer is right, and what is said of it. */

import { filled } from "./prose.js";

/**
 * @typedef {object} Question
 * @property {string} kind
 * @property {string} text
 * @property {string} reason
 * @property {"choice" | "number" | "cell"} form
 * @property {{text: string, right: boolean, why: string, figure: any}[]} choices
 * @property {number | null} value
 * @property {number} tolerance
 * @property {[number, number] | null} cell
 * @property {any[]} figures
 * @property {{value: number, why: string}[]} traps
 *
 * @typedef {{right: boolean, why: string}} Verdict
 */

/** A decimal number as people type it: a comma, a true minus, blanks around. @param {string} text @returns {number | null} */
export function numberIn(text) {
  const plain = text.trim().replace(/\u2212/g, "-").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** @param {Question} question @param {number} place of the chosen answer @returns {Verdict} */
export function markChoice(question, place) {
  const { right, why } = question.choices[place];
  return { right, why };
}

/** @param {Question} question @param {number} typed @returns {Verdict} */
export function markNumber(question, typed) {
  const near = (/** @type {number} */ value) => Math.abs(typed - value) <= question.tolerance + 1e-9 * Math.max(1, Math.abs(value));
  if (near(/** @type {number} */ (question.value))) return { right: true, why: "" };
  return { right: false, why: question.traps.find((trap) => near(trap.value))?.why ?? "" };
}

/**
 * @param {Question} question @param {{row: number, column: number}} cell
 * @param {string} words what is said of a wrong one, with {row} and {column} @returns {Verdict}
 */
export function markCell(question, { row, column }, words) {
  const [wantedRow, wantedColumn] = /** @type {[number, number]} */ (question.cell);
  if (row === wantedRow && column === wantedColumn) return { right: true, why: "" };
  return { right: false, why: filled(words, { row, column }) };
}
