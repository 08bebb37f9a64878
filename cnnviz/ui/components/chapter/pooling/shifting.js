// @ts-check
/** Which cells of a map change when the digit moves, cell by cell, as cnnviz/experiments/shift.py counts them. */

/**
 * @typedef {import("../../network/view/types.js").ReceptiveField} Field
 * @typedef {{rows: number, columns: number, values: Float32Array}} Grid
 *
 * @typedef {object} Change
 * @property {Uint8Array} cells    for each cell of the moved digit's map: 0 the same, 1 changed, 2 not compared
 * @property {number} changed
 * @property {number} compared
 * @property {number} size         the differences' sum, as a share of the compared numbers' sum, signs left out
 * @property {number[]} along      the map was moved back by so many cells (rows, columns)
 * @property {number[][]} bounds   rows and columns of the still map that are compared: from, to (not included)
 */

/** The field of a pooling's cells. @param {Field} field of the cells before it @param {number} window @param {number} stride @returns {Field} */
export const through = ({ size, step, offset }, window, stride) => ({
  size: size.map((pixels, axis) => pixels + (window - 1) * step[axis]),
  step: step.map((pixels) => pixels * stride),
  offset,
});

/** All cells, each at its own place. @param {Grid} still @param {Grid} moved @param {number} tolerance @returns {Change} */
export const atTheSamePlace = (still, moved, tolerance) => compare(still, moved, [0, 0], [[0, still.rows], [0, still.columns]], tolerance);

/**
 * After moving the map back: the cells that see nothing but the picture at both places. Where the move is no whole number of
 * cells, both whole numbers beside it are tried, and the better one counts.
 *
 * @param {Grid} still @param {Grid} moved @param {number[]} move pixels (down, right) @param {Field} field @param {number[]} picture
 * @param {number} tolerance @returns {Change}
 */
export function movedBack(still, moved, move, field, picture, tolerance) {
  const ways = move.map((pixels, axis) => [...new Set([Math.floor(pixels / field.step[axis]), Math.ceil(pixels / field.step[axis])])]);
  const found = ways[0].flatMap((down) => ways[1].map((right) => {
    const along = [down, right];
    const bounds = along.map((cells, axis) => inside(axis === 0 ? still.rows : still.columns, cells, field, picture, axis));
    return compare(still, moved, along, bounds, tolerance);
  }));
  const share = (/** @type {Change} */ { changed, compared }) => (compared ? changed / compared : 0);
  const far = (/** @type {Change} */ { along }) => Math.abs(along[0]) + Math.abs(along[1]);
  return found.reduce((best, one) => (share(one) < share(best) || (share(one) === share(best) && far(one) < far(best)) ? one : best));
}

/** Cells of the still map, from and to, that see the picture alone, and still do `cells` further. @param {number} count @param {number} cells @param {Field} field @param {number[]} picture @param {number} axis */
function inside(count, cells, { size, step, offset }, picture, axis) {
  const first = Math.max(0, Math.ceil(-offset[axis] / step[axis]));
  const last = Math.min(count - 1, Math.floor((picture[axis] - size[axis] - offset[axis]) / step[axis]));
  const low = Math.max(first, first - cells);
  return [low, Math.max(low, Math.min(last, last - cells) + 1)];
}

/** @param {Grid} still @param {Grid} moved @param {number[]} along @param {number[][]} bounds @param {number} tolerance @returns {Change} */
function compare(still, moved, along, bounds, tolerance) {
  const [[top, bottom], [left, right]] = bounds;
  const cells = new Uint8Array(moved.rows * moved.columns).fill(2);
  let [changed, difference, whole] = [0, 0, 0];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const one = still.values[row * still.columns + column];
      const place = (row + along[0]) * moved.columns + column + along[1];
      const away = Math.abs(moved.values[place] - one);
      difference += away;
      whole += Math.abs(one);
      cells[place] = Number(away > tolerance);
      changed += cells[place];
    }
  }
  return { cells, changed, compared: (bottom - top) * (right - left), size: whole > 0 ? difference / whole : 0, along, bounds };
}
