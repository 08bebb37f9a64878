// @ts-check
/** Lines from what a map is computed from to the map, drawn over the network for what is pointed at alone. */

import { svg } from "../../dom.js";
import { curve, outline } from "../layout/curves.js";

/** @typedef {import("../types.js").Rectangle} Rectangle */

/**
 * @typedef {object} Connections
 * @property {SVGElement} root
 * @property {(target: Rectangle, sources: Rectangle[], downwards: boolean, starts?: Rectangle[]) => void} show   lines start
 *   at the sources, or at what is given for them
 * @property {() => void} hide
 */

/** @returns {Connections} */
export function createConnections() {
  const root = svg("svg", { class: "nv-connections", "aria-hidden": "true" });
  const lines = svg("path", { class: "nv-lines" });
  const sources = svg("path", { class: "nv-sources" });
  const target = svg("path", { class: "nv-target" });
  root.append(lines, sources, target);
  return {
    root,
    show(to, from, downwards, starts = from) {
      lines.setAttribute("d", [...new Set(starts.map((source) => curve(source, to, downwards)))].join(""));
      sources.setAttribute("d", from.map((source) => outline(source, 1.5)).join(""));
      target.setAttribute("d", outline(to, 2.5));
    },
    hide() {
      for (const path of [lines, sources, target]) path.setAttribute("d", "");
    },
  };
}
