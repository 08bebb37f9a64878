// @ts-check
/** Where a stage, or one of its maps, is strongest on the learner's digit, and the patch that it sees there. */

import { cellsPerMap, channelsOf, isPicture } from "../../network/view/chain.js";
import { squareOf } from "./costs.js";

/** @typedef {import("../types.js").Read} Read */

/** @param {Read} read @param {number} index of a stage @param {number} channel */
export function strongestIn({ network, values }, index, channel) {
  const stage = network.stages[index];
  const count = cellsPerMap(stage);
  const start = stage.offset + channel * count;
  let at = 0;
  for (let cell = 1; cell < count; cell++) if (values[start + cell] > values[start + at]) at = cell;
  const columns = isPicture(stage) ? stage.shape[2] : count;
  return { channel, row: Math.floor(at / columns), column: at % columns, value: values[start + at] };
}

/** The strongest cell of all its maps. @param {Read} read @param {number} index */
export function strongestOf(read, index) {
  const found = Array.from({ length: channelsOf(read.network.stages[index]) }, (_, channel) => strongestIn(read, index, channel));
  return found.reduce((best, one) => (one.value > best.value ? one : best));
}

/**
 * What a square shows of the digit: its pixels row by row, 0 beyond the picture.
 * @param {Read} read @param {import("./costs.js").Square} square
 */
export function patchIn({ network, values }, { top, left, height, width }) {
  const [input] = network.stages;
  const [rows, columns] = input.shape.slice(1);
  const pixels = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = [top + row, left + column];
      if (y >= 0 && y < rows && x >= 0 && x < columns) pixels[row * width + column] = values[input.offset + y * columns + x];
    }
  }
  return pixels;
}

/** The patch of the digit that excites a map most. @param {Read} read @param {number} index @param {number} channel */
export function ownPatch(read, index, channel) {
  const cell = strongestIn(read, index, channel);
  const square = squareOf(read.network.stages, index, cell);
  return { cell, square, pixels: patchIn(read, square) };
}
