// @ts-check
/** What a filter answers to strokes that were drawn for it, and whether that is what a task wants. */

import { wholeMap } from "../../network/arithmetic/convolution.js";
import { layerRead } from "./layer.js";

/** @typedef {{name: string, wanted: string[], unwanted: string[], factor: number}} Task */

/**
 * The map of one stroke, and its strongest answer after ReLU. Stride 1, no padding: edges of the picture are no strokes.
 * @param {import("../types.js").Tensor} strokes (strokes, rows, columns) @param {number} index @param {import("./layer.js").Filter} filter
 */
export function answerTo({ shape, values }, index, filter) {
  const [, rows, columns] = shape;
  const picture = { channels: 1, rows, columns, values: values.slice(index * rows * columns, (index + 1) * rows * columns) };
  const read = layerRead(picture, { ...filter, kernels: [filter.kernels[0]], stride: 1, padding: 0 });
  const map = wholeMap(read, 1, 0);
  const [, outRows, outColumns] = read.network.stages[1].shape;
  return { map, rows: outRows, columns: outColumns, strongest: map.reduce((most, value) => Math.max(most, value), 0) };
}

/** @param {Task} task @param {(name: string) => number} answer @returns {boolean} */
export function isSolved({ wanted, unwanted, factor }, answer) {
  const least = Math.min(...wanted.map(answer));
  return least > 0 && unwanted.every((name) => least >= factor * answer(name));
}
