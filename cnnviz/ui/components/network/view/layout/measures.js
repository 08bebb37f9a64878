// @ts-check
/** How much room things take: in the whole view, and in the low one above an open detail. All in px. */

import { shapeWidth, titleWidth } from "./labels.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 *
 * @typedef {object} Measure
 * @property {number[]} scales      px a cell, the largest first; halves paint evenly
 * @property {number} readable      px a cell: below this one rather scrolls sideways
 * @property {number[]} scrolled   px a cell where one scrolls, at least and at most
 * @property {number} smallestMap   for a map of few cells in a network of large ones
 * @property {number} strip         thinnest strip
 * @property {{map: number, grid: number, narrow: number, betweenGrids: number, wide: number}} gap   the least there is
 * @property {{grid: number, narrow: number, wide: number}} widest   gaps where there is room
 * @property {number} room          for lines in a wide gap, before anything is enlarged
 * @property {number} header        above the maps
 * @property {number} footer        below them
 * @property {boolean} uneven       whether the last line of a grid of maps may be shorter than the others
 * @property {boolean} shapes       whether the shapes are written
 * @property {(stage: Stage, run: number) => number} label   its name, and its share of a shape that `run` columns have in common
 */

const SHAPES_APART = 6;
const SMALLER = 13 / 14; // the names above an open detail

/** @type {Measure} */
export const OVERVIEW = {
  scales: [5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1.25, 1, 0.75, 0.5, 0.25],
  readable: 1,
  scrolled: [1.5, 2],
  smallestMap: 12,
  strip: 16,
  gap: { map: 3, grid: 6, narrow: 6, betweenGrids: 20, wide: 16 },
  widest: { grid: 12, narrow: 14, wide: 72 },
  room: 0,
  header: 46,
  footer: 36,
  uneven: false,
  shapes: true,
  label: (stage, run) => Math.max(titleWidth(stage), Math.ceil((shapeWidth(stage) - SHAPES_APART) / run), 38),
};

/** @type {Measure} */
export const FOCUS = {
  scales: [4, 3.5, 3, 2.5, 2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25],
  readable: 0.75,
  scrolled: [0.75, 1.5],
  smallestMap: 12,
  strip: 14,
  gap: { map: 1, grid: 3, narrow: 4, betweenGrids: 9, wide: 10 },
  widest: { grid: 5, narrow: 14, wide: 64 },
  room: 14,
  header: 24,
  footer: 4,
  uneven: true,
  shapes: false,
  label: (stage) => Math.ceil(titleWidth(stage) * SMALLER),
};

/** For fingers, where the low view scrolls sideways anyway. @type {Measure} */
export const FINGER = { ...FOCUS, readable: 2, scrolled: [1, 2], smallestMap: 20, strip: 20, gap: { ...FOCUS.gap, map: 3 } };
