// @ts-check
/** Maps, filters and rows of numbers on one canvas each, a cell at so many px, in the network view's colours. */

import { colorize } from "../../network/view/paint/maps.js";
import { rangeOf } from "../../network/view/scales.js";

const TILES = 64; // sizes that are remembered

/**
 * How tiles of a size are laid out in a width.
 * @typedef {{count: number, rows: number, columns: number, across: number, cell: number, gap: number, width: number, height: number}} Layout
 */

/**
 * @param {number} count @param {number} rows of a tile @param {number} columns @param {{width: number, height: number, gap: number, most: number}} room most: px a cell
 * @returns {Layout} the largest whole px a cell with which all tiles fit; at least 1, and as many tiles as there is room for
 */
export function layout(count, rows, columns, { width, height, gap, most }) {
  for (let cell = most; cell >= 1; cell--) {
    const across = Math.min(count, Math.floor((width + gap) / (columns * cell + gap)));
    if (across < 1) continue;
    const lines = Math.ceil(count / across);
    if (cell > 1 && lines * (rows * cell + gap) - gap > height) continue;
    const fitting = Math.min(count, across * Math.max(1, Math.floor((height + gap) / (rows * cell + gap))));
    const down = Math.ceil(fitting / across);
    return { count: fitting, rows, columns, across, cell, gap, width: across * (columns * cell + gap) - gap, height: down * (rows * cell + gap) - gap };
  }
  return { count: 1, rows, columns, across: 1, cell: 1, gap, width: columns, height: rows };
}

/**
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values tile after tile @param {Layout} laid
 * @param {number} reach the value in the last colour @param {Uint32Array} ramp
 */
export function paintTiles(canvas, values, laid, reach, ramp) {
  const { count, rows, columns, across, cell, gap, width, height } = laid;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${width}px`;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const size = rows * columns;
  const { small, pen, image, pixels } = tileOf(rows, columns);
  for (let tile = 0; tile < count; tile++) {
    colorize(pixels, values, tile * size, size, reach, ramp);
    pen.putImageData(image, 0, 0);
    context.drawImage(small, (tile % across) * (columns * cell + gap), Math.floor(tile / across) * (rows * cell + gap), columns * cell, rows * cell);
  }
}

/** @typedef {{small: OffscreenCanvas, pen: OffscreenCanvasRenderingContext2D, image: ImageData, pixels: Uint32Array}} Tile */

/** @type {Map<string, Tile>} by size: to make one takes longer than to paint it */
const tiles = new Map();

/** @param {number} rows @param {number} columns @returns {Tile} */
function tileOf(rows, columns) {
  const size = `${rows} ${columns}`;
  const known = tiles.get(size);
  if (known) return known;
  if (tiles.size >= TILES) tiles.clear();
  const small = new OffscreenCanvas(columns, rows);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d"));
  const image = pen.createImageData(columns, rows);
  const made = { small, pen, image, pixels: new Uint32Array(image.data.buffer) };
  tiles.set(size, made);
  return made;
}

/** The largest distance from zero; numbers that are none do not count. @param {Float32Array} values */
export function reachOf(values) {
  const { low, high } = rangeOf(values, 0, values.length);
  return Math.max(high, -low) || 1;
}
