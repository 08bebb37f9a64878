// @ts-check
/** The outline of some of a map's cells, as an SVG path. */

/**
 * @typedef {object} Piece   cells that hang together
 * @property {number} top
 * @property {number} left
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} cells   their indices
 */

const LEAST = 3; // px: a smaller cell is outlined as if it were as large

/**
 * @param {Uint8Array} mask      1 for the cells that belong to it
 * @param {number} columns       cells in a line
 * @returns {Piece[]}
 */
export function piecesOf(mask, columns) {
  const left = mask.slice();
  /** @type {Piece[]} */
  const pieces = [];
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start)) {
    left[start] = 0;
    const cells = [start];
    let [first, last, top, bottom] = [columns, -1, Infinity, -1];
    for (let next = 0; next < cells.length; next++) {
      const cell = cells[next];
      const column = cell % columns;
      const row = (cell - column) / columns;
      first = Math.min(first, column);
      last = Math.max(last, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      for (const [near, inside] of /** @type {[number, boolean][]} */ ([
        [cell - 1, column > 0], [cell + 1, column < columns - 1], [cell - columns, true], [cell + columns, true],
      ])) {
        if (!inside || !left[near]) continue;
        left[near] = 0;
        cells.push(near);
      }
    }
    pieces.push({ top, left: first, rows: bottom - top + 1, columns: last - first + 1, cells });
  }
  return pieces;
}

/**
 * A path around the cells, for a line of 2 px that lies outside of them, on whole device pixels.
 *
 * @param {Piece[]} pieces
 * @param {{width: number, height: number}} size   px of the map
 * @param {{columns: number, rows: number}} cells  of the map
 * @param {number} [ratio]   device pixels per px
 * @returns {string} commands relative to the map's top left corner, to follow a "M x y"
 */
export function around(pieces, size, cells, ratio = 1) {
  const cell = { width: size.width / cells.columns, height: size.height / cells.rows };
  /** @param {number} value */
  const snap = (value) => Math.round(value * ratio) / ratio;
  const pen = { x: 0, y: 0 };
  let path = "";
  /** @param {number} x @param {number} y */
  const move = (x, y) => {
    path += `m${px(x - pen.x)} ${px(y - pen.y)}`;
    pen.x = x;
    pen.y = y;
  };
  for (const piece of pieces) {
    if (piece.cells.length === piece.rows * piece.columns) {
      const width = Math.max(LEAST, snap((piece.left + piece.columns) * cell.width) - snap(piece.left * cell.width)) + 2;
      const height = Math.max(LEAST, snap((piece.top + piece.rows) * cell.height) - snap(piece.top * cell.height)) + 2;
      move(snap(piece.left * cell.width) - 1, snap(piece.top * cell.height) - 1);
      path += `h${px(width)}v${px(height)}h${px(-width)}z`;
      continue;
    }
    const own = new Set(piece.cells);
    for (const index of piece.cells) {
      const column = index % cells.columns;
      const row = (index - column) / cells.columns;
      const [x1, x2] = [snap(column * cell.width), snap((column + 1) * cell.width)];
      const [y1, y2] = [snap(row * cell.height), snap((row + 1) * cell.height)];
      /** @param {boolean} edge @param {number} x @param {number} y @param {"h" | "v"} way @param {number} length */
      const side = (edge, x, y, way, length) => {
        if (!edge) return;
        move(x, y);
        path += `${way}${px(length)}`;
        pen[way === "h" ? "x" : "y"] += length;
      };
      side(!own.has(index - cells.columns), x1, y1, "h", x2 - x1);
      side(!own.has(index + cells.columns), x1, y2, "h", x2 - x1);
      side(column === 0 || !own.has(index - 1), x1, y1, "v", y2 - y1);
      side(column === cells.columns - 1 || !own.has(index + 1), x2, y1, "v", y2 - y1);
    }
  }
  return path;
}

/** @param {number} value */
const px = (value) => Math.round(value * 100) / 100;
