// @ts-check
/** The chapter's knobs: the move, what the maps show, the filter, the picture's size, the test set and its cell. */

import { flag, oneOf, whole, word } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

export const REACH = 8; // pixels
export const SIDES = [28, 40, 56, 80, 112, 160, 224, 320, 448, 640, 1024];
export const QUANTITIES = ["parameters", "connections", "bytes", "milliseconds"];

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** @type {Record<string, Knob>} */
export const knobs = {
  dx: whole(-REACH, REACH, 5),
  dy: whole(-REACH, REACH, 0),
  source: word(["own", "test"], "own"),
  centred: flag(false),
  class: oneOf([-1, ...DIGITS], -1),
  filter: whole(0, 31, 0),
  side: oneOf(SIDES, 28),
  colour: flag(false),
  quantity: word(QUANTITIES, "parameters"),
  set: word(["mnist", "drawings", "moved", "thick"], "mnist"),
  network: word(["dense", "textbook"], "dense"),
  label: oneOf([-1, ...DIGITS], -1),
  read: oneOf([-1, ...DIGITS], -1),
};
