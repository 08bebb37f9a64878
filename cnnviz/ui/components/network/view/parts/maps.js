// @ts-check
/** The stages on their plane: names, shapes, and a button with a picture for each map. */

import { element } from "../../dom.js";
import { cellsPerMap, channelsOf, isPicture } from "../chain.js";
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
 * @param {Stage[]} stages @param {number[]} placed   indices of those that lie on the plane
 * @returns {{nodes: HTMLElement[], maps: MapPart[], place: (plane: Plane) => void}} nodes to lay on the plane
 */
export function createStages(stages, placed) {
  const groups = placed.map((index) => {
    const stage = stages[index];
    const title = element("div", { class: "nv-title", title: stage.name }, titleOf(stage));
    // How a strip lies is known with the plane.
    const cells = isPicture(stage) ? { columns: stage.shape[2], rows: stage.shape[1] } : { columns: 1, rows: 1 };
    const maps = Array.from({ length: channelsOf(stage) }, (_, channel) => createMap(stages, index, channel, cells));
    const label = `${stage.name}: ${describe(stages, index)}`;
    const buttons = maps.map((map) => map.button);
    const root = element("div", { role: "group", "aria-label": label, class: "nv-stage", "data-kind": stage.kind }, title, ...buttons);
    return { root, title, maps };
  });
  const shapes = element("div", { class: "nv-shapes" });
  return {
    nodes: [...groups.map((group) => group.root), shapes],
    maps: groups.flatMap((group) => group.maps),
    place(plane) {
      const wide = plane.mode === "wide";
      plane.boxes.forEach(({ column, maps, cells }, position) => {
        const group = groups[position];
        putAt(group.title, wide ? { x: column.x + column.width / 2, y: 0 } : { x: 0, y: column.y });
        group.maps.forEach(({ button, picture }, channel) => {
          putAt(button, maps[channel]);
          const { width, height } = picture.canvas;
          if (width !== cells.columns || height !== cells.rows) picture.wrap(cells.columns, cells.rows);
        });
      });
      shapes.replaceChildren(
        ...plane.shapes.map((shape) => {
          const node = element("div", { class: "nv-shape" }, shape.text);
          putAt(node, { x: wide ? shape.x + shape.width / 2 : shape.x, y: shape.y });
          return node;
        }),
      );
    },
  };
}
