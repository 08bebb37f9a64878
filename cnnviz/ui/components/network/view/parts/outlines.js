// @ts-check
/** Outlines of cells, drawn over the maps of the plane. */

import { svg } from "../../dom.js";
import { around, piecesOf } from "../layout/pieces.js";

/**
 * @typedef {import("../../arithmetic/field.js").Outline} Outline
 * @typedef {import("../layout/wide.js").StageBox} StageBox
 * @typedef {import("./maps.js").MapPart} MapPart
 */

/** @returns {{root: SVGElement, show: (outlines: Outline[], boxes: StageBox[], aside: MapPart[]) => void, hide: () => void}} */
export function createOutlines() {
  const root = svg("svg", { class: "nv-outlines", "aria-hidden": "true" });
  const [whole, halo, line] = ["nv-whole", "nv-halo", "nv-outline"].map((name) => svg("path", { class: name }));
  root.append(whole, halo, line);
  /** @type {MapPart[]} */
  let marked = [];

  /** @param {MapPart[]} maps that do not lie on the plane: they are outlined as a whole */
  function mark(maps) {
    for (const map of marked) map.button.classList.remove("is-outlined");
    for (const map of maps) map.button.classList.add("is-outlined");
    marked = maps;
  }

  return {
    root,
    show(outlines, boxes, aside) {
      let parts = "";
      let wholes = "";
      for (const { stage, mask, channels } of outlines) {
        const box = boxes.find((one) => one.stage === stage);
        if (!box || !mask.includes(1)) continue;
        const path = around(piecesOf(mask, box.cells.columns), box.maps[0], box.cells, devicePixelRatio);
        const places = channels ? channels.map((channel) => box.maps[channel]) : box.maps;
        const paths = places.map(({ x, y }) => `M${x} ${y}${path}`).join("");
        if (mask.includes(0)) parts += paths;
        else wholes += paths;
      }
      whole.setAttribute("d", wholes);
      halo.setAttribute("d", parts);
      line.setAttribute("d", parts);
      mark(aside.filter((map) => outlines.some(({ stage, mask }) => stage === map.stage && mask.includes(1))));
    },
    hide() {
      for (const path of [whole, halo, line]) path.setAttribute("d", "");
      mark([]);
    },
  };
}
