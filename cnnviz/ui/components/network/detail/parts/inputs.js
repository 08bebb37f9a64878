// @ts-check
/** The input maps of a convolution, a card each; one of them is chosen to be spelled out. */

import { positions } from "../../arithmetic/geometry.js";
import { element } from "../../dom.js";
import { cellsPerMap } from "../../view/chain.js";
import { createSheet } from "../../view/paint/sheet.js";
import { nextWindow, ringOf } from "../ring.js";
import { createCard } from "./card.js";

/** @typedef {import("../convolution.js").Scene} Scene */

/** @param {() => void} changed another input is to be spelled out */
export function createInputs(changed) {
  const root = element("div", { class: "dt-inputs", role: "group", "aria-label": "Input maps and their kernels" });
  const sheet = createSheet("dt-sheet");
  /** @type {ReturnType<typeof createCard>[]} */
  let cards = [];
  let chosen = 0;
  let laid = false;
  /** @type {number | null} */
  let peeked = null;
  const hooks = {
    choose(/** @type {number} */ place) {
      chosen = place;
      peeked = null;
      changed();
    },
    peek(/** @type {number | null} */ place) {
      if (peeked === place) return;
      peeked = place;
      changed();
    },
  };
  /** All maps on one sheet, each where its card is, once that is known. */
  function lay() {
    laid = true;
    sheet.lay({ width: root.scrollWidth, height: root.scrollHeight });
    const corner = root.getBoundingClientRect();
    for (const map of cards.flatMap(({ map, partial }) => (partial.root.hidden ? [map] : [map, partial]))) {
      const { x, y, width, height } = map.canvas.getBoundingClientRect();
      map.lieOn(sheet, { x: x - corner.x + root.scrollLeft, y: y - corner.y + root.scrollTop, width, height });
    }
    sheet.show();
  }

  return {
    root,

    /** @returns {number} place of the input that is spelled out: pointed at, else chosen */
    get spelled() {
      return Math.min(peeked ?? chosen, cards.length - 1);
    },

    /** The cell of the spelled input that belongs to a product that is pointed at. @param {{row: number, column: number} | null} cell */
    markTap(cell) {
      const map = cards[this.spelled]?.map;
      if (cell) map?.markCell("tap", cell.row, cell.column);
      else map?.unmark("tap");
    },

    /** @param {Scene} scene */
    build({ told, stage, before, kernel, arrangement }) {
      const sizes = arrangement.cards;
      if (cards.length !== told.inputs.length) {
        cards = told.inputs.map((_, place) => createCard(hooks, place));
        root.replaceChildren(sheet.root, ...cards.map((card) => card.root));
        peeked = null;
      }
      root.classList.toggle("has-numbers", sizes.numbers);
      root.classList.toggle("is-scrolling", sizes.scrolls);
      root.style.setProperty("--dt-columns", String(sizes.columns));
      const ring = ringOf(stage, before);
      for (const card of cards) {
        card.setShape(sizes);
        card.map.setShape({ ...positions(before), cell: sizes.cell, ring });
        card.kernel.setShape({ ...kernel, ...sizes.weight, numbers: sizes.numbers });
        if (sizes.partial) card.partial.setShape({ ...positions(stage), cell: sizes.partial });
      }
      // Empty, and in nobody's way, until the cards have their places.
      sheet.lay({ width: 0, height: 0 });
      laid = false;
    },

    /** Maps and kernels, when their numbers or colours changed. @param {Scene} scene */
    paint({ state, told, before, ramp, weights }) {
      const count = cellsPerMap(before);
      const { reach, read } = state;
      told.inputs.forEach(({ stage, channel }, place) => {
        const { map, kernel } = cards[place];
        map.paint(read.values, before.offset + channel * count, count, reach(stage, channel), ramp);
        kernel.show(weights.values, weights.first + place * weights.taps, weights.reach, weights.ramp);
      });
      sheet.show();
    },

    /** What is filled of the partial results. @param {Scene} scene */
    fill({ state, partials, weights, arrangement }) {
      if (!arrangement.cards.partial) return;
      partials.maps.forEach((values, place) => {
        cards[place].partial.paint(values, 0, values.length, partials.reach, weights.ramp, state.filled);
      });
      sheet.show();
    },

    /** Windows and sums of the cell. @param {Scene} scene @param {string[]} sums as printed */
    show({ state, told, stage, before }, sums) {
      const after = nextWindow(stage, before, state.cell);
      told.inputs.forEach((input, place) => {
        const card = cards[place];
        card.show(before.shape[0] === 1 ? before.name : `map ${input.channel}`, sums[place], place === this.spelled);
        card.map.markWindow("window", input.window);
        if (after) card.map.markWindow("next", after);
        else card.map.unmark("next");
        card.map.unmark("tap");
      });
      if (!laid) lay();
    },
  };
}
