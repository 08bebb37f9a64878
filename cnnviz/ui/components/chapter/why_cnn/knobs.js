// @ts-check
/** The chapter's knobs: the move, what the maps show, the filter, the picture's size, the test set and its cell. */

import { between, flag, oneOf, word } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

export const REACH = 8; // pixels
export const SIDES = [28, 40, 56, 80, 112, 160, 224, 320, 448, 640, 1024];
export const QUANTITIES = ["parameters", "connections", "bytes", "milliseconds"];

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** @param {number} low @param {number} high @param {number} initial @param {string} what @returns {Knob} a whole number */
const whole = (low, high, initial, what) => {
  const plain = between(low, high, initial, what);
  return {
    ...plain,
    read(text) {
      const value = plain.read(text);
      if (!Number.isInteger(value)) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is a whole number from ${low} to ${high}.`);
      return value;
    },
  };
};

/** @type {Record<string, Knob>} */
export const knobs = {
  dx: whole(-REACH, REACH, 5, "the move to the right"),
  dy: whole(-REACH, REACH, 0, "the move down"),
  source: word(["own", "test"], "own", "what the maps show"),
  centred: flag(false, "centring"),
  class: oneOf([-1, ...DIGITS], -1, "the digit that counts as right"),
  filter: whole(0, 31, 0, "the filter"),
  side: oneOf(SIDES, 28, "the picture's side"),
  colour: flag(false, "colours"),
  quantity: word(QUANTITIES, "parameters", "the quantity"),
  set: word(["mnist", "drawings", "moved", "thick"], "mnist", "the test set"),
  network: word(["dense", "textbook"], "dense", "the network that reads wrongly"),
  label: oneOf([-1, ...DIGITS], -1, "what a digit is"),
  read: oneOf([-1, ...DIGITS], -1, "what a digit is read as"),
};
