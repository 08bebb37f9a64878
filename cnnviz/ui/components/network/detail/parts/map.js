// @ts-check
/** A map at so many px a cell: its padding as a hatched ring around it, and what is marked on it. */

import { element, svg } from "../../dom.js";
import { CellPicture } from "../../view/paint/maps.js";

/**
 * @typedef {import("../../arithmetic/types.js").Window} Window
 * @typedef {{top: number, left: number, bottom: number, right: number}} Ring   cells of padding on each side
 * @typedef {{columns: number, rows: number, cell: number, ring?: Ring}} Shape    cell: px
 */

const NO_RING = { top: 0, left: 0, bottom: 0, right: 0 };
const MARKS = ["next", "window", "tap", "cell"];

export function createMap() {
  const canvas = element("canvas", { class: "dt-cells", "aria-hidden": "true" });
  const ground = element("span", { class: "dt-ground" });
  const overlay = svg("svg", { class: "dt-marks", "aria-hidden": "true" });
  const root = element("span", { class: "dt-map" }, ground, canvas, overlay);
  // Each mark twice: a wide line in the background's colour below, so that it is seen on every cell.
  const marks = Object.fromEntries(
    MARKS.map((name) => {
      const paths = [svg("path", { class: "dt-halo" }), svg("path", { class: `dt-mark is-${name}` })];
      const group = svg("g", { visibility: "hidden" });
      group.append(...paths);
      overlay.append(group);
      return [name, { group, paths, outline: "", place: "", shown: false }];
    }),
  );
  /** @type {CellPicture} */
  let picture;
  /** @type {{sheet: import("../../view/paint/sheet.js").Sheet, place: import("../../view/types.js").Rectangle} | null} */
  let lying = null;
  let shape = { columns: 0, rows: 0, cell: 0, ring: NO_RING };

  /** @param {string} name @param {string} outline @param {number} row @param {number} column */
  function put(name, outline, row, column) {
    const mark = marks[name];
    if (mark.outline !== outline) {
      mark.outline = outline;
      for (const path of mark.paths) path.setAttribute("d", outline);
    }
    const { cell, ring } = shape;
    const place = `translate(${(column + ring.left) * cell} ${(row + ring.top) * cell})`;
    if (mark.place !== place) {
      mark.place = place;
      mark.group.setAttribute("transform", place);
    }
    if (!mark.shown) {
      mark.shown = true;
      mark.group.setAttribute("visibility", "visible");
    }
  }

  return {
    root,
    canvas,

    /** @param {Shape} next */
    setShape({ columns, rows, cell, ring = NO_RING }) {
      shape = { columns, rows, cell, ring };
      const width = (columns + ring.left + ring.right) * cell;
      const height = (rows + ring.top + ring.bottom) * cell;
      root.style.width = `${width}px`;
      root.style.height = `${height}px`;
      root.classList.toggle("is-padded", ring.top + ring.left + ring.bottom + ring.right > 0);
      for (const { style } of [ground, canvas]) {
        style.inset = `${ring.top * cell}px auto auto ${ring.left * cell}px`;
        style.width = `${columns * cell}px`;
        style.height = `${rows * cell}px`;
      }
      overlay.setAttribute("width", String(width));
      overlay.setAttribute("height", String(height));
      if (!picture || canvas.width !== columns || canvas.height !== rows) picture = new CellPicture(canvas, columns, rows);
      for (const name of MARKS) this.unmark(name);
    },

    /**
     * @param {Float32Array} values @param {number} start @param {number} count @param {number} reach
     * @param {Uint32Array} ramp @param {number | null} [filled] cells that are painted, in reading order; the rest is blank
     */
    paint(values, start, count, reach, ramp, filled = null) {
      root.classList.toggle("is-filling", filled !== null);
      const painted = filled === null ? count : Math.min(filled, count);
      if (painted < picture.pixels.length) picture.pixels.fill(0);
      picture.paint(values, start, painted, reach, ramp);
      lying?.sheet.put(picture, lying.place);
    },

    /**
     * The map is seen on a sheet that it shares with others; its own canvas holds a pixel a cell.
     * @param {import("../../view/paint/sheet.js").Sheet} sheet @param {import("../../view/types.js").Rectangle} place px on it
     */
    lieOn(sheet, place) {
      lying = { sheet, place };
      canvas.classList.add("is-unseen");
      sheet.put(picture, place);
    },

    /** The cells that a window covers, one frame around them, or, where it skips cells, one around each. @param {"window" | "next"} name @param {Window} window */
    markWindow(name, { top, left, height, width, rowStep, columnStep }) {
      const { cell } = shape;
      let outline = "";
      marks[name].group.classList.toggle("is-skipping", rowStep > 1 || columnStep > 1);
      if (rowStep === 1 && columnStep === 1) outline = rectangle(0, 0, width * cell, height * cell);
      else
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++)
            outline += rectangle(column * columnStep * cell, row * rowStep * cell, cell, cell);
      put(name, outline, top, left);
    },

    /** @param {"cell" | "tap"} name @param {number} row @param {number} column */
    markCell(name, row, column) {
      put(name, rectangle(0, 0, shape.cell, shape.cell), row, column);
    },

    /** @param {string} name */
    unmark(name) {
      const mark = marks[name];
      if (!mark.shown) return;
      mark.shown = false;
      mark.group.setAttribute("visibility", "hidden");
    },

    /** @param {PointerEvent} event @returns {{row: number, column: number}} the cell under the pointer, or the nearest one */
    cellUnder(event) {
      const box = canvas.getBoundingClientRect();
      /** @param {number} share @param {number} count */
      const nth = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      return {
        row: nth((event.clientY - box.top) / box.height, shape.rows),
        column: nth((event.clientX - box.left) / box.width, shape.columns),
      };
    },
  };
}

/** @param {number} x @param {number} y @param {number} width @param {number} height */
const rectangle = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;
