// @ts-check
/** Where a cell lies, and which cells of the stage before its window covers. */

import { cellsPerMap, inputsOf, isPicture } from "../view/chain.js";

/** @typedef {import("./types.js").Stage} Stage @typedef {import("./types.js").Cell} Cell */

/**
 * How many rows and columns of cells one of its maps has; a vector is one row.
 * @param {Stage} stage @returns {{rows: number, columns: number}}
 */
export function positions(stage) {
  return isPicture(stage)
    ? { rows: stage.shape[1], columns: stage.shape[2] }
    : { rows: 1, columns: cellsPerMap(stage) };
}

/**
 * The stage that a stage is computed from.
 * @param {import("./types.js").Network} network @param {number} index
 * @returns {number | null} its index; null for the input, and where there are several or none can be told
 */
export function inputOf(network, index) {
  const inputs = inputsOf(network.stages, index);
  return inputs.length === 1 && network.stages[index].inputs.length === 1 ? inputs[0] : null;
}

/**
 * What the window of the cell (row, column) covers of an input map. A stage that works cell by cell has a window of
 * one cell; a vector computed from all of its input has a window over all of it.
 *
 * @param {Stage} stage @param {Stage} inputStage @param {number} row @param {number} column
 * @returns {import("./types.js").Window}
 */
export function sourceWindow(stage, inputStage, row, column) {
  const { kernel_size: kernel, stride, padding, dilation } = stage;
  if (kernel && stride && padding && dilation) {
    return {
      top: row * stride[0] - padding[0],
      left: column * stride[1] - padding[1],
      height: kernel[0],
      width: kernel[1],
      rowStep: dilation[0],
      columnStep: dilation[1],
    };
  }
  if (stage.kind === "dense" || stage.kind === "softmax") {
    const { rows, columns } = positions(inputStage);
    return { top: 0, left: 0, height: rows, width: columns, rowStep: 1, columnStep: 1 };
  }
  return { top: row, left: column, height: 1, width: 1, rowStep: 1, columnStep: 1 };
}

/**
 * Where in its stage's values a cell lies.
 * @param {Stage} stage @param {{channel: number, row: number, column: number}} cell
 */
export function indexIn(stage, { channel, row, column }) {
  const { rows, columns } = positions(stage);
  return (channel * rows + row) * columns + column;
}

/**
 * The recorded value of a cell.
 * @param {import("./types.js").Read} read @param {Cell} cell
 */
export function valueAt(read, cell) {
  const stage = read.network.stages[cell.stage];
  return read.values[stage.offset + indexIn(stage, cell)];
}

/** @param {Stage} stage @param {Cell} cell @returns {boolean} whether the stage has such a cell */
export function hasCell(stage, { channel, row, column }) {
  const { rows, columns } = positions(stage);
  const channels = isPicture(stage) ? stage.shape[0] : 1;
  return isBelow(channel, channels) && isBelow(row, rows) && isBelow(column, columns);
}

/** @param {number} index @param {number} count */
const isBelow = (index, count) => Number.isInteger(index) && index >= 0 && index < count;

/** @param {import("./types.js").Cell} one @param {import("./types.js").Cell} other */
export const sameCell = (one, other) =>
  one.stage === other.stage && one.channel === other.channel && one.row === other.row && one.column === other.column;
