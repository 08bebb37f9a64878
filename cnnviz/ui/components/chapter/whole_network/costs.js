// @ts-check
/** What each stage of a network is and costs: shape, parameters, multiplications, and how much a cell sees. */

import { inputsOf, isPicture } from "../../network/view/chain.js";

/**
 * @typedef {import("../../network/view/types.js").Stage} Stage
 * @typedef {"input" | "features" | "shrinking" | "decision"} Part   which of the three steps it belongs to
 * @typedef {{rows: number, columns: number}} Field   pixels that a cell sees
 * @typedef {{top: number, left: number, height: number, width: number}} Square   in pixels; may reach beyond the picture
 */

/**
 * Products of a number and a weight in one pass, the zeros of the padding included; 0 for a stage without weights.
 * @param {Stage} stage
 */
export function multiplications({ kind, length, weightShape }) {
  if (!weightShape) return 0;
  const [outs, ...rest] = weightShape;
  const each = rest.reduce((product, side) => product * side, 1);
  if (kind === "convolution") return length * each;
  return kind === "dense" ? outs * each : 0;
}

/** @param {Stage} stage @returns {Part} */
export function partOf(stage) {
  if (stage.kind === "input") return "input";
  if (stage.kind === "max_pooling" || stage.kind === "average_pooling") return "shrinking";
  return isPicture(stage) ? "features" : "decision";
}

/** A row of numbers that was flattened sees what the maps before it saw. @param {Stage[]} stages @param {number} index */
function fieldOwner(stages, index) {
  let at = index;
  while (!stages[at].receptive_field && stages[at].kind !== "input") {
    const [before] = inputsOf(stages, at);
    if (before === undefined || stages[at].kind !== "flatten") return null;
    at = before;
  }
  return stages[at];
}

/** @param {Stage[]} stages @param {number} index @returns {Field} how many pixels one of its cells sees; all, where that is not known */
export function fieldOf(stages, index) {
  const owner = fieldOwner(stages, index);
  if (owner?.kind === "input") return { rows: 1, columns: 1 };
  const [rows, columns] = owner?.receptive_field?.size ?? stages[0].shape.slice(1);
  return { rows, columns };
}

/**
 * What the cell of a stage sees whose sight lies around a pixel, or nearest to it.
 * @param {Stage[]} stages @param {number} index @param {{row: number, column: number}} pixel @returns {Square}
 */
export function squareAround(stages, index, { row, column }) {
  const owner = fieldOwner(stages, index);
  const { rows, columns } = fieldOf(stages, index);
  if (!owner) return { top: 0, left: 0, height: rows, width: columns };
  if (owner.kind === "input") return { top: row, left: column, height: 1, width: 1 };
  const { step, offset } = /** @type {import("../../network/view/types.js").ReceptiveField} */ (owner.receptive_field);
  const cells = isPicture(owner) ? owner.shape.slice(1) : [1, 1];
  const [top, left] = [[row, rows], [column, columns]].map(([pixel, size], axis) => {
    const cell = step[axis] ? Math.round((pixel - (size - 1) / 2 - offset[axis]) / step[axis]) : 0;
    return offset[axis] + Math.max(0, Math.min(cells[axis] - 1, cell)) * step[axis];
  });
  return { top, left, height: rows, width: columns };
}

/**
 * What one cell sees. @param {Stage[]} stages @param {number} index @param {{row: number, column: number}} cell @returns {Square}
 */
export function squareOf(stages, index, cell) {
  const { receptive_field: field } = stages[index];
  const { rows, columns } = fieldOf(stages, index);
  if (!field || !isPicture(stages[index])) return squareAround(stages, index, cell);
  return { top: field.offset[0] + cell.row * field.step[0], left: field.offset[1] + cell.column * field.step[1], height: rows, width: columns };
}

/** The pixel in the middle of a square. @param {Square} square */
export const middleOf = ({ top, left, height, width }) => ({ row: Math.floor(top + (height - 1) / 2), column: Math.floor(left + (width - 1) / 2) });

/**
 * The first stage whose cells see at least so many pixels, a side.
 * @param {Stage[]} stages @param {number} side @returns {number} its index
 */
export function firstSeeing(stages, side) {
  return stages.findIndex((_, index) => {
    const { rows, columns } = fieldOf(stages, index);
    return Math.min(rows, columns) >= side;
  });
}

/** @param {Stage[]} stages @param {number} index @returns {number} parameters of the stages up to this one */
export const parametersUpTo = (stages, index) => stages.slice(0, index + 1).reduce((sum, stage) => sum + (stage.parameters ?? 0), 0);
