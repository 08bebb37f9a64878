// @ts-check
/** Why convolutional networks: three claims, tested on the learner's digit, on real layers and on whole test sets. */

import { element } from "../../network/dom.js";
import { codeOf } from "./code.js";
import { createCosts } from "./costs.js";
import { knobs } from "./knobs.js";
import { createMoving } from "./moving.js";
import { createSee } from "./see.js";
import { createSets } from "./sets.js";

export const chapter = {
  knobs,

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const { words } = host.words;
    const see = createSee(host);
    const costs = createCosts(host);
    const parts = [see, createMoving(host), costs, createSets(host)];
    return {
      see: element("div", { class: "wc-claim" }, element("p", { class: "wc-quote" }, words.claimTwo), see.root),
      change: element("div", { class: "wc-parts" }, ...parts.slice(1).map((part) => part.root)),
      show(scene) {
        for (const part of parts) part.show(scene);
      },
      code: (scene) => codeOf(scene, words),
      dispose() {
        see.dispose();
        costs.dispose();
      },
    };
  },
};
