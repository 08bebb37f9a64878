// @ts-check
/** Painting: values become pixels through a table of colours, a cell a pixel. */

import { ENTRIES, STEPS } from "../ramps.js";

const NOTHING = 0; // transparent: what is not a number has no colour

/**
 * Write colours of `count` values into `pixels`.
 *
 * @param {Uint32Array} pixels      one entry a cell; more cells than values stay as they are
 * @param {Float32Array} values
 * @param {number} start            index of the first value
 * @param {number} count
 * @param {number} reach            the value painted in the last colour; -reach is painted in the first
 * @param {Uint32Array} ramp        ENTRIES colours
 */
export function colorize(pixels, values, start, count, reach, ramp) {
  if (!(reach > 0)) {
    pixels.fill(ramp[STEPS], 0, count);
    return;
  }
  const factor = STEPS / reach;
  const last = ENTRIES - 1;
  for (let cell = 0; cell < count; cell++) {
    const place = values[start + cell] * factor + STEPS + 0.5;
    pixels[cell] = place !== place ? NOTHING : ramp[place < 0 ? 0 : place > last ? last : place | 0];
  }
}

/** A picture of true resolution: a canvas with one pixel a cell, kept for every frame. */
export class CellPicture {
  /** @param {HTMLCanvasElement} canvas @param {number} columns @param {number} rows */
  constructor(canvas, columns, rows) {
    this.canvas = canvas;
    canvas.width = columns;
    canvas.height = rows;
    // Behind the size: to change that of a canvas with a context takes longer.
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    this.image = this.context.createImageData(columns, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Of so many cells from now on. It is empty then. @param {number} columns @param {number} rows */
  wrap(columns, rows) {
    this.canvas.width = columns;
    this.canvas.height = rows;
    this.image = this.context.createImageData(columns, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** @param {Float32Array} values @param {number} start @param {number} count @param {number} reach @param {Uint32Array} ramp */
  paint(values, start, count, reach, ramp) {
    colorize(this.pixels, values, start, count, reach, ramp);
    this.context.putImageData(this.image, 0, 0);
  }

  /** Leave nothing: transparent, the background shows. */
  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
