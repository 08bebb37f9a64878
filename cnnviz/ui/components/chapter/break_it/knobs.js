// @ts-check
/** The chapter's knobs: what is done to the digit, and what to the network. */

import { between, Unreadable, whole, word } from "../knobs.js";
import { readCells, written } from "./cells.js";
import { readSteps, writtenSteps } from "./steps.js";

/** @typedef {import("../types.js").Knob} Knob */

/** How far a change goes, as in cnnviz/experiments/input_changes.py: low, high, none, finest; and the slider's step. */
export const RANGES = /** @type {Record<string, {low: number, high: number, none: number, finest: number, step: number}>} */ ({
  right: { low: -14, high: 14, none: 0, finest: 1, step: 1 },
  down: { low: -14, high: 14, none: 0, finest: 1, step: 1 },
  turn: { low: -180, high: 170, none: 0, finest: 0.1, step: 1 },
  size: { low: 0.3, high: 1.8, none: 1, finest: 0.001, step: 0.01 },
  lean: { low: -1, high: 1, none: 0, finest: 0.001, step: 0.01 },
  thicker: { low: -2, high: 3, none: 0, finest: 0.01, step: 0.05 },
  noise: { low: 0, high: 1.5, none: 0, finest: 0.001, step: 0.01 },
});
export const ALONG = [...Object.keys(RANGES), "erase", "game"];
export const NETWORKS = ["two-block", "textbook", "dense", "textbook-no-relu", "textbook-linear"];
const SEEDS = 1e6;

/** @returns {Knob} cells of the picture */
const cells = () => ({
  initial: [],
  read(text) {
    const found = readCells(text);
    if (!found) throw new Unreadable("cells");
    return found;
  },
  write: written,
});

/** @type {Record<string, Knob>} */
export const knobs = {
  along: word(ALONG, "turn"),
  ...Object.fromEntries(Object.entries(RANGES).map(([name, { low, high, none }]) => [name, between(low, high, none)])),
  seed: whole(0, SEEDS - 1, 1),
  erased: cells(),
  rubber: whole(0, 2, 1),
  game: cells(),
  second: word(NETWORKS, "dense"),
  steps: {
    initial: [],
    read(text) {
      const steps = readSteps(text);
      if (!steps) throw new Unreadable("steps");
      return steps;
    },
    write: writtenSteps,
  },
  stage: whole(0, 60, 1),
  map: whole(0, 255, 0),
  source: whole(0, 255, 0),
};
