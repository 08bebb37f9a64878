// @ts-check
/** The chapter's knobs, and what they mean for a reading. */

import { answerOf } from "../../network/view/chain.js";
import { between, Unreadable, word } from "../knobs.js";
import { CLASSES, readMoves, UNMOVED, writeMoves } from "./turning.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Knob} Knob */

const HOTTEST = 10;
/** As in cnnviz/experiments/scribbles.py. */
export const SCRIBBLES = ["spiral", "cross", "dots", "zigzag"];

/** @param {string} initial what stands for no digit @returns {Knob} a digit, or none: null */
function digitOr(initial) {
  return {
    initial: null,
    read(text) {
      if (text === initial) return null;
      if (!/^\d$/.test(text)) throw new Unreadable("digitOr", { none: initial, last: CLASSES - 1 });
      return Number(text);
    },
    write: (value) => (value === null ? initial : String(value)),
  };
}

/** @type {Record<string, Knob>} */
export const KNOBS = {
  class: digitOr("read"),
  against: digitOr("none"),
  temperature: between(1 / HOTTEST, HOTTEST, 1),
  moves: { initial: UNMOVED, read: readMoves, write: writeMoves },
  scribble: word(["none", ...SCRIBBLES], "none"),
};

/** The stages of the answer. @param {Scene} scene */
export function stagesOf({ read }) {
  const answer = answerOf(read.network.stages);
  if (!answer) throw new Error(`${read.network.model} ends without softmax: it gives no classes.`);
  return answer;
}

/** The digit's logits as recorded. @param {Scene} scene */
export function logitsOf(scene) {
  const { offset, length } = scene.read.network.stages[stagesOf(scene).logits];
  return scene.read.values.subarray(offset, offset + length);
}

/** The digit's shares as recorded. @param {Scene} scene */
export function sharesOf(scene) {
  const { offset, length } = scene.read.network.stages[stagesOf(scene).probabilities];
  return scene.read.values.subarray(offset, offset + length);
}

/** @param {ArrayLike<number>} numbers @returns {number} where the largest is */
export const largestAt = (numbers) => Array.from(numbers).reduce((best, value, index) => (value > numbers[best] ? index : best), 0);

/** Which classes are explained: the chosen one, or the one that was read. @param {Scene} scene */
export function classesOf(scene) {
  const chosen = scene.knobs.class ?? largestAt(logitsOf(scene));
  return { chosen, against: scene.knobs.against === chosen ? null : scene.knobs.against };
}

/** What softmax is given: the digit's logits, or those of a scribble. @param {Scene} scene */
export function givenOf(scene) {
  const { data, arrays, knobs } = scene;
  const place = data.scribbles.findIndex((/** @type {{name: string}} */ one) => one.name === knobs.scribble);
  if (place < 0) return { logits: logitsOf(scene), scribble: null };
  const count = arrays.logits.shape[1];
  return { logits: arrays.logits.values.subarray(place * count, (place + 1) * count), scribble: data.scribbles[place] };
}
