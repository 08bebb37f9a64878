// @ts-check
/** Where the cell lies, and the switch between short numbers and full float32 precision. */

import { element } from "../dom.js";
import { createText } from "./parts/text.js";

/** @param {boolean} full @param {(full: boolean) => void} choose */
export function createPrecision(full, choose) {
  const place = createText("span");
  const box = element("input", { type: "checkbox", "data-testid": "precision", onchange: () => choose(box.checked) });
  box.checked = full;
  return {
    nodes: [element("span", { class: "dt-place" }, place.root), element("label", { class: "dt-check" }, box, "full float32 precision")],
    /** @param {string} text */
    say: (text) => place.say(text),
    /** @param {boolean} on */
    show(on) {
      box.checked = on;
    },
  };
}
