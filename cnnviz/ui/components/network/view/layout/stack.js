// @ts-check
/** The network from top to bottom, for a narrow screen: a stage a row, its maps wrapped. */

import { channelsOf, isPicture, placedOf } from "../chain.js";
import { shapeText } from "../numbers.js";
import { stripOf } from "./strip.js";
import { titleWidth } from "./labels.js";

/** @typedef {import("../types.js").Stage} Stage @typedef {import("./wide.js").Plane} Plane @typedef {import("./wide.js").StageBox} StageBox */

const SCALES = [3, 2.5, 2, 1.5, 1, 0.5, 0.25];
const TALLEST = 260; // px of one stage
const TITLE = 28;
const GAP = 6;
const BETWEEN = 18;
const SMALLEST_MAP = 28; // px: a fingertip finds it
const THINNEST_STRIP = 18;

/** @param {Stage} stage @param {number} scale @param {number} width */
function grid(stage, scale, width) {
  const [count, rows, columns] = stage.shape;
  const zoom = Math.max(scale, SMALLEST_MAP / Math.max(rows, columns));
  const mapWidth = Math.min(width, Math.round(columns * zoom));
  const mapHeight = Math.round((mapWidth * rows) / columns);
  const most = Math.max(1, Math.floor((width + GAP) / (mapWidth + GAP)));
  const down = Math.ceil(count / most);
  return { mapWidth, mapHeight, across: Math.ceil(count / down), down };
}

/**
 * @param {Stage[]} stages
 * @param {number} width   px
 * @returns {Plane}
 */
export function layoutStack(stages, width) {
  const placed = placedOf(stages);
  const pictures = placed.map((index) => stages[index]).filter(isPicture);
  const scale =
    SCALES.find((one) =>
      pictures.every((stage) => {
        const { down, mapHeight, mapWidth } = grid(stage, one, width);
        return down * (mapHeight + GAP) - GAP <= TALLEST && mapWidth <= width;
      }),
    ) ?? SCALES[SCALES.length - 1];
  let y = 0;
  /** @type {Plane["shapes"]} */
  const shapes = [];
  /** @type {StageBox[]} */
  const boxes = placed.map((index) => {
    const stage = stages[index];
    const top = y + TITLE;
    const title = titleWidth(stage) + 8;
    shapes.push({ text: shapeText(stage.shape), stages: [index], x: title, y: y + 2, width: width - title });
    /** @type {StageBox} */
    let box;
    if (isPicture(stage)) {
      const { mapWidth, mapHeight, across, down } = grid(stage, scale, width);
      const maps = Array.from({ length: channelsOf(stage) }, (_, channel) => ({
        x: (channel % across) * (mapWidth + GAP),
        y: top + Math.floor(channel / across) * (mapHeight + GAP),
        width: mapWidth,
        height: mapHeight,
      }));
      const height = TITLE + down * (mapHeight + GAP) - GAP;
      box = { stage: index, column: { x: 0, y, width, height }, maps, cells: { columns: stage.shape[2], rows: stage.shape[1] } };
    } else {
      const { thick, long } = stripOf(stages, index);
      const height = Math.max(THINNEST_STRIP, Math.min(thick * 3, 36));
      const maps = [{ x: 0, y: top, width, height }];
      box = { stage: index, column: { x: 0, y, width, height: TITLE + height }, maps, cells: { columns: long, rows: thick } };
    }
    y += box.column.height + BETWEEN;
    return box;
  });
  return { mode: "stack", width, height: Math.max(0, y - BETWEEN), scale, boxes, shapes, legendTop: 0, answerWidth: 0 };
}
