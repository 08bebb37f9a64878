// @ts-check
/** The chapter's knobs: the stack, and how it is trained. A test compares their ranges with cnnviz/runs/settings.py. */

import { between, flag, whole, word } from "../knobs.js";
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

/** @type {Record<string, Knob>} */
export const knobs = {
  stack: { initial: TEXTBOOK, read: (text) => (read(text), text), write: String },
  optimizer: word(OPTIMIZERS, "adam"),
  learning_rate: between(...RANGES.learning_rate),
  falling: flag(true),
  batch: whole(...RANGES.batch),
  epochs: whole(...RANGES.epochs),
  digits: whole(...RANGES.digits),
  augmentation: word(VARIATIONS, "none"),
  seed: whole(...RANGES.seed),
  learn: flag(false), // whether the digits of the tray are learned from; the tray itself stays in its browser
  label: whole(0, 9, null), // which digit the learner's own one is; null: as it was read
};

/** @param {Record<string, any>} state @returns {Record<string, any>} how to train, as the server takes it */
export const settingsOf = ({ optimizer, learning_rate, falling, batch, epochs, digits, augmentation, seed }) =>
  ({ optimizer, learning_rate, falling, batch, epochs, digits, augmentation, seed });
