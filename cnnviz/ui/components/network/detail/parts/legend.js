// @ts-check
/** A ramp with its ends: what the colours of a map, or of the kernels, mean. */

import { element } from "../../dom.js";
import { brief } from "../../view/numbers.js";
import { createText } from "./text.js";

/** @param {string} name what it is the legend of */
export function createLegend(name) {
  const [low, high] = [createText("span"), createText("span")];
  const title = createText("span", "dt-legendname");
  title.say(name);
  const root = element("div", { class: "dt-legend" },
    title.root,
    element("div", { class: "dt-ends" }, low.root, element("span", { class: "dt-ramp", "aria-hidden": "true" }), high.root));
  return {
    root,
    /** @param {string} text what it is the legend of */
    name: (text) => title.say(text),
    /** @param {number} reach @param {boolean} [grey] of the drawing: black 0, white 1 */
    show(reach, grey = false) {
      root.classList.toggle("is-grey", grey);
      low.say(grey ? "0" : brief(-reach));
      high.say(brief(reach));
    },
  };
}
