// @ts-check
/** What is pointed at: its card, the lines from what it is computed from, and the way from map to map by keys. */

import { sameCell } from "../arithmetic/geometry.js";
import { keyOf } from "./ancestry.js";
import { answerOf, sourcesOf } from "./chain.js";
import { cellAfter, cellNumber, cellUnder } from "./cursor.js";
import { fieldOf } from "./fields.js";
import { placeCard } from "./layout/card.js";
import { neighbour } from "./layout/neighbour.js";
import { createConnections } from "./parts/connections.js";
import { createInspector } from "./parts/inspector.js";
import { putAt } from "./parts/maps.js";
import { rectangleIn, roomForCard } from "./sight.js";

/**
 * @typedef {import("./types.js").Rectangle} Rectangle
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 * @typedef {import("../arithmetic/types.js").Cell} Cell
 * @typedef {import("../arithmetic/field.js").Outline} Outline
 *
 * @typedef {object} Scene   what there is to point at now
 * @property {import("./types.js").Network | null} network
 * @property {import("./types.js").Stage[]} stages   the network's
 * @property {MapPart[]} maps
 * @property {HTMLElement | null} answer
 * @property {import("./types.js").Frame | null} frame
 *
 * @typedef {object} Hooks
 * @property {boolean} opens   whether a map can be opened
 * @property {(cell: Cell | null, outlines: Outline[] | null) => void} hover   another cell is pointed at; what it saw, or can reach
 */

/** @param {HTMLElement} root @param {() => Scene} scene @param {Hooks} hooks */
export function createInspection(root, scene, hooks) {
  const connections = createConnections();
  const inspector = createInspector(hooks.opens);
  /** @type {{map: MapPart, cell: number | null, byKeys: boolean} | null} the cell is null where it is the largest */
  let pointed = null;
  /** @type {Cell | null} */
  let hovered = null;

  /** @param {Element} node */
  const rectangleOf = (node) => rectangleIn(root, node);

  /** @param {MapPart} map @returns {Rectangle[]} of the maps it is computed from */
  function sourceRectangles(map) {
    const { stages, maps } = scene();
    const keys = new Set(sourcesOf(stages, map.stage, map.channel).map(keyOf));
    return maps.filter((one) => keys.has(keyOf(one))).map((one) => rectangleOf(one.button));
  }

  /** @param {HTMLElement} button */
  const mapOf = (button) => scene().maps.find((map) => map.button === button);

  /** @param {Cell | null} cell */
  function hover(cell) {
    if (cell === hovered || (cell && hovered && sameCell(cell, hovered))) return;
    hovered = cell;
    const { network } = scene();
    hooks.hover(cell, cell && network && fieldOf(network, cell));
  }

  function refresh() {
    const { stages, frame } = scene();
    if (!pointed) return;
    const at = inspector.show(stages, pointed.map, frame, pointed.cell, pointed.byKeys);
    hover(at === null ? null : cellNumber(stages, pointed.map, at));
  }

  /** The card, once its contents are there, and the lines. @param {MapPart} map */
  function place(map) {
    const { answer } = scene();
    const { layout } = root.dataset;
    const target = rectangleOf(map.button);
    const sources = sourceRectangles(map);
    connections.show(target, sources, layout === "stack");
    const bounds = roomForCard(root, answer);
    // What lies before the map is where its cells' fields are outlined.
    const before = layout === "stack" ? [] : [{ x: 0, y: 0, width: target.x, height: root.clientHeight }];
    const lying = placeCard(inspector.form("lying"), target, sources, bounds, before);
    const standing = placeCard(inspector.form("standing"), target, sources, bounds, before);
    if (lying.cost <= standing.cost) inspector.form("lying");
    const { x, y } = lying.cost <= standing.cost ? lying : standing;
    putAt(inspector.root, { x, y });
  }

  /** @param {HTMLElement} row @param {boolean} logit @returns {Cell | null} */
  function cellOfRow(row, logit) {
    const answer = answerOf(scene().stages);
    return answer && { stage: logit ? answer.logits : answer.probabilities, channel: 0, row: 0, column: Number(row.dataset.digit) };
  }

  /** @param {HTMLElement} button @param {string} key */
  function stepCell(button, key) {
    const map = mapOf(button);
    if (!map) return;
    const { width: columns, height: rows } = map.picture.canvas;
    const before = pointed?.map === map ? (pointed.cell ?? inspector.at) : null;
    const cell = before === null ? 0 : cellAfter({ columns, rows, count: map.count }, before, key);
    const anew = pointed?.map !== map;
    pointed = { map, cell, byKeys: true };
    refresh();
    if (anew) place(map);
  }

  return {
    nodes: [connections.root, inspector.root],
    refresh,
    stepCell,
    cellOfRow,
    get pointing() {
      return hovered !== null;
    },

    /** @param {HTMLElement} button a map's @param {PointerEvent | null} event where on it, if not by keyboard */
    point(button, event) {
      const map = mapOf(button);
      if (!map) return;
      const anew = pointed?.map !== map;
      const cell = event ? cellUnder(map, event) : null;
      if (!anew && pointed?.cell === cell && pointed?.byKeys === (event === null)) return;
      pointed = { map, cell, byKeys: event === null };
      refresh();
      if (anew) place(map);
    },

    /** @param {HTMLElement} row one of the bars: what its logit is computed from */
    pointAtRow(row) {
      const { stages, maps } = scene();
      const cell = cellOfRow(row, true);
      if (hovered && cell && hovered.stage === cell.stage && hovered.column === cell.column && !pointed) return;
      const strip = maps.find((map) => map.stage === answerOf(stages)?.logits);
      this.leave();
      if (!strip) return;
      const whole = rectangleOf(strip.button);
      const lying = root.dataset.layout === "band";
      const place = Number(row.dataset.digit);
      const share = (lying ? whole.width : whole.height) / strip.count;
      const target = lying
        ? { ...whole, x: whole.x + place * share, width: share }
        : { ...whole, y: whole.y + place * share, height: share };
      connections.show(target, sourceRectangles(strip), root.dataset.layout === "stack" || lying);
      hover(cell);
    },

    leave() {
      pointed = null;
      inspector.hide();
      connections.hide();
      hover(null);
    },

    /** @param {HTMLElement} button @param {string} key @returns {HTMLElement | null} the map that the key leads to */
    step(button, key) {
      const { stages, maps } = scene();
      const from = maps.findIndex((map) => map.button === button);
      if (from < 0) return null;
      const answer = answerOf(stages);
      const along = maps[from].picture.canvas.height > 1 ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
      const classes = maps[from].stage === answer?.logits || maps[from].stage === answer?.probabilities;
      // The ten classes of a strip are what one wants to go through.
      if (classes && along.includes(key)) {
        stepCell(button, key);
        return null;
      }
      if (key === "Home") return maps[0].button;
      if (key === "End") return maps[maps.length - 1].button;
      return maps[neighbour(maps.map((map) => rectangleOf(map.button)), from, key)].button;
    },

    /** The maps are one stop of the Tab key. @param {HTMLElement} button */
    focus(button) {
      for (const map of scene().maps) if (map.button.tabIndex === 0) map.button.tabIndex = -1;
      button.tabIndex = 0;
    },

    /** @param {HTMLElement} button @param {PointerEvent | null} event @returns {{stage: number, channel: number, cell: Cell | null} | null} */
    cellOf(button, event) {
      const map = mapOf(button);
      if (!map) return null;
      const at = event ? cellUnder(map, event) : pointed?.map === map ? (pointed.cell ?? inspector.at) : null;
      return { stage: map.stage, channel: map.channel, cell: at === null ? null : cellNumber(scene().stages, map, at) };
    },
  };
}
