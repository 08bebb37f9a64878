// @ts-check
/** The stages on their plane: names, shapes, and a button with a picture for each map. */

import { element } from "../../dom.js";
import { cellsPerMap, channelsOf } from "../chain.js";
import { CellPicture } from "../paint/maps.js";
import { describe, mapName, titleOf } from "../words.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("../types.js").Rectangle} Rectangle
 * @typedef {import("../layout/wide.js").Plane} Plane
 *
 * @typedef {object} MapPart
 * @property {number} stage
 * @property {number} channel
 * @property {HTMLElement} button
 * @property {CellPicture} picture
 * @property {number} start   index of its first value
 * @property {number} count
 */

/** @param {HTMLElement} node @param {Partial<Rectangle>} rectangle */
export function putAt(node, { x, y, width, height }) {
  if (x !== undefined) node.style.left = `${x}px`;
  if (y !== undefined) node.style.top = `${y}px`;
  if (width !== undefined) node.style.width = `${width}px`;
  if (height !== undefined) node.style.height = `${height}px`;
}

/**
 * @param {Stage[]} stages @param {number} stage @param {number} channel
 * @param {{columns: number, rows: number}} cells
 * @returns {MapPart}
 */
export function createMap(stages, stage, channel, cells) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const button = element(
    "button",
    {
      type: "button",
      class: "nv-map",
      tabindex: -1,
      "data-testid": "map",
      "data-stage": stages[stage].name,
      "data-channel": channel,
      "aria-label": mapName(stages[stage], channel),
    },
    canvas,
  );
  const count = cellsPerMap(stages[stage]);
  const start = stages[stage].offset + channel * count;
  return { stage, channel, button, picture: new CellPicture(canvas, cells.columns, cells.rows), start, count };
}

/**
 * @param {Stage[]} stages @param {Plane} plane
 * @returns {{nodes: HTMLElement[], maps: MapPart[]}} nodes to lay on the plane
 */
export function createStages(stages, plane) {
  /** @type {MapPart[]} */
  const maps = [];
  const nodes = plane.boxes.map((box) => {
    const stage = stages[box.stage];
    const title = element("div", { class: "nv-title", title: stage.name }, titleOf(stage));
    putAt(title, plane.mode === "wide" ? { x: box.column.x + box.column.width / 2, y: 0 } : { x: 0, y: box.column.y });
    const label = `${stage.name}: ${describe(stages, box.stage)}`;
    const group = element("div", { role: "group", "aria-label": label, class: "nv-stage", "data-kind": stage.kind }, title);
    for (let channel = 0; channel < channelsOf(stage); channel++) {
      const map = createMap(stages, box.stage, channel, box.cells);
      putAt(map.button, box.maps[channel]);
      maps.push(map);
      group.append(map.button);
    }
    return group;
  });
  const shapes = plane.shapes.map((shape) => {
    const node = element("div", { class: "nv-shape" }, shape.text);
    putAt(node, { x: plane.mode === "wide" ? shape.x + shape.width / 2 : shape.x, y: shape.y });
    return node;
  });
  return { nodes: [...nodes, ...shapes], maps };
}
