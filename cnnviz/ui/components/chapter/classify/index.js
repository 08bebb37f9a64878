// @ts-check
/** Classify: flatten, weigh and add, softmax; and what turned logits do to ten shares. */

import { element } from "../../network/dom.js";
import { codeOf } from "./code.js";
import { createDesk } from "./desk.js";
import { createFlattening } from "./flattening.js";
import { KNOBS } from "./state.js";
import { createWeighing } from "./weighing.js";

/** @type {import("../types.js").Chapter} */
export const chapter = {
  knobs: KNOBS,

  create(host) {
    const flattening = createFlattening(host);
    const weighing = createWeighing(host);
    const desk = createDesk(host);
    const parts = [flattening, weighing, desk];
    return {
      see: element("div", { class: "cl-see" }, flattening.root, weighing.root),
      change: desk.root,
      show(scene) {
        for (const part of parts) part.show(scene);
      },
      code: (scene) => codeOf(scene, host.words.words.code),
      dispose() {
        flattening.dispose();
        weighing.dispose();
      },
    };
  },
};
