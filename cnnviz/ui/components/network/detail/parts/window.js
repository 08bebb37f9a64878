// @ts-check
/** A pooling's window: its values, and which of them wins. */

import { element } from "../../dom.js";
import { dress, paintOf, undress } from "./colours.js";
import { createText } from "./text.js";

const LEAST = 54; // px of a value that can be read
const SIZE = { width: 104, full: 140, height: 52 }; // px of a value at most

/** @param {(place: number | null) => void} point a value is pointed at */
export function createWindow(point) {
  const root = element("div", { class: "dt-window" });
  /** @type {ReturnType<typeof createText>[]} */
  let cells = [];
  let shape = "";
  let numbers = true;
  root.addEventListener("pointerover", (/** @type {PointerEvent} */ event) => {
    const place = cells.findIndex((cell) => cell.root === event.target);
    point(place < 0 ? null : place);
  });
  root.addEventListener("pointerleave", () => point(null));
  return {
    root,
    /** @param {{rows: number, columns: number}} grid @param {number} width px that there are @param {boolean} full */
    setShape({ rows, columns }, width, full) {
      const wanted = `${rows} ${columns} ${width} ${full}`;
      if (wanted === shape) return;
      shape = wanted;
      const size = Math.max(8, Math.min(full ? SIZE.full : SIZE.width, Math.floor(width / columns)));
      numbers = size >= LEAST + (full ? 34 : 0);
      const height = numbers ? Math.max(26, Math.min(SIZE.height, Math.floor(190 / rows))) : Math.min(size, Math.floor(190 / rows));
      root.style.gridTemplate = `repeat(${rows}, ${height}px) / repeat(${columns}, ${numbers ? size : Math.min(size, height)}px)`;
      cells = Array.from({ length: rows * columns }, () => createText("span", "dt-taken"));
      root.replaceChildren(...cells.map((cell) => cell.root));
    },
    /**
     * @param {import("../../arithmetic/types.js").Term[]} terms @param {string[]} texts @param {number | null} winner
     * @param {{reach: number, ramp: Uint32Array}} colours
     */
    show(terms, texts, winner, { reach, ramp }) {
      cells.forEach((cell, place) => {
        const { inside, input } = terms[place];
        cell.say(numbers ? texts[place] : "");
        if (inside) dress(cell.root, paintOf(input, reach, ramp));
        else undress(cell.root);
        cell.root.classList.toggle("is-outside", !inside);
        cell.root.classList.toggle("is-winner", place === winner);
      });
    },
  };
}
