// @ts-check
/** The chapter's knobs, and what they mean for a reading. */

import { channelsOf } from "../../network/view/chain.js";
import { classesOf, KNOBS as CLASSES } from "../classify/state.js";
import { oneOf, Unreadable, whole, word } from "../knobs.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Knob} Knob */

/** As in cnnviz/experiments: evidence.py, occlusion.py, untrained.py. */
export const METHODS = ["contributions", "occlusion", "saliency", "integrated", "grad-cam"];
export const SIDES = [1, 3, 5, 7];
export const SEEDS = 9;

/** @returns {Knob} the name of a layer, or null for the usual one */
const layerOr = () => ({
  initial: null,
  read(text) {
    if (!/^\w{1,30}$/.test(text)) throw new Unreadable("layer");
    return text;
  },
  write: (value) => value ?? "usual",
});

/** @type {Record<string, Knob>} */
export const KNOBS = {
  method: word(METHODS, "contributions"),
  class: CLASSES.class,
  against: CLASSES.against,
  side: oneOf(SIDES, 5),
  layer: layerOr(),
  seed: oneOf(Array.from({ length: SEEDS }, (_, seed) => seed + 1), 1),
  stage: layerOr(),
  map: whole(0, 999, 0),
};

/**
 * What is asked of the network on screen: a knob that does not fit it stands for the usual.
 * @param {Scene} scene
 */
export function wantsOf(scene) {
  const { knobs, data } = scene;
  const { chosen, against } = classesOf(scene);
  const possible = knobs.method !== "grad-cam" || data.usual !== null;
  const method = possible ? knobs.method : "contributions";
  const layer = method === "grad-cam" ? (data.layers.includes(knobs.layer) ? knobs.layer : data.usual) : null;
  return { method, class: chosen, against, side: knobs.side, layer, possible };
}

/** The map whose patches are shown; null where none are kept. @param {Scene} scene */
export function filterOf({ knobs, data, read }) {
  const names = Object.keys(data.filters);
  if (names.length === 0) return null;
  const name = names.includes(knobs.stage) ? knobs.stage : names[names.length - 1];
  const stage = /** @type {import("../../network/view/types.js").Stage} */ (read.network.stages.find((one) => one.name === name));
  return { name, names, stage, map: Math.min(knobs.map, channelsOf(stage) - 1) };
}
