// @ts-check
/** Break it: change the digit until the answer breaks, and change the network until it breaks. */

import { codeOf } from "./code.js";
import { createInput } from "./input.js";
import { knobs } from "./knobs.js";
import { createNetwork } from "./network.js";

export const chapter = {
  knobs,

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const input = createInput(host);
    const network = createNetwork(host);
    return {
      see: input.root,
      change: network.root,
      show(scene) {
        input.show(scene);
        network.show(scene);
      },
      code: (scene) => codeOf(scene, host.words.words.code),
      dispose() {
        input.dispose();
        network.dispose();
      },
    };
  },
};
