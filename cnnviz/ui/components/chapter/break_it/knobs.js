// @ts-check
/** The chapter's knobs: what is done to the digit, and what to the network. */

import { between, word } from "../knobs.js";
import { readCells, written } from "./cells.js";
import { readSteps, writtenSteps } from "./steps.js";

/** @typedef {import("../types.js").Knob} Knob */

/** How far a change goes, as in cnnviz/experiments/input_changes.py: low, high, none, and the slider's step. */
export const RANGES = /** @type {Record<string, {low: number, high: number, none: number, step: number}>} */ ({
  right: { low: -14, high: 14, none: 0, step: 1 },
  down: { low: -14, high: 14, none: 0, step: 1 },
  turn: { low: -180, high: 170, none: 0, step: 1 },
  size: { low: 0.3, high: 1.8, none: 1, step: 0.01 },
  lean: { low: -1, high: 1, none: 0, step: 0.01 },
  thicker: { low: -2, high: 3, none: 0, step: 0.05 },
  noise: { low: 0, high: 1.5, none: 0, step: 0.01 },
});
export const ALONG = [...Object.keys(RANGES), "erase", "game"];
export const NETWORKS = ["two-block", "textbook", "dense", "textbook-no-relu", "textbook-linear"];
const SEEDS = 1e6;

/** @param {number} high @param {number} initial @param {string} what @returns {Knob} a whole number from 0 on */
function whole(high, initial, what) {
  const plain = between(0, high, initial, what);
  return {
    ...plain,
    read(text) {
      const value = plain.read(text);
      if (!Number.isInteger(value)) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is a whole number from 0 to ${high}.`);
      return value;
    },
  };
}

/** @param {string} what @returns {Knob} cells of the picture */
const cells = (what) => ({
  initial: [],
  read(text) {
    const found = readCells(text);
    if (!found) throw new Error(`The address asks for ${what} “${text.slice(0, 30)}”. They are runs of cells from 0 to 783, as 300-305.328.`);
    return found;
  },
  write: written,
});

/** @type {Record<string, Knob>} */
export const knobs = {
  along: word(ALONG, "turn", "the change"),
  ...Object.fromEntries(Object.entries(RANGES).map(([name, { low, high, none }]) => [name, between(low, high, none, name)])),
  seed: whole(SEEDS - 1, 1, "the seed of the noise"),
  erased: cells("the erased cells"),
  rubber: whole(2, 1, "the rubber"),
  game: cells("the cells rubbed out in the game"),
  second: word(NETWORKS, "dense", "the second network"),
  steps: {
    initial: [],
    read(text) {
      const steps = readSteps(text);
      if (!steps) throw new Error(`The address asks for the changed network “${text.slice(0, 40)}”. It is a list of steps parted by semicolons, as “off conv1_1 3;average pool1”.`);
      return steps;
    },
    write: writtenSteps,
  },
  stage: whole(60, 1, "the stage"),
  map: whole(255, 0, "the map"),
  source: whole(255, 0, "the input map"),
};
