// @ts-check
/** The chosen map of the moved digit, before pooling and after, and what changed in it. */

import { pool } from "./pool.js";
import { atTheSamePlace, movedBack, through } from "./shifting.js";

/** @typedef {import("./sight.js").Sight} Sight @typedef {import("./shifting.js").Grid} Grid @typedef {import("./shifting.js").Change} Change */

/**
 * The maps of the moved digit, before pooling and after, and how they differ from those of the digit where it was.
 * @param {Sight} sight @param {import("../types.js").Scene} scene @returns {{grid: Grid, change: Change}[]}
 */
export function changesOf({ before, channel, maps, rows, columns, window, stride, move, compare, read }, { arrays, data }) {
  const { shape, values } = arrays.shifted; // (moves, maps, rows, columns)
  const at = (/** @type {number[]} */ [down, right]) => {
    const place = data.moves.findIndex((/** @type {number[]} */ one) => one[0] === down && one[1] === right);
    const start = (place * shape[1] + maps.indexOf(channel)) * rows * columns;
    const grid = { rows, columns, values: values.subarray(start, start + rows * columns) };
    const pooled = pool(grid.values, rows, columns, window, stride);
    return [grid, { rows: pooled.rows, columns: pooled.columns, values: pooled.largest }];
  };
  const [still, moved] = [at([0, 0]), at(move)];
  const field = /** @type {import("./shifting.js").Field} */ (before.receptive_field);
  const fields = [field, through(field, window, stride)];
  const picture = read.network.stages[0].shape.slice(1);
  return moved.map((grid, index) => ({
    grid,
    change: compare === "place"
      ? atTheSamePlace(still[index], grid, data.tolerance)
      : movedBack(still[index], grid, move, fields[index], picture, data.tolerance),
  }));
}
