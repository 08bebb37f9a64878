// @ts-check
/** The chapter's state: the stage one has come to, two chosen maps, and the square of the task. */

import { whole } from "../knobs.js";

/** @typedef {import("../types.js").Knob} Knob */

const STAGES = 13; // of the longest network that ships, counted from 0
const MAPS = 31;
const PIXELS = 27;

export const knobs = {
  step: whole(0, STAGES, 1),
  layer: whole(0, STAGES, null),
  map: whole(0, MAPS, null),
  layer2: whole(0, STAGES, null),
  map2: whole(0, MAPS, null),
  side: whole(1, PIXELS + 1, 12),
  y: whole(0, PIXELS, 14),
  x: whole(0, PIXELS, 14),
  guess: whole(0, STAGES, null),
};
