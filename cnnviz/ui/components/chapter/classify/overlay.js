// @ts-check
/** Contributions over the digit: each area in its colour at its place, the digit's outline above. */

import { element, svg } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { contourOf } from "./contour.js";

const PIXELS = 28;
const INKED = 0.4; // of full ink: inside the outline
const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @typedef {import("./evidence.js").Plane} Plane */

/** @param {{label: string, point: (row: number, column: number) => void}} hooks an area is pointed at */
export function createOverlay({ label, point }) {
  const canvas = element("canvas", { class: "cl-areas", "aria-hidden": "true" });
  const picture = new CellPicture(canvas, 1, 1);
  const overlay = svg("svg", { class: "cl-lines", viewBox: `0 0 ${PIXELS} ${PIXELS}`, "aria-hidden": "true" });
  const lines = ["cl-halo", "cl-outline"].map((name) => svg("path", { class: name, fill: "none" }));
  const mark = svg("rect", { class: "cl-mark", fill: "none" });
  overlay.append(...lines, mark);
  const root = element("div", {
    class: "cl-over", tabindex: "0", role: "slider", "aria-label": label, "data-testid": "over-digit",
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const step = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      go(at.row + step[0], at.column + step[1]);
    },
    onpointermove: pointed,
    onpointerdown: pointed,
  }, canvas, overlay);
  /** @type {Plane} */
  let plane = { rows: 1, columns: 1, start: [0, 0], side: [PIXELS, PIXELS] };
  let at = { row: 0, column: 0 };
  let shape = "";

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = root.getBoundingClientRect();
    const place = (/** @type {number} */ share, /** @type {number} */ axis) => Math.floor((share * PIXELS - plane.start[axis]) / plane.side[axis]);
    go(place((event.clientY - box.top) / box.height, 0), place((event.clientX - box.left) / box.width, 1));
  }

  /** @param {number} row @param {number} column */
  function go(row, column) {
    point(Math.max(0, Math.min(plane.rows - 1, row)), Math.max(0, Math.min(plane.columns - 1, column)));
  }

  return {
    root,
    /** @param {Plane} next @param {ArrayLike<number>} ink */
    arrange(next, ink) {
      plane = next;
      const wanted = `${plane.rows} ${plane.columns}`;
      if (shape !== wanted) {
        shape = wanted;
        picture.wrap(plane.columns, plane.rows);
      }
      const share = (/** @type {number} */ pixels) => `${(100 * pixels) / PIXELS}%`;
      canvas.style.top = share(plane.start[0]);
      canvas.style.left = share(plane.start[1]);
      canvas.style.height = share(plane.rows * plane.side[0]);
      canvas.style.width = share(plane.columns * plane.side[1]);
      const path = contourOf(ink, PIXELS, PIXELS, INKED);
      for (const line of lines) line.setAttribute("d", path);
      mark.setAttribute("height", String(plane.side[0]));
      mark.setAttribute("width", String(plane.side[1]));
    },
    /** @param {Float32Array} areas @param {number} reach @param {Uint32Array} ramp */
    paint(areas, reach, ramp) { picture.paint(areas, 0, areas.length, reach, ramp); },
    /** @param {number} row @param {number} column @param {string} spoken */
    mark(row, column, spoken) {
      at = { row, column };
      mark.setAttribute("y", String(plane.start[0] + row * plane.side[0]));
      mark.setAttribute("x", String(plane.start[1] + column * plane.side[1]));
      root.setAttribute("aria-valuemin", "0");
      root.setAttribute("aria-valuemax", String(plane.rows * plane.columns - 1));
      root.setAttribute("aria-valuenow", String(row * plane.columns + column));
      root.setAttribute("aria-valuetext", spoken);
    },
  };
}
