// @ts-check
/** The choice of what shares a colour scale. */

import { element } from "../../dom.js";
import { SCALES } from "../scales.js";

/** @typedef {import("../types.js").Scale} Scale */

/** @type {Record<Scale, string>} */
const HINTS = {
  map: "every map has a scale of its own: all are seen well, none can be compared",
  layer: "the maps of one layer share a scale",
  block: "a convolution, its ReLU and its pooling share a scale: one sees what ReLU removes",
  network: "all maps share a scale: one sees where the numbers grow",
};

/** @param {(scale: Scale) => void} choose */
export function createScalePicker(choose) {
  const buttons = SCALES.map((scale) =>
    element("button", { type: "button", class: "nv-choice", "data-scale": scale, title: HINTS[scale], onclick: () => choose(scale) }, scale),
  );
  const root = element(
    "div",
    { class: "nv-picker", role: "group", "aria-label": "One colour scale per" },
    element("span", {}, "Colour scale per"),
    element("div", { class: "nv-choices" }, ...buttons),
    element("kbd", { title: "The key S takes the next one" }, "S"),
  );
  return {
    root,
    /** @param {Scale} scale */
    show(scale) {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.scale === scale));
    },
  };
}
