// @ts-check
/** The chosen layer at this moment: its filters, and its maps on the learner's digit. */

import { element, write } from "../../network/dom.js";
import { brief } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { layout, paintTiles, reachOf } from "./painting.js";

/** @typedef {import("./types.js").Seen} Seen @typedef {import("./types.js").Tensor} Tensor @typedef {import("../types.js").Theme} Theme */

const GAP = 3;

/** @param {any} words */
export function createChosenLayer(words) {
  const filters = createTiles("filters");
  const maps = createTiles("maps");
  const root = element("div", { class: "tr-chosen", "data-testid": "chosen" }, filters.root, maps.root);
  // To ask for the width at each look would lay the whole page out each time.
  const room = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width;
    if (last) last();
  });
  /** @type {(() => void) | null} */
  let last = null;
  let width = 0;
  room.observe(root);
  return {
    root,
    dispose: () => room.disconnect(),
    /** @param {Seen | null | undefined} seen @param {Record<string, Tensor>} arrays @param {Theme} theme @param {number[] | null} sees px */
    show(seen, arrays, theme, sees) {
      last = () => this.show(seen, arrays, theme, sees);
      filters.root.hidden = !seen?.filters;
      maps.root.hidden = !seen;
      if (!seen) return;
      root.dataset.layer = seen.shown;
      if (seen.filters) {
        const { of, count, inputs } = seen.filters;
        const { shape: [shown, lines, rows, columns], values } = arrays.filters;
        const text = filled(words[inputs > 1 ? "filtersOf" : "filters"], { of, count, inputs, shown, lines });
        // A filter's grids, one for each map that it reads, stand one below the other.
        filters.show(text, values, shown, lines * rows, columns, theme, { width, height: 96 });
      }
      const { shape, values } = arrays.maps;
      const field = sees ? ` ${filled(words.sees, { rows: sees[0], columns: sees[1] })}` : "";
      if (shape.length === 3) maps.show(filled(words.maps, { of: seen.shown, count: shape[0] }) + field, values, shape[0], shape[1], shape[2], theme, { width, height: 128 });
      else maps.show(filled(words.numbers, { of: seen.shown, count: seen.maps[0].toLocaleString("en-US") }) + field, values, shape[0], 1, 1, theme, { width, height: 128 });
    },
  };
}

/** @param {string} name */
function createTiles(name) {
  const title = element("h3", {});
  const canvas = element("canvas", { width: 1, height: 1 });
  const [low, high] = [element("span", {}), element("span", {})];
  const scale = element("span", { class: "tr-scale" });
  const root = element("div", { class: "tr-tiles", "data-testid": name }, element("div", { class: "tr-tilehead" }, title, element("span", { class: "tr-legend" }, low, scale, high)), canvas);
  return {
    root,
    /** @param {string} text @param {Float32Array} values @param {number} count @param {number} rows @param {number} columns @param {Theme} theme @param {{width: number, height: number}} room px */
    show(text, values, count, rows, columns, theme, room) {
      const reach = reachOf(values);
      write(title, text);
      canvas.setAttribute("role", "img"); // before, there is nothing to be named
      canvas.setAttribute("aria-label", text);
      paintTiles(canvas, values, layout(count, rows, columns, { width: Math.max(120, room.width), height: room.height, gap: rows * columns > 1 ? GAP : 1, most: 10 }), reach, theme.signed);
      scale.style.background = theme.gradient;
      write(low, brief(-reach));
      write(high, brief(reach));
    },
  };
}
