// @ts-check
/** The chapter's state: the stage one has come to, two chosen maps, and the square of the task. */

import { between } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

const STAGES = 13; // of the longest network that ships, counted from 0
const MAPS = 31;
const PIXELS = 27;

/** @param {number} low @param {number} high @param {number | null} initial @param {string} what @returns {Knob} a whole number; null where none is chosen */
function whole(low, high, initial, what) {
  const any = between(low, high, 0, what);
  return {
    initial,
    read(text) {
      const value = any.read(text);
      if (!Number.isInteger(value)) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is a whole number from ${low} to ${high}.`);
      return value;
    },
    write: (value) => (value === null ? "" : String(value)),
  };
}

export const knobs = {
  step: whole(0, STAGES, 1, "the stage"),
  layer: whole(0, STAGES, null, "the stage of the first map"),
  map: whole(0, MAPS, null, "the first map"),
  layer2: whole(0, STAGES, null, "the stage of the second map"),
  map2: whole(0, MAPS, null, "the second map"),
  side: whole(1, PIXELS + 1, 12, "the square's side"),
  y: whole(0, PIXELS, 14, "the square's row"),
  x: whole(0, PIXELS, 14, "the square's column"),
  guess: whole(0, STAGES, null, "the guessed stage"),
};
