// @ts-check
/** A comparison of two classes, taken apart: the map of each alone. Every method's map is the one less the other. */

import { largestSize } from "../../network/detail/contributions.js";
import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { createHeat } from "./heat.js";

/** @param {any} words @param {(row: number, column: number) => void} point */
export function createParts(words, point) {
  const heats = ["for-map", "con-map"].map((testid) => createHeat({ label: "", testid, title: "", legend: words.legend, point }));
  const told = element("p", { class: "ch-quiet" });
  const root = element("div", { class: "ev-parts", "data-testid": "parts" },
    element("div", { class: "ev-pair cnnviz-detail cl-bare" }, ...heats.map((heat) => heat.root)), told);

  return {
    root,
    /** @param {import("./looking.js").Found | null} found @param {ArrayLike<number>} ink @param {import("../types.js").Theme} theme */
    show(found, ink, theme) {
      const parts = found?.parts ?? null;
      root.hidden = !parts;
      if (!found || !parts) return;
      const { wants, own: { plane } } = found;
      const named = { digit: wants.class, other: wants.against };
      const reach = Math.max(...parts.map((areas) => largestSize(Float64Array.from(areas))));
      heats.forEach((heat, place) => {
        const name = filled(words.alone, { digit: place === 0 ? wants.class : wants.against });
        heat.name(name, filled(words.mapLabel, { method: name }));
        heat.show({ areas: parts[place], plane }, ink, theme, reach);
      });
      told.textContent = filled(words.partsTold, named);
    },
    /** @param {number} row @param {number} column @param {string} said */
    mark(row, column, said) {
      for (const heat of heats) heat.mark(row, column, said);
    },
  };
}
