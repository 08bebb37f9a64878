// @ts-check
/** A pooling's cell: the largest number in its window, or the average of them. */

import { inputOf, positions, sourceWindow, valueAt } from "./geometry.js";

/** @typedef {import("./types.js").Term} Term */

/**
 * @param {import("./types.js").Read} read @param {import("./types.js").Cell} cell
 * @returns {import("./types.js").PoolingExplanation}
 */
export function explainPooling(read, cell) {
  const stage = read.network.stages[cell.stage];
  const source = /** @type {number} */ (inputOf(read.network, cell.stage));
  const before = read.network.stages[source];
  const window = sourceWindow(stage, before, cell.row, cell.column);
  const { rows, columns } = positions(before);
  const map = before.offset + cell.channel * rows * columns;
  /** @type {Term[]} */
  const terms = [];
  for (let down = 0; down < window.height; down++) {
    const row = window.top + down * window.rowStep;
    for (let right = 0; right < window.width; right++) {
      const column = window.left + right * window.columnStep;
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      terms.push({ row, column, inside, input: inside ? read.values[map + row * columns + column] : 0 });
    }
  }
  const known = { cell, input: { stage: source, channel: cell.channel }, window, terms, recorded: valueAt(read, cell) };
  if (stage.kind === "average_pooling") {
    const [above, beside] = /** @type {number[]} */ (stage.padding);
    // The padding counts as zeros; what lies beyond it does not count.
    const divisor = terms.filter(({ row, column }) => row < rows + above && column < columns + beside).length;
    const total = terms.reduce((sum, { input }) => sum + input, 0) / divisor;
    return { kind: "average_pooling", ...known, winner: null, from: null, divisor, total, result: total };
  }
  const winner = largest(terms);
  const { row, column, input: total } = terms[winner];
  const from = { stage: source, channel: cell.channel, row, column };
  return { kind: "max_pooling", ...known, winner, from, divisor: null, total, result: total };
}

/** @param {Term[]} terms @returns {number} index of the largest inside the map; as in PyTorch the first, and NaN wins */
function largest(terms) {
  let winner = -1;
  terms.forEach(({ inside, input }, index) => {
    if (!inside) return;
    if (winner < 0 || input > terms[winner].input || (Number.isNaN(input) && !Number.isNaN(terms[winner].input))) {
      winner = index;
    }
  });
  return winner;
}
