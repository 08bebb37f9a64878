// @ts-check
/** The outline of the ink: along the edges of the pixels that hold more than so much of it. */

/**
 * @param {ArrayLike<number>} pixels @param {number} rows @param {number} columns @param {number} level
 * @returns {string} an SVG path in pixels: each edge between a pixel above the level and one below it
 */
export function contourOf(pixels, rows, columns, level) {
  const inked = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < rows && column >= 0 && column < columns && pixels[row * columns + column] > level;
  let path = "";
  for (let row = 0; row <= rows; row++) {
    path += runs(columns, (column) => inked(row, column) !== inked(row - 1, column), (from, length) => `M${from} ${row}h${length}`);
  }
  for (let column = 0; column <= columns; column++) {
    path += runs(rows, (row) => inked(row, column) !== inked(row, column - 1), (from, length) => `M${column} ${from}v${length}`);
  }
  return path;
}

/** Edges that follow each other make one line. @param {number} count @param {(at: number) => boolean} edge @param {(from: number, length: number) => string} line */
function runs(count, edge, line) {
  let path = "";
  for (let at = 0; at < count; at++) {
    const from = at;
    while (at < count && edge(at)) at++;
    if (at > from) path += line(from, at - from);
  }
  return path;
}
