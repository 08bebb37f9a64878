// @ts-check
/** A map of evidence over the digit, with its title, its outline and its scale. */

import { element } from "../../network/dom.js";
import { largestSize } from "../../network/detail/contributions.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { createOverlay } from "../classify/overlay.js";

/**
 * @typedef {import("../classify/evidence.js").Plane} Plane
 * @typedef {{areas: ArrayLike<number>, plane: Plane}} Heat
 *
 * @param {{label: string, testid: string, title: string, legend: string, point: (row: number, column: number) => void}} options
 * @param {...Node} more  beside the title
 */
export function createHeat({ label, testid, title, legend, point }, ...more) {
  const overlay = createOverlay({ label, point });
  const name = element("span", {}, title);
  const scale = createLegend(legend);
  const root = element("figure", { class: "cl-figure ev-heat", "data-testid": testid },
    element("figcaption", { class: "cl-caption ev-caption" }, name, ...more), overlay.root, scale.root);
  const nothing = { rows: 28, columns: 28, start: [0, 0], side: [1, 1] };

  return {
    root,
    /** @param {string} text @param {string} spoken what the map is */
    name(text, spoken) {
      name.textContent = text;
      overlay.root.setAttribute("aria-label", spoken);
    },
    /** @param {string} text */
    legend: (text) => scale.name(text),
    /**
     * @param {Heat | null} heat nothing yet @param {ArrayLike<number>} ink @param {import("../types.js").Theme} theme
     * @param {number} [shared] the reach of a scale that it shares with others
     */
    show(heat, ink, theme, shared) {
      const { areas, plane } = heat ?? { areas: new Float32Array(28 * 28), plane: nothing };
      const reach = shared ?? largestSize(Float64Array.from(areas));
      overlay.arrange(plane, ink);
      overlay.paint(Float32Array.from(areas), reach, theme.signed);
      scale.show(reach);
      root.dataset.state = heat ? "shown" : "asked";
      root.dataset.sum = heat ? String(Array.from(areas).reduce((sum, value) => sum + value, 0)) : "";
      root.dataset.reach = heat ? String(reach) : "";
    },
    mark: overlay.mark,
  };
}
