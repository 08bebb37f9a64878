// @ts-check
/** What is left after a pooling: the side, the cells, and what the next layer has to multiply. */

import { inputsOf, startsBlock } from "../../network/view/chain.js";
import { sideAfter } from "./pool.js";

/** @typedef {import("../../network/view/types.js").Stage} Stage @typedef {{before: number, after: number}} Pair */

/**
 * The next layer with weights behind a stage. @param {Stage[]} stages @param {number} index @returns {Stage | null}
 */
export function nextLayer(stages, index) {
  let at = index;
  for (let next = index + 1; next < stages.length; next++) {
    if (!inputsOf(stages, next).includes(at)) continue;
    if (startsBlock(stages[next])) return stages[next];
    at = next;
  }
  return null;
}

/**
 * Multiplications of a layer for maps of so many rows and columns; those with the padding's zeros are done, and count.
 * @param {Stage} layer a convolution or a dense layer @param {number} channels @param {number} rows @param {number} columns
 */
export function multiplications(layer, channels, rows, columns) {
  const outputs = layer.shape[0];
  const { kernel_size: kernel, stride, padding, dilation, weightShape } = layer;
  if (!kernel || !stride || !padding || !dilation) return outputs * channels * rows * columns;
  const side = (/** @type {number} */ cells, /** @type {number} */ axis) =>
    sideAfter(cells + 2 * padding[axis], dilation[axis] * (kernel[axis] - 1) + 1, stride[axis]);
  const weights = (weightShape ? weightShape[1] : channels) * kernel[0] * kernel[1];
  return outputs * side(rows, 0) * side(columns, 1) * weights;
}

/**
 * @param {Stage[]} stages @param {number} index of the pooling @param {Stage} before what it is given
 * @param {number} window @param {number} stride
 * @returns {{side: Pair, cells: Pair, next: {name: string, before: number, after: number} | null}}
 */
export function remains(stages, index, before, window, stride) {
  const [channels, rows, columns] = before.shape;
  const after = [sideAfter(rows, window, stride), sideAfter(columns, window, stride)];
  const layer = nextLayer(stages, index);
  return {
    side: { before: columns, after: after[1] },
    cells: { before: channels * rows * columns, after: channels * after[0] * after[1] },
    next: layer && {
      name: layer.name,
      before: multiplications(layer, channels, rows, columns),
      after: multiplications(layer, channels, after[0], after[1]),
    },
  };
}
