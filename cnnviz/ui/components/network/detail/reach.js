// @ts-check
/** How far colours reach, of all maps at once, and once for each frame. */

import { reaches } from "../view/scales.js";

/** @param {import("../view/types.js").Scale} scale what shares one reach */
export function createReach(scale) {
  /** @type {{values: Float32Array | null, each: Float32Array[]}} */
  let known = { values: null, each: [] };
  return {
    /** @param {import("../view/types.js").Scale} next */
    setScale(next) {
      scale = next;
      known.values = null;
    },
    /** @param {import("./types.js").Read} read @param {number} stage @param {number} channel @returns {number} to either side of zero */
    of({ network, values }, stage, channel) {
      if (known.values !== values) known = { values, each: reaches(network.stages, values, scale) };
      return known.each[stage][channel];
    },
  };
}
