// @ts-check
/** Max and average pooling of one map without padding, as PyTorch does it. */

/**
 * @typedef {object} Pooled
 * @property {number} rows
 * @property {number} columns
 * @property {Float32Array} largest
 * @property {Float32Array} average
 * @property {Int32Array} winners   for each cell, where in the map its largest number lies: the first of several
 */

/** How many windows fit into a side: what is left over at its end is not looked at. @param {number} side @param {number} window @param {number} stride */
export const sideAfter = (side, window, stride) => (side < window ? 0 : Math.floor((side - window) / stride) + 1);

/**
 * @param {ArrayLike<number>} values row after row @param {number} rows @param {number} columns
 * @param {number} window cells a side @param {number} stride cells from one window to the next @returns {Pooled}
 */
export function pool(values, rows, columns, window, stride) {
  const after = { rows: sideAfter(rows, window, stride), columns: sideAfter(columns, window, stride) };
  const count = after.rows * after.columns;
  const [largest, average, winners] = [new Float32Array(count), new Float32Array(count), new Int32Array(count)];
  for (let cell = 0; cell < count; cell++) {
    const top = Math.floor(cell / after.columns) * stride;
    const left = (cell % after.columns) * stride;
    let winner = top * columns + left;
    let sum = 0;
    for (let row = top; row < top + window; row++) {
      for (let column = left; column < left + window; column++) {
        const place = row * columns + column;
        sum += values[place];
        if (values[place] > values[winner]) winner = place;
      }
    }
    largest[cell] = values[winner];
    average[cell] = sum / (window * window);
    winners[cell] = winner;
  }
  return { ...after, largest, average, winners };
}

/**
 * How many cells of a map no window looks at: left over at its ends, or jumped over by a stride larger than the window.
 * @param {number} rows @param {number} columns @param {number} window @param {number} stride
 */
export function unseen(rows, columns, window, stride) {
  const seen = (/** @type {number} */ side) => {
    const windows = sideAfter(side, window, stride);
    return windows === 0 ? 0 : stride >= window ? windows * window : (windows - 1) * stride + window;
  };
  return rows * columns - seen(rows) * seen(columns);
}
