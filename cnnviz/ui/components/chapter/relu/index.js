// @ts-check
/** ReLU on the learner's digit: a map before and after, an edge's two sides, and what the network is without it. */

import { element } from "../../network/dom.js";
import { codeOf } from "./code.js";
import { knobs } from "./knobs.js";
import { createLayers } from "./layers.js";
import { createNetworks } from "./networks.js";
import { createPassing } from "./passing.js";
import { createPicker } from "./picker.js";
import { createSides } from "./sides.js";
import { createWeighing } from "./weighing.js";

export const chapter = {
  knobs,

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const { words } = host.words;
    const picker = createPicker(host);
    const passing = createPassing(host);
    const parts = { sides: createSides(host), layers: createLayers(host), networks: createNetworks(host), weighing: createWeighing(host) };
    const change = element("div", { class: "cr-parts" }, ...Object.entries(parts).map(([name, part]) =>
      element("article", { class: "cr-part" }, element("h3", {}, words[`${name}Title`]), element("p", { class: "cr-intro" }, ...host.prose(words[`${name}Intro`])), part.root)));
    return {
      see: element("div", { class: "cr-see" }, picker.root, passing.root),
      change,
      show(scene) {
        for (const part of [picker, passing, ...Object.values(parts)]) part.show(scene);
      },
      code: (scene) => codeOf(scene, words),
      dispose: () => passing.dispose(),
    };
  },
};
