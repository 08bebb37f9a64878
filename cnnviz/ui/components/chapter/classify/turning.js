// @ts-check
/** Turned logits: how far each was moved, how they stand in the address, and what softmax makes of them. */

import { Unreadable } from "../knobs.js";
import { printed } from "../../network/arithmetic/reconcile.js";

export const CLASSES = 10;
export const FARTHEST = 20; // a logit is moved so far at most, up or down
export const STEP = 0.1; // what an arrow key moves it by
export const FIRM = 1; // Page up, Page down
const ROOM = 6; // beyond the smallest and the largest logit that the axis reaches
const DECIMALS = 2; // of a percentage

/** @type {readonly number[]} */
export const UNMOVED = Object.freeze(new Array(CLASSES).fill(0));

/** @param {number} value @returns {number} to the step's decimal */
export const stepped = (value) => Math.round(value / STEP) / Math.round(1 / STEP);

/** @param {readonly number[]} moves one for each class @param {number} index @param {number} to @returns {number[]} */
export const moved = (moves, index, to) => moves.map((move, place) => (place === index ? stepped(Math.max(-FARTHEST, Math.min(FARTHEST, to))) + 0 : move));

/** @param {readonly number[]} moves @returns {string} "5:2.5,8:-1" */
export const writeMoves = (moves) => moves.flatMap((move, index) => (move === 0 ? [] : [`${index}:${move}`])).join(",");

/** @param {string} text as `writeMoves` gives it @returns {number[]} */
export function readMoves(text) {
  const moves = [...UNMOVED];
  for (const part of text === "" ? [] : text.split(",")) {
    const found = /^(\d):(-?\d{1,2}(?:\.\d+)?)$/.exec(part);
    if (!found || Math.abs(Number(found[2])) > FARTHEST) {
      throw new Unreadable("moves", { most: FARTHEST });
    }
    moves[Number(found[1])] = stepped(Number(found[2]));
  }
  return moves;
}

/** @param {ArrayLike<number>} logits @param {readonly number[]} moves @returns {number[]} */
export const turned = (logits, moves) => Array.from(logits, (logit, index) => logit + moves[index]);

/** The axis that the logits are drawn on: it does not follow what is dragged. @param {ArrayLike<number>} logits as recorded */
export function axisOf(logits) {
  const all = Array.from(logits);
  return { low: Math.floor(Math.min(0, ...all)) - ROOM, high: Math.ceil(Math.max(0, ...all)) + ROOM };
}

/** @param {number[]} shares @returns {string[]} percentages that add up to 100, without the sign; the ends as bounds */
export function percentTexts(shares) {
  const { parts } = printed(shares.map((share) => 100 * share), 100, DECIMALS);
  return parts.map((text, index) => {
    if (shares[index] > 0 && Number(text) === 0) return `<${(10 ** -DECIMALS).toFixed(DECIMALS)}`;
    if (shares[index] < 1 && Number(text) >= 100) return `>${(100 - 10 ** -DECIMALS).toFixed(DECIMALS)}`;
    return text;
  });
}

// Ten decades apart in forty steps, and 1 in the middle.
export const STEPS = 20; // to either side of 1
/** @param {number} place -STEPS to STEPS @returns {number} 0.1 to 10, three digits that count */
export const temperatureAt = (place) => Number((10 ** (place / STEPS)).toPrecision(3));

/** @param {number} temperature @returns {number} -STEPS to STEPS */
export const placeOfTemperature = (temperature) => Math.round(STEPS * Math.log10(temperature));
