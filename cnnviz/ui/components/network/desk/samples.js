// @ts-check
/** Handwritten digits to start from, as small pictures in rows of ten. */

import { element, paintInk } from "../dom.js";

const CELLS = 28 * 28;

/** @param {(index: number) => void} choose */
export function createSamples(choose) {
  const root = element("div", { class: "cnnviz-samples", role: "group", "aria-label": "Handwritten digits" });
  return {
    root,
    /** @param {{labels: number[], pixels: string}} samples all samples' pixels in base64, one byte a cell */
    fill(samples) {
      const pixels = Uint8Array.from(atob(samples.pixels), (character) => character.charCodeAt(0));
      const canvas = element("canvas", { width: 28, height: 28 });
      root.replaceChildren(...samples.labels.map((label, index) => {
        paintInk(canvas, pixels.subarray(index * CELLS, (index + 1) * CELLS), 255);
        // A picture that stays, since every canvas is laid into the page by itself whenever anything is painted.
        const picture = element("img", { src: canvas.toDataURL(), alt: "", draggable: "false" });
        return element("button", {
          type: "button", class: "cnnviz-sample", "data-testid": "sample", "data-label": label,
          "aria-label": `A handwritten ${label}`, title: `A handwritten ${label}`, onclick: () => choose(index),
        }, picture);
      }));
    },
    /** @param {number | null} index the sample that lies on the desk */
    show(index) {
      [...root.children].forEach((child, at) => child.setAttribute("aria-pressed", String(at === index)));
    },
  };
}
