// @ts-check
/** What a screen reader says: the prediction, once it has settled. */

import { element, write } from "../../dom.js";

const SETTLED = 700; // ms without a change

export function createSpoken() {
  const root = element("p", { class: "nv-spoken", "aria-live": "polite" });
  let timer = 0;
  return {
    root,
    /** @param {string} text */
    settle(text) {
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        write(root, text);
      }, SETTLED);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
