// @ts-check
/** The columns of a network from left to right: at which scale, how many maps abreast, how far apart. */

import { blocksOf, inputsOf, isPicture, keepsChannels, startsBlock } from "../chain.js";
import { shapeRuns, shapeWidth, titleWidth } from "./labels.js";
import { stripOf } from "./strip.js";

/** @typedef {import("../types.js").Stage} Stage */

const SCALES = [5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1.25, 1, 0.75, 0.5, 0.25]; // halves paint evenly
const SMALLEST_READABLE = 1.5;
const SMALLEST_MAP = 12; // px, for a map of few cells in a network of large ones
const STRIP = 16; // px, thinnest strip
const GAP = { map: 3, grid: 6, narrow: 6, betweenGrids: 20, wide: 16 };
const WIDEST = { grid: 12, narrow: 14, wide: 72 };

/**
 * @typedef {object} Column
 * @property {number} stage
 * @property {boolean} wide        whether the gap before it is wide
 * @property {number} gap          px before it
 * @property {number} across       maps side by side
 * @property {number} down         maps one below the other
 * @property {number} grid         px between maps side by side
 * @property {number} mapWidth
 * @property {number} mapHeight    0 for a strip: as long as there is room
 * @property {{columns: number, rows: number}} cells
 * @property {number} label        px that its name and shape need
 * @property {number} scale
 */

/** @param {Column} column */
export const mapsWidth = (column) => column.across * column.mapWidth + (column.across - 1) * column.grid;
/** @param {Column} column */
export const columnWidth = (column) => Math.max(mapsWidth(column), column.label);
/** @param {Column[]} columns */
const totalWidth = (columns) => columns.reduce((sum, column) => sum + column.gap + columnWidth(column), 0);
/** @param {Column} column @param {number} height */
const tooTall = (column, height) => column.down * (column.mapHeight + GAP.map) > height + GAP.map;

/**
 * The largest scale at which the stages fit; where none is readable, one that fits the height alone (the page scrolls
 * the network sideways in its frame).
 *
 * @param {Stage[]} stages
 * @param {number[]} placed   indices of the stages that get a column
 * @param {{width: number, height: number}} room   px for maps
 * @returns {Column[]}
 */
export function columnsFor(stages, placed, room) {
  const tries = SCALES.map((scale) => columnsAt(stages, placed, scale, room.height));
  const wideEnough = tries.map((columns) => totalWidth(columns) <= room.width);
  const lowEnough = tries.map((columns) => !columns.some((column) => tooTall(column, room.height)));
  const readable = SCALES.map((scale) => scale >= SMALLEST_READABLE);
  const scrolling = SCALES.map((scale) => scale >= SMALLEST_READABLE && scale <= 2);
  /** @param {(index: number) => boolean} holds */
  const first = (holds) => tries.find((_, index) => holds(index));
  const columns =
    first((index) => readable[index] && wideEnough[index] && lowEnough[index]) ??
    first((index) => scrolling[index] && lowEnough[index]) ??
    first((index) => wideEnough[index] && lowEnough[index]) ??
    first((index) => lowEnough[index]) ??
    tries[tries.length - 1];
  spread(columns, room.width);
  return columns;
}

/** @param {Stage[]} stages @param {number[]} placed @param {number} scale @param {number} height @returns {Column[]} */
function columnsAt(stages, placed, scale, height) {
  /** @type {Map<number, number>} */
  const across = new Map();
  return placed.map((index, position) => {
    const stage = stages[index];
    const label = labelWidth(stages, placed, index);
    const wide = position > 0 && (startsBlock(stage) || stages[placed[position - 1]].kind === "input");
    const gap = position === 0 ? 0 : wide ? GAP.wide : GAP.narrow;
    const common = { stage: index, wide, gap, grid: GAP.grid, label, scale };
    if (!isPicture(stage)) {
      const { thick, long } = stripOf(stages, index);
      const mapWidth = Math.max(STRIP, Math.round(thick * Math.min(scale, 3)));
      return { ...common, across: 1, down: 1, mapWidth, mapHeight: 0, cells: { columns: thick, rows: long } };
    }
    const [, rows, columns] = stage.shape;
    const zoom = Math.max(scale, SMALLEST_MAP / Math.max(rows, columns));
    const mapHeight = Math.round(rows * zoom);
    const [source] = inputsOf(stages, index);
    const inherited = keepsChannels(stages, index) ? across.get(source) : undefined;
    const abreast = inherited ?? mapsAbreast(stage.shape[0], mapHeight, height);
    across.set(index, abreast);
    const down = Math.ceil(stage.shape[0] / abreast);
    const apart = abreast > 1 && inherited && !wide ? GAP.betweenGrids : gap;
    return { ...common, gap: apart, across: abreast, down, mapWidth: Math.round(columns * zoom), mapHeight, cells: { columns, rows } };
  });
}

/** @param {number} count @param {number} mapHeight @param {number} height @returns {number} so many maps side by side that all fit */
function mapsAbreast(count, mapHeight, height) {
  const rows = Math.max(1, Math.floor((height + GAP.map) / (mapHeight + GAP.map)));
  const least = Math.ceil(count / rows);
  for (let abreast = least; abreast <= Math.min(count, least * 2); abreast++) if (count % abreast === 0) return abreast;
  return least;
}

/** @param {Stage[]} stages @param {number[]} placed @param {number} index */
function labelWidth(stages, placed, index) {
  const run = shapeRuns(stages, blocksOf(stages), (other) => placed.includes(other)).find((one) => one.includes(index));
  const share = Math.ceil((shapeWidth(stages[index]) - GAP.narrow) / (run?.length ?? 1));
  return Math.max(titleWidth(stages[index]), share, 38);
}

/** Give width that is left to the gaps. @param {Column[]} columns @param {number} width */
function spread(columns, width) {
  const left = () => width - totalWidth(columns);
  const narrow = columns.filter((column, index) => index > 0 && !column.wide);
  const wide = columns.filter((column) => column.wide);
  const several = columns.filter((column) => column.across > 1);
  const grids = several.reduce((sum, column) => sum + column.across - 1, 0);
  if (narrow.length) grow(narrow, "gap", Math.min(GAP.narrow + 4, GAP.narrow + (left() * 0.3) / narrow.length));
  if (wide.length) grow(wide, "gap", Math.min(40, GAP.wide + left() / wide.length));
  if (grids) grow(several, "grid", Math.min(WIDEST.grid, GAP.grid + left() / grids));
  if (narrow.length) grow(narrow, "gap", Math.min(WIDEST.narrow, GAP.narrow + left() / narrow.length));
  const widest = columns.length < 6 ? 2 * WIDEST.wide : WIDEST.wide;
  if (wide.length) grow(wide, "gap", Math.min(widest, wide[0].gap + left() / wide.length));
}

/** @param {Column[]} columns @param {"gap" | "grid"} what @param {number} size */
function grow(columns, what, size) {
  for (const column of columns) column[what] = Math.max(column[what], Math.floor(size));
}
