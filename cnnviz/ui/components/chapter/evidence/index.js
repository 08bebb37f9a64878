// @ts-check
/** Evidence: why this digit, in five ways, each beside its checks; what filters look for; a digit that nobody drew. */

import { element } from "../../network/dom.js";
import { createAsking } from "./asking.js";
import { codeOf } from "./code.js";
import { createFilters } from "./filters.js";
import { createImagining } from "./imagining.js";
import { createLooking } from "./looking.js";
import { KNOBS } from "./state.js";

/** @type {import("../types.js").Chapter} */
export const chapter = {
  knobs: KNOBS,

  create(host) {
    const asking = createAsking(host);
    const looking = createLooking(host);
    const filters = createFilters(host);
    const imagining = createImagining(host);
    return {
      see: element("div", { class: "ev-see" }, asking.root, looking.root),
      change: element("div", { class: "ev-change" }, filters.root, imagining.root),
      show(scene) {
        for (const part of [asking, looking, filters, imagining]) part.show(scene);
      },
      code: (scene) => codeOf(scene, host.words.words.code),
      dispose() {
        looking.dispose();
        filters.dispose();
        imagining.dispose();
      },
    };
  },
};
