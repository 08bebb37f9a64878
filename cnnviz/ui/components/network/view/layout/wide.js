// @ts-check
/** The network from left to right: one column of maps a stage, all maps at one scale of px per cell. */

import { answerOf, blocksOf, channelsOf, inputsOf, keepsChannels, placedOf } from "../chain.js";
import { shapeText } from "../numbers.js";
import { columnWidth, columnsFor, enlargeInput, mapsWidth, spread } from "./columns.js";
import { shapeRuns } from "./labels.js";
import { FINGER, FOCUS, OVERVIEW } from "./measures.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("../types.js").Rectangle} Rectangle
 * @typedef {import("./columns.js").Column} Column
 * @typedef {import("./measures.js").Measure} Measure
 *
 * @typedef {object} StageBox
 * @property {number} stage        index
 * @property {Rectangle} column    where its name, its maps and its legend belong
 * @property {Rectangle[]} maps
 * @property {{columns: number, rows: number}} cells   of each map's canvas
 *
 * @typedef {object} Plane
 * @property {"wide" | "stack"} mode
 * @property {number} width
 * @property {number} height
 * @property {number} scale        px per cell
 * @property {StageBox[]} boxes    the stages that lie on the plane; the answer's are not among them
 * @property {{text: string, stages: number[], x: number, y: number, width: number}[]} shapes
 * @property {number} legendTop
 * @property {number} answerWidth  0 when there is no answer
 */

const MARGIN = 4; // px left and right, for outlines
const BESIDE = 22; // px between the network and its answer
const ROOMY = 860; // px: below, the low view's answer is narrower

/**
 * @param {Stage[]} stages
 * @param {number} width    px for the network and its answer
 * @param {number} height   px
 * @param {boolean} [beside]  whether the answer stands at its right, else it needs none of the room
 * @returns {Plane}
 */
export function layoutWide(stages, width, height, beside = true) {
  const answer = answerOf(stages);
  const answerWidth = answer && beside ? Math.round(Math.min(256, Math.max(184, width * 0.215))) : 0;
  return lay(stages, width - answerWidth - (answerWidth ? BESIDE : 0), height, answerWidth, OVERVIEW);
}

/**
 * The low network above an open detail: every map a little smaller, its names alone beside it.
 *
 * @param {Stage[]} stages
 * @param {number} width    px for the network and its answer
 * @param {number} height   px
 * @param {boolean} [beside]   whether there is room for the answer; else it is a narrow screen, for fingers
 * @returns {Plane}
 */
export function layoutFocus(stages, width, height, beside = true) {
  const answerWidth = answerOf(stages) && beside ? (width < ROOMY ? 136 : 184) : 0;
  return lay(stages, width - answerWidth - (answerWidth ? BESIDE : 0), height, answerWidth, beside ? FOCUS : FINGER);
}

/** @param {Stage[]} stages @param {number} width @param {number} height @param {number} answerWidth @param {Measure} measure @returns {Plane} */
function lay(stages, width, height, answerWidth, measure) {
  const room = { width: width - 2 * MARGIN, height: Math.max(120, height - measure.header - measure.footer) };
  const columns = columnsFor(stages, placedOf(stages), room, measure);
  if (measure !== OVERVIEW) enlargeInput(stages, columns, room, measure);
  spread(columns, room.width, measure);
  return place(stages, columns, room, answerWidth, measure);
}

/**
 * @param {Stage[]} stages @param {Column[]} columns @param {{width: number, height: number}} room @param {number} answerWidth
 * @param {Measure} measure @returns {Plane}
 */
function place(stages, columns, room, answerWidth, { header, footer, shapes: written }) {
  /** @type {Map<number, number>} */
  const pitches = new Map();
  for (const column of columns) {
    const [source] = inputsOf(stages, column.stage);
    const inherited = keepsChannels(stages, column.stage) ? pitches.get(source) : undefined;
    const loosest = column.mapHeight + Math.max(2 * column.grid, column.mapHeight * 0.6);
    pitches.set(column.stage, inherited ?? Math.min(room.height / column.down, loosest));
  }
  /** @param {Column} column */
  const gridHeight = (column) => (column.down - 1) * /** @type {number} */ (pitches.get(column.stage)) + column.mapHeight;
  const several = columns.filter((column) => channelsOf(stages[column.stage]) > 1);
  const content = several.length ? Math.max(...several.map(gridHeight)) : room.height;
  let x = MARGIN;
  /** @type {StageBox[]} */
  const boxes = columns.map((column) => {
    x += column.gap;
    const width = columnWidth(column);
    const left = x + (width - mapsWidth(column)) / 2;
    const mapHeight = column.mapHeight || content;
    const tall = column.mapHeight ? gridHeight(column) : content;
    const top = header + (content - tall) / 2;
    const pitch = /** @type {number} */ (pitches.get(column.stage));
    const maps = Array.from({ length: channelsOf(stages[column.stage]) }, (_, channel) => ({
      x: Math.round(left + (channel % column.across) * (column.mapWidth + column.grid)),
      y: Math.round(top + Math.floor(channel / column.across) * pitch),
      width: column.mapWidth,
      height: Math.round(mapHeight),
    }));
    const box = { stage: column.stage, column: { x, y: 0, width, height: header + content + footer }, maps, cells: column.cells };
    x += width;
    return box;
  });
  const placed = new Set(columns.map((column) => column.stage));
  const runs = written ? shapeRuns(stages, blocksOf(stages), (index) => placed.has(index)) : [];
  const shapes = runs.map((run) => {
    const first = /** @type {StageBox} */ (boxes.find((box) => box.stage === run[0])).column;
    const last = /** @type {StageBox} */ (boxes.find((box) => box.stage === run[run.length - 1])).column;
    return { text: shapeText(stages[run[0]].shape), stages: run, x: first.x, y: 22, width: last.x + last.width - first.x };
  });
  return {
    mode: "wide",
    width: Math.ceil(x + MARGIN),
    height: Math.round(header + content + footer),
    scale: columns[0]?.scale ?? 1,
    boxes,
    shapes,
    legendTop: Math.round(header + content + 10),
    answerWidth,
  };
}
