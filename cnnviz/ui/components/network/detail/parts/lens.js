// @ts-check
/** The entries around one of a vector's, large enough to be read: their numbers in their colours. */

import { element } from "../../dom.js";
import { dress, paintOf, undress } from "./colours.js";
import { createText } from "./text.js";

const CELL = { short: 58, full: 104 }; // px that a number takes

/** @param {(index: number) => void} choose */
export function createLens(choose) {
  const root = element("div", { class: "dc-lens" });
  /** @type {{root: HTMLElement, index: any, value: any, at: number | null}[]} */
  let cells = [];
  return {
    root,
    /**
     * @param {Float32Array} values of the whole vector @param {number} index in the middle
     * @param {{width: number, full: boolean, reach: (index: number) => number, ramp: Uint32Array, number: (value: number) => string}} look
     */
    show(values, index, { width, full, reach, ramp, number }) {
      const fitting = Math.max(3, Math.min(15, Math.floor(width / (full ? CELL.full : CELL.short))));
      const count = fitting % 2 ? fitting : fitting - 1;
      if (cells.length !== count) {
        cells = Array.from({ length: count }, () => {
          const [place, value] = [createText("span", "dc-lensindex"), createText("span", "dc-lensvalue")];
          const cell = { root: element("div", { class: "dc-lenscell" }, place.root, value.root), index: place, value, at: /** @type {number | null} */ (null) };
          cell.root.addEventListener("click", () => cell.at !== null && choose(cell.at));
          return cell;
        });
        cells[(count - 1) / 2].root.classList.add("is-here");
        root.replaceChildren(...cells.map((cell) => cell.root));
      }
      cells.forEach((cell, place) => {
        const at = index + place - (count - 1) / 2;
        const known = at >= 0 && at < values.length;
        cell.at = known ? at : null;
        cell.root.classList.toggle("is-outside", !known);
        cell.index.say(known ? String(at) : "");
        cell.value.say(known ? number(values[at]) : "");
        if (known) dress(cell.value.root, paintOf(values[at], reach(at), ramp));
        else undress(cell.value.root);
      });
    },
  };
}
