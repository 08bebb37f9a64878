// @ts-check
/** Maps side by side on one canvas: every cell can be pointed at, stepped through by keys, and marked. */

import { element } from "../../dom.js";
import { colorize } from "../../view/paint/maps.js";
import { indexAt, neighbourOf, placeOf } from "./tiles.js";
import { createText } from "./text.js";

/** @typedef {import("./tiles.js").Tiles} Tiles */

// More outlines than these would be more work to lay out than they help; lower cells would be all outline.
const MOST_OUTLINES = 520;
const LOWEST = 4; // px

/**
 * @param {object} hooks
 * @param {(index: number) => void} hooks.point    a cell is pointed at, dragged over, tapped or stepped to
 * @param {() => void} [hooks.leave]               the mouse leaves
 * @param {(index: number) => void} [hooks.enter]  Enter, or a double click, on a cell
 * @param {boolean} [hooks.keys]                   whether it is a stop of the Tab key
 * @param {boolean} [hooks.presses]                whether a mouse has to press, not only to point
 */
export function createMosaic({ point, leave, enter, keys = false, presses = false }) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const outlines = element("div", { class: "dc-tiles", "aria-hidden": "true" });
  const run = element("div", { class: "dc-run", hidden: true });
  const mark = element("div", { class: "dc-mark", hidden: true });
  const root = element("div", { class: "dc-mosaic", ...(keys ? { tabindex: 0, role: "slider" } : { role: "img" }) },
    canvas, outlines, run, mark);
  /** @type {Tiles} */
  let tiles;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  /** @type {ImageData} */
  let image;
  /** @type {Uint32Array} the image's pixels */
  let pixels;
  /** @type {Uint32Array} where each cell lies on the canvas */
  let places;
  /** @type {Uint32Array} colours in reading order */
  let colours;
  /** @type {{root: HTMLElement, label: ReturnType<typeof createText>}[]} */
  let parts = [];
  /** @type {number | null} */
  let marked = null;
  let running = "";
  /** @type {number | null} */
  let dragged = null;

  /** @param {PointerEvent} event */
  function pointed(event) {
    const box = canvas.getBoundingClientRect();
    const index = indexAt(tiles, event.clientX - box.left, event.clientY - box.top);
    if (index !== null && index !== marked) point(index);
  }
  root.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    dragged = event.pointerId;
    root.setPointerCapture(event.pointerId);
    pointed(event);
  });
  root.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (dragged === event.pointerId || (event.pointerType === "mouse" && !presses)) pointed(event);
  });
  const release = () => (dragged = null);
  root.addEventListener("pointerup", release);
  root.addEventListener("pointercancel", release);
  root.addEventListener("pointerleave", () => leave?.());
  root.addEventListener("dblclick", () => marked !== null && enter?.(marked));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.key === "Enter" ? marked : neighbourOf(tiles, marked ?? 0, event.key);
    if (next === null || (event.key === "Enter" && !enter)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") enter?.(next);
    else point(next);
  });

  return {
    root,

    /** @param {Tiles} next */
    arrange(next) {
      tiles = next;
      marked = null;
      running = "";
      root.style.width = `${tiles.width}px`;
      root.style.height = `${tiles.height}px`;
      canvas.style.width = `${tiles.canvasColumns * tiles.cellWidth}px`;
      canvas.style.height = `${tiles.canvasRows * tiles.cellHeight}px`;
      canvas.width = tiles.canvasColumns;
      canvas.height = tiles.canvasRows;
      image = context.createImageData(canvas.width, canvas.height);
      pixels = new Uint32Array(image.data.buffer);
      colours = new Uint32Array(tiles.count);
      places = Uint32Array.from({ length: tiles.count }, (_, index) => {
        const { row, column } = placeOf(tiles, index);
        return row * tiles.canvasColumns + column;
      });
      const size = tiles.rows * tiles.columns;
      parts = tiles.channels > MOST_OUTLINES || (tiles.gapRows === 0 && tiles.cellHeight < LOWEST) ? [] : Array.from({ length: tiles.channels }, (_, channel) => {
        const { row, column } = placeOf(tiles, channel * size);
        const label = createText("span", "dc-tilelabel");
        const outline = element("div", { class: "dc-tile" }, ...(tiles.label ? [label.root] : []));
        const cells = Math.min(tiles.columns, tiles.count - channel * size);
        put(outline, column * tiles.cellWidth, row * tiles.cellHeight, cells * tiles.cellWidth, tiles.rows * tiles.cellHeight);
        return { root: outline, label };
      });
      outlines.replaceChildren(...parts.map((part) => part.root));
      put(mark, 0, 0, tiles.cellWidth, tiles.cellHeight);
      mark.hidden = run.hidden = true;
      if (keys) {
        root.setAttribute("aria-valuemin", "0");
        root.setAttribute("aria-valuemax", String(tiles.count - 1));
      }
    },

    /**
     * @param {Float32Array} values @param {number} start @param {(channel: number) => number} reach of a map's colours
     * @param {Uint32Array} ramp @param {number | null} [filled] cells that are painted, in reading order; the rest is blank
     */
    paint(values, start, reach, ramp, filled = null) {
      const { channels, rows, columns, count } = tiles;
      const size = rows * columns;
      const painted = filled === null ? count : Math.min(filled, count);
      for (let channel = 0; channel < channels; channel++) {
        const first = channel * size;
        const part = colours.subarray(first, Math.min(first + size, count));
        colorize(part, values, start + first, part.length, reach(channel), ramp);
      }
      for (let index = 0; index < painted; index++) pixels[places[index]] = colours[index];
      for (let index = painted; index < count; index++) pixels[places[index]] = 0;
      context.putImageData(image, 0, 0);
    },

    /** @param {number | null} index */
    mark(index) {
      if (index === marked) return;
      marked = index;
      mark.hidden = index === null;
      if (index === null) return;
      const { row, column } = placeOf(tiles, index);
      mark.style.transform = `translate(${column * tiles.cellWidth}px, ${row * tiles.cellHeight}px)`;
    },

    /** Frame cells that lie beside each other. @param {number} first @param {number} count */
    frame(first, count) {
      if (running === `${first} ${count}`) return;
      running = `${first} ${count}`;
      const { row, column } = placeOf(tiles, first);
      run.hidden = false;
      put(run, column * tiles.cellWidth, row * tiles.cellHeight, count * tiles.cellWidth, tiles.cellHeight);
    },

    /** @param {string[]} texts one below each map */
    label(texts) {
      parts.forEach((part, channel) => part.label.say(texts[channel] ?? ""));
    },

    /** @param {string} name for a screen reader @param {string} [spoken] the marked cell in words */
    name(name, spoken) {
      if (root.getAttribute("aria-label") !== name) root.setAttribute("aria-label", name);
      if (!keys) return;
      root.setAttribute("aria-valuenow", String(marked ?? 0));
      root.setAttribute("aria-valuetext", spoken ?? "");
    },
  };
}

/** @param {HTMLElement} node @param {number} x @param {number} y @param {number} width @param {number} height px */
function put(node, x, y, width, height) {
  node.style.transform = `translate(${x}px, ${y}px)`;
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
}
