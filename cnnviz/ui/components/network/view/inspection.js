// @ts-check
/** What is pointed at: its card, the lines from what it is computed from, and the way from map to map by keys. */

import { answerOf, sourcesOf } from "./chain.js";
import { placeCard } from "./layout/card.js";
import { neighbour } from "./layout/neighbour.js";
import { createConnections } from "./parts/connections.js";
import { createInspector } from "./parts/inspector.js";
import { putAt } from "./parts/maps.js";

/**
 * @typedef {import("./types.js").Rectangle} Rectangle
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 *
 * @typedef {object} Scene   what there is to point at now
 * @property {import("./types.js").Stage[]} stages
 * @property {MapPart[]} maps
 * @property {HTMLElement | null} answer
 * @property {import("./types.js").Frame | null} frame
 */

/** @param {HTMLElement} root @param {() => Scene} scene */
export function createInspection(root, scene) {
  const connections = createConnections();
  const inspector = createInspector();
  /** @type {{map: MapPart, cell: number | null} | null} */
  let pointed = null;

  /** @param {Element} node @returns {Rectangle} in px from the root's corner */
  function rectangleOf(node) {
    const outer = root.getBoundingClientRect();
    const inner = node.getBoundingClientRect();
    return { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
  }

  /** @returns {Rectangle} the part of the root that is in the window */
  function inSight() {
    const { x, y } = root.getBoundingClientRect();
    const left = Math.max(0, -x);
    const top = Math.max(0, -y);
    const right = Math.min(root.clientWidth, window.innerWidth - x);
    const bottom = Math.min(root.clientHeight, window.innerHeight - y);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** @param {MapPart} map @returns {Rectangle[]} of the maps it is computed from */
  function sourceRectangles(map) {
    const { stages, maps } = scene();
    const keys = new Set(sourcesOf(stages, map.stage, map.channel).map(({ stage, channel }) => `${stage}/${channel}`));
    return maps.filter((one) => keys.has(`${one.stage}/${one.channel}`)).map((one) => rectangleOf(one.button));
  }

  /** @param {HTMLElement} button */
  const mapOf = (button) => scene().maps.find((map) => map.button === button);

  function refresh() {
    const { stages, frame } = scene();
    if (pointed) inspector.show(stages, pointed.map, frame, pointed.cell);
  }

  return {
    nodes: [connections.root, inspector.root],
    refresh,

    /** @param {HTMLElement} button a map's @param {PointerEvent | null} event where on it, if not by keyboard */
    point(button, event) {
      const map = mapOf(button);
      if (!map) return;
      const anew = pointed?.map !== map;
      pointed = { map, cell: event ? cellAt(map, event) : null };
      refresh();
      if (!anew) return;
      const { answer } = scene();
      const target = rectangleOf(button);
      const sources = sourceRectangles(map);
      connections.show(target, sources, root.dataset.layout === "stack");
      const card = { width: inspector.root.offsetWidth, height: inspector.root.offsetHeight };
      const bounds = inSight();
      // The answer beside the network stays in sight.
      if (answer && root.dataset.layout === "wide") bounds.width = rectangleOf(answer).x - 8 - bounds.x;
      putAt(inspector.root, placeCard(card, target, sources, bounds));
    },

    /** @param {HTMLElement} row one of the bars: what its logit is computed from */
    pointAtRow(row) {
      const { stages, maps } = scene();
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
      connections.show(target, sourceRectangles(strip), root.dataset.layout !== "wide");
    },

    leave() {
      pointed = null;
      inspector.hide();
      connections.hide();
    },

    /** @param {HTMLElement} button @param {string} key @returns {HTMLElement | null} the map that the key leads to */
    step(button, key) {
      const { maps } = scene();
      const from = maps.findIndex((map) => map.button === button);
      if (from < 0) return null;
      if (key === "Home") return maps[0].button;
      if (key === "End") return maps[maps.length - 1].button;
      return maps[neighbour(maps.map((map) => rectangleOf(map.button)), from, key)].button;
    },

    /** The maps are one stop of the Tab key. @param {HTMLElement} button */
    focus(button) {
      for (const map of scene().maps) if (map.button.tabIndex === 0) map.button.tabIndex = -1;
      button.tabIndex = 0;
    },

    /** @param {HTMLElement} button @returns {{stage: string, channel: number} | null} */
    named(button) {
      const map = mapOf(button);
      return map ? { stage: scene().stages[map.stage].name, channel: map.channel } : null;
    },
  };
}

/** @param {MapPart} map @param {PointerEvent} event @returns {number} index of the cell under the pointer */
function cellAt(map, event) {
  const { canvas } = map.picture;
  const { x, y, width, height } = canvas.getBoundingClientRect();
  /** @param {number} share @param {number} count */
  const nth = (share, count) => Math.max(0, Math.min(Math.floor(share * count), count - 1));
  const column = nth((event.clientX - x) / width, canvas.width);
  const row = nth((event.clientY - y) / height, canvas.height);
  return Math.min(row * canvas.width + column, map.count - 1);
}
