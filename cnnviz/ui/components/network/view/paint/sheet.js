// @ts-check
/**
 * Many maps on one canvas: a browser lays every canvas that is seen into the page by itself, and for a hundred of them
 * that takes longer than to compute and to paint them.
 */

import { element } from "../../dom.js";

/** @typedef {import("../types.js").Rectangle} Rectangle @typedef {import("./maps.js").CellPicture} CellPicture */

const MOST = 4e6; // pixels: a sheet of more is as sharp as these allow

/** @param {{width: number, height: number}} size px @param {number} ratio device pixels per px @returns {number} pixels per px */
export const sharpness = ({ width, height }, ratio) => Math.min(ratio, Math.sqrt(MOST / Math.max(1, width * height)));

/**
 * Write a picture of a pixel a cell larger: every pixel gets the colour of the cell that its middle lies in.
 *
 * @param {Uint32Array} sheet     @param {number} line   pixels in a line of the sheet
 * @param {Uint32Array} cells     @param {number} columns   cells in a line of the picture
 * @param {number} rows
 * @param {Rectangle} place       whole pixels on the sheet
 */
export function enlarge(sheet, line, cells, columns, rows, { x, y, width, height }) {
  let copied = -1;
  for (let down = 0; down < height; down++) {
    const start = (y + down) * line + x;
    const row = Math.floor(((down + 0.5) * rows) / height);
    if (row === copied) {
      sheet.copyWithin(start, start - line, start - line + width);
      continue;
    }
    copied = row;
    for (let column = 0, right = 0; column < columns; column++) {
      const colour = cells[row * columns + column];
      // The first pixel whose middle lies beyond the cell.
      for (const end = Math.ceil(((column + 1) * width) / columns - 0.5); right < end; right++) sheet[start + right] = colour;
    }
  }
}

/** @typedef {ReturnType<typeof createSheet>} Sheet */

/** @param {string} name the class */
export function createSheet(name) {
  const root = element("canvas", { class: name, "aria-hidden": "true" });
  const context = root.getContext("2d", { willReadFrequently: true });
  /** @type {ImageData} */
  let image;
  let pixels = new Uint32Array(0);
  let ratio = 1;

  /** @param {Rectangle} place px @returns {Rectangle} whole pixels */
  function snapped({ x, y, width, height }) {
    const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
    return { x: left, y: top, width: Math.round((x + width) * ratio) - left, height: Math.round((y + height) * ratio) - top };
  }

  return {
    root: /** @type {HTMLCanvasElement} */ (root),

    /** Empty, and of this size from now on. @param {{width: number, height: number}} size px */
    lay(size) {
      ratio = sharpness(size, devicePixelRatio);
      root.width = Math.max(1, Math.round(size.width * ratio));
      root.height = Math.max(1, Math.round(size.height * ratio));
      root.style.width = `${root.width / ratio}px`;
      root.style.height = `${root.height / ratio}px`;
      image = context.createImageData(root.width, root.height);
      pixels = new Uint32Array(image.data.buffer);
    },

    /** Seen after the next `show`. @param {CellPicture} picture @param {Rectangle} place px */
    put({ pixels: cells, canvas }, place) {
      enlarge(pixels, root.width, cells, canvas.width, canvas.height, snapped(place));
    },

    /** Nothing is seen after the next `show` but what is put until then. */
    empty() { pixels.fill(0); },

    show() {
      context.putImageData(image, 0, 0);
    },

    clear() {
      pixels.fill(0);
      context.putImageData(image, 0, 0);
    },
  };
}
