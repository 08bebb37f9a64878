// @ts-check
/** The chapter's knobs: the stack, and how it is trained. A test compares their ranges with cnnviz/runs/settings.py. */

import { between, flag, word } from "../knobs.js";
import { read } from "./stack-text.js";

/** @typedef {import("../types.js").Knob} Knob */

export const TEXTBOOK = "c32-r-m2-f-d10";
export const OPTIMIZERS = ["sgd", "momentum", "adam"];
export const VARIATIONS = ["none", "light", "mild"];
/** Least, most and usual of the settings that are numbers. */
export const RANGES = /** @type {Record<string, [number, number, number]>} */ ({
  learning_rate: [0.000001, 100, 0.004],
  batch: [1, 512, 64],
  epochs: [1, 50, 2],
  digits: [100, 55000, 55000],
  seed: [0, 999999, 1],
});

/** @param {string} name @param {string} what @returns {Knob} a whole number in the range of that name */
function whole(name, what) {
  const [least, most, initial] = RANGES[name];
  const plain = between(least, most, initial, what);
  return {
    ...plain,
    read(text) {
      const value = plain.read(text);
      if (!Number.isInteger(value)) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is a whole number from ${least} to ${most}.`);
      return value;
    },
  };
}

/** @type {Record<string, Knob>} */
export const knobs = {
  stack: { initial: TEXTBOOK, read: (text) => (read(text), text), write: String },
  optimizer: word(OPTIMIZERS, "adam", "the optimizer"),
  learning_rate: between(...RANGES.learning_rate, "the learning rate"),
  falling: flag(true, "whether the learning rate falls"),
  batch: whole("batch", "the batch size"),
  epochs: whole("epochs", "passes"),
  digits: whole("digits", "training digits"),
  augmentation: word(VARIATIONS, "none", "the variation"),
  seed: whole("seed", "the seed"),
  label: { // which digit the learner's own one is; null: as it was read
    initial: null,
    read: (text) => Number(word([..."0123456789"], "0", "the digit that it is").read(text)),
    write: (value) => (value === null ? "" : String(value)),
  },
};

/** @param {Record<string, any>} state @returns {Record<string, any>} how to train, as the server takes it */
export const settingsOf = ({ optimizer, learning_rate, falling, batch, epochs, digits, augmentation, seed }) =>
  ({ optimizer, learning_rate, falling, batch, epochs, digits, augmentation, seed });
