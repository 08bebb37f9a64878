// @ts-check
/** The digit with a square on it, and a patch cut out of it: white ink on black, crisp. */

import { element, paintInk, svg } from "../../network/dom.js";

/** @typedef {import("../types.js").Read} Read @typedef {import("./costs.js").Square} Square */

/** The digit at so many px. @param {number} side px @param {string} [more] a class */
export function createSight(side, more = "") {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const [halo, frame] = ["wn-halo", "wn-frame"].map((name) => svg("rect", { class: name, "vector-effect": "non-scaling-stroke" }));
  const marks = svg("svg", { class: "wn-marks", "aria-hidden": "true" });
  marks.append(halo, frame);
  const root = element("span", { class: `wn-sight ${more}`, style: `width: ${side}px; height: ${side}px` }, canvas, marks);
  /** @type {Read | null} */
  let painted = null;
  return {
    root,
    canvas,
    /** @param {Read} read @param {Square | null} square */
    show(read, square) {
      const [rows, columns] = read.network.stages[0].shape.slice(1);
      if (painted !== read) {
        painted = read;
        Object.assign(canvas, { width: columns, height: rows });
        const { offset, length } = read.network.stages[0];
        paintInk(canvas, read.values.subarray(offset, offset + length), 1);
        marks.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
      }
      marks.toggleAttribute("hidden", square === null);
      if (!square) return;
      const top = Math.max(0, square.top);
      const left = Math.max(0, square.left);
      const place = { x: left, y: top, width: Math.min(columns, square.left + square.width) - left, height: Math.min(rows, square.top + square.height) - top };
      for (const mark of [halo, frame]) for (const [name, value] of Object.entries(place)) mark.setAttribute(name, String(value));
    },
  };
}

/** @param {number} side px of the longer side */
export function createPatch(side) {
  const canvas = element("canvas", { class: "wn-patch", "aria-hidden": "true" });
  return {
    root: canvas,
    /** @param {ArrayLike<number>} pixels @param {number} rows @param {number} columns @param {number} full what is white */
    show(pixels, rows, columns, full) {
      if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
      const scale = side / Math.max(rows, columns);
      canvas.style.width = `${columns * scale}px`;
      canvas.style.height = `${rows * scale}px`;
      paintInk(canvas, pixels, full);
    },
  };
}
