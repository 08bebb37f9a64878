// @ts-check
/** Where a row that is dragged along a list would come to stand: numbers only. */

/** @typedef {{top: number, bottom: number}} Row   of the list as it stands, in px from any one place */

/**
 * The place that the row takes when it is let go: behind every other one whose middle it has passed.
 * @param {Row[]} rows in order @param {number} from the dragged one's place @param {number} by px it has been moved, down is positive
 */
export function placeAt(rows, from, by) {
  const { top, bottom } = rows[from];
  return rows.filter((row, at) => at !== from && (at < from ? middle(row) < top + by : middle(row) < bottom + by)).length;
}

/** @param {Row} row */
const middle = ({ top, bottom }) => (top + bottom) / 2;

/**
 * Where the line is drawn that shows this place; null where the row would stay.
 * @param {Row[]} rows @param {number} from @param {number} to
 */
export function lineAt(rows, from, to) {
  if (to === from) return null;
  return to < from ? rows[to].top : rows[to].bottom;
}

/**
 * How fast what is around scrolls when the pointer is near an edge of it, px a frame; up is negative.
 * @param {number} y of the pointer @param {number} top @param {number} bottom
 */
export function scrollAt(y, top, bottom) {
  if (y < top + EDGE) return -SPEED * Math.min(1, (top + EDGE - y) / EDGE);
  if (y > bottom - EDGE) return SPEED * Math.min(1, (y - bottom + EDGE) / EDGE);
  return 0;
}

const EDGE = 56; // px
const SPEED = 12; // px a frame
