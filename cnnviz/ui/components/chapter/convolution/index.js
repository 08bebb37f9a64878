// @ts-check
/** Convolution on the learner's digit or a photograph: the window slides, the numbers of the filter are the learner's. */

import { element } from "../../network/dom.js";
import { codeOf } from "./code.js";
import { createControls } from "./controls.js";
import { createLook } from "./look.js";
import { knobs } from "./state.js";
import { createTasks } from "./tasks.js";

export const chapter = {
  knobs,

  /** @param {import("../types.js").Host} frame @returns {import("../types.js").Picture} */
  create(frame) {
    // The words of the picture alone.
    const host = { ...frame, words: frame.words.words };
    const look = createLook(host);
    const controls = createControls(host);
    const tasks = createTasks(host);
    let warned = false;
    return {
      see: look.root,
      change: element("div", { class: "cv-change" }, controls.root, tasks.root),
      show(scene) {
        look.show(scene);
        controls.show(scene);
        tasks.show(scene);
        if (scene.knobs.picture === "upload" && !scene.arrays.photo && !warned) {
          warned = true;
          host.say(host.words.noUpload);
        }
      },
      code: (scene) => codeOf(scene, look.place, host.words),
      dispose: () => look.dispose(),
    };
  },
};
