// @ts-check
/** A kernel: its weights as numbers on their colours, or as colours alone where there is no room. */

import { element } from "../../dom.js";
import { fixed } from "../../view/numbers.js";
import { dress, paintOf } from "./colours.js";
import { createText } from "./text.js";

/** @typedef {{rows: number, columns: number, width: number, height: number, numbers: boolean}} Shape   px of a weight */

export function createKernel() {
  const root = element("span", { class: "dt-kernel", "aria-hidden": "true" });
  /** @type {ReturnType<typeof createText>[]} */
  let cells = [];
  let numbers = true;
  return {
    root,
    /** @param {Shape} shape */
    setShape(shape) {
      numbers = shape.numbers;
      root.style.gridTemplate = `repeat(${shape.rows}, ${shape.height}px) / repeat(${shape.columns}, ${shape.width}px)`;
      cells = Array.from({ length: shape.rows * shape.columns }, () => createText("span", "dt-weight"));
      root.replaceChildren(...cells.map((cell) => cell.root));
    },
    /** @param {Float32Array} weights @param {number} start @param {number} reach @param {Uint32Array} ramp */
    show(weights, start, reach, ramp) {
      // Small kernels want a digit more to be told apart.
      const decimals = reach < 0.095 ? 3 : 2;
      cells.forEach((cell, place) => {
        const weight = weights[start + place];
        dress(cell.root, paintOf(weight, reach, ramp));
        cell.say(numbers ? fixed(weight, decimals) : "");
      });
    },
  };
}
