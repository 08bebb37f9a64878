// @ts-check
/** The columns of a network from left to right: at which scale, how many maps abreast, how far apart. */

import { blocksOf, inputsOf, isPicture, keepsChannels, startsBlock } from "../chain.js";
import { shapeRuns } from "./labels.js";
import { OVERVIEW } from "./measures.js";
import { stripOf } from "./strip.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("./measures.js").Measure} Measure
 *
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
/** @param {Column} column @param {number} gap */
const gridHeight = (column, gap) => column.down * (column.mapHeight + gap) - gap;

/**
 * The largest scale at which the stages fit; where none is readable, one that fits the height alone (the page scrolls
 * the network sideways in its frame).
 *
 * @param {Stage[]} stages
 * @param {number[]} placed   indices of the stages that get a column
 * @param {{width: number, height: number}} room   px for maps
 * @param {Measure} [measure]
 * @returns {Column[]}
 */
export function columnsFor(stages, placed, room, measure = OVERVIEW) {
  const tries = measure.scales.flatMap((scale) =>
    (measure.uneven ? [true, false] : [true]).map((even) => columnsAt(stages, placed, scale, room.height, measure, even)),
  );
  const wideEnough = tries.map((columns) => totalWidth(columns) <= room.width);
  const lowEnough = tries.map((columns) => columns.every((column) => gridHeight(column, measure.gap.map) <= room.height));
  const readable = tries.map((columns) => columns.every(({ scale }) => scale >= measure.readable));
  const [least, most] = measure.scrolled;
  const scrolling = tries.map((columns) => columns.every(({ scale }) => scale >= least && scale <= most));
  const inOneSight = tries.map((columns) => columns.every((column) => columnWidth(column) <= room.width));
  /** @param {(index: number) => boolean} holds */
  const first = (holds) => tries.find((_, index) => holds(index));
  return (
    first((index) => readable[index] && wideEnough[index] && lowEnough[index]) ??
    first((index) => scrolling[index] && inOneSight[index] && lowEnough[index]) ??
    first((index) => scrolling[index] && lowEnough[index]) ??
    first((index) => wideEnough[index] && lowEnough[index]) ??
    first((index) => lowEnough[index]) ??
    tries[tries.length - 1]
  );
}

/**
 * @param {Stage[]} stages @param {number[]} placed @param {number} scale @param {number} height @param {Measure} measure
 * @param {boolean} even   whether all lines of a grid of maps are of one length
 * @returns {Column[]}
 */
function columnsAt(stages, placed, scale, height, measure, even) {
  const { gap: least, strip, smallestMap } = measure;
  /** @type {Map<number, number>} */
  const across = new Map();
  return placed.map((index, position) => {
    const stage = stages[index];
    const run = shapeRuns(stages, blocksOf(stages), (other) => placed.includes(other)).find((one) => one.includes(index));
    const label = measure.label(stage, run?.length ?? 1);
    const wide = position > 0 && (startsBlock(stage) || stages[placed[position - 1]].kind === "input");
    const gap = position === 0 ? 0 : wide ? least.wide : least.narrow;
    const common = { stage: index, wide, gap, grid: least.grid, label, scale };
    if (!isPicture(stage)) {
      const { thick, long } = stripOf(stages, index);
      const mapWidth = Math.max(strip, Math.round(thick * Math.min(scale, 3)));
      return { ...common, across: 1, down: 1, mapWidth, mapHeight: 0, cells: { columns: thick, rows: long } };
    }
    const [, rows, columns] = stage.shape;
    const zoom = Math.max(scale, smallestMap / Math.max(rows, columns));
    const mapHeight = Math.round(rows * zoom);
    const [source] = inputsOf(stages, index);
    const inherited = keepsChannels(stages, index) ? across.get(source) : undefined;
    const abreast = inherited ?? mapsAbreast(stage.shape[0], mapHeight, height, least.map, even);
    across.set(index, abreast);
    const down = Math.ceil(stage.shape[0] / abreast);
    const apart = abreast > 1 && inherited && !wide ? least.betweenGrids : gap;
    return { ...common, gap: apart, across: abreast, down, mapWidth: Math.round(columns * zoom), mapHeight, cells: { columns, rows } };
  });
}

/**
 * @param {number} count @param {number} mapHeight @param {number} height @param {number} gap @param {boolean} even
 * @returns {number} so many maps side by side that all fit
 */
function mapsAbreast(count, mapHeight, height, gap, even) {
  const rows = Math.max(1, Math.floor((height + gap) / (mapHeight + gap)));
  const least = Math.ceil(count / rows);
  for (let abreast = least; even && abreast <= Math.min(count, least * 2); abreast++) if (count % abreast === 0) return abreast;
  return least;
}

/**
 * Make the input as large as there is room for: it is what one points at, and one map has the height of all.
 * @param {Stage[]} stages @param {Column[]} columns @param {{width: number, height: number}} room @param {Measure} measure
 */
export function enlargeInput(stages, columns, room, measure) {
  const input = columns.find((column) => stages[column.stage].kind === "input" && column.mapHeight > 0);
  if (!input || input.down > 1 || input.across > 1) return;
  const tallest = Math.max(...columns.map((column) => gridHeight(column, measure.gap.map)));
  const { rows, columns: across } = input.cells;
  const reserve = columns.filter((column) => column.wide).length * Math.max(0, measure.room - measure.gap.wide);
  const before = { mapWidth: input.mapWidth, mapHeight: input.mapHeight };
  for (const scale of measure.scales) {
    Object.assign(input, { mapWidth: Math.round(across * scale), mapHeight: Math.round(rows * scale) });
    if (input.mapHeight <= tallest && totalWidth(columns) + reserve <= room.width) return;
  }
  Object.assign(input, before);
}

/** Give width that is left to the gaps. @param {Column[]} columns @param {number} width @param {Measure} measure */
export function spread(columns, width, { gap: least, widest: most }) {
  const left = () => width - totalWidth(columns);
  const narrow = columns.filter((column, index) => index > 0 && !column.wide);
  const wide = columns.filter((column) => column.wide);
  const several = columns.filter((column) => column.across > 1);
  const grids = several.reduce((sum, column) => sum + column.across - 1, 0);
  if (narrow.length) grow(narrow, "gap", Math.min(least.narrow + 4, least.narrow + (left() * 0.3) / narrow.length));
  if (wide.length) grow(wide, "gap", Math.min(40, least.wide + left() / wide.length));
  if (grids) grow(several, "grid", Math.min(most.grid, least.grid + left() / grids));
  if (narrow.length) grow(narrow, "gap", Math.min(most.narrow, least.narrow + left() / narrow.length));
  const widest = columns.length < 6 ? 2 * most.wide : most.wide;
  if (wide.length) grow(wide, "gap", Math.min(widest, wide[0].gap + left() / wide.length));
}

/** @param {Column[]} columns @param {"gap" | "grid"} what @param {number} size */
function grow(columns, what, size) {
  for (const column of columns) column[what] = Math.max(column[what], Math.floor(size));
}
