// @ts-check
/** A whole map pooled with any window and stride: before, largest and average at one scale, and the window that is pointed at. */

import { dress, paintOf } from "../../network/detail/parts/colours.js";
import { createMap } from "../../network/detail/parts/map.js";
import { element, svg } from "../../network/dom.js";
import { filled } from "../prose.js";
import { part } from "./part.js";
import { printed } from "./patches.js";
import { pool, unseen } from "./pool.js";

/** @typedef {import("./sight.js").Sight} Sight @typedef {import("./sight.js").Place} Place */

const DOT = 0.17; // of a cell

/** @param {import("../types.js").Host} host */
export function createOwn(host) {
  const { words } = host.words;
  const names = /** @type {const} */ (["before", "largest", "average"]);
  const maps = names.map(() => createMap());
  const captions = names.map(() => element("span", { class: "pl-caption" }));
  const frames = maps.map((map) => element("div", { class: "pl-frame" }, part(map.root)));
  const dots = svg("path", { class: "pl-dots" });
  maps[0].root.querySelector("svg").prepend(dots);
  const values = element("div", { class: "pl-values" });
  const place = element("span", { class: "pl-caption" });
  const results = element("dl", { class: "pl-results" });
  const note = element("p", { class: "pl-note", "data-testid": "coverage" });
  const reader = element("div", { class: "pl-figure pl-reader" }, place, values, results);
  const figures = names.map((_, index) => element("figure", { class: "pl-figure" }, captions[index], frames[index]));
  const root = element("div", { class: "pl-own" }, figures[0], reader, figures[1], figures[2]);
  /** @type {Sight} */
  let sight;
  /** @type {import("../types.js").Theme} */
  let theme;
  /** @type {import("./pool.js").Pooled} */
  let pooled;
  /** @type {Place | null} */
  let hovered = null;

  for (const [index, map] of maps.entries()) {
    if (index === 0) continue;
    const surface = frames[index];
    surface.tabIndex = 0;
    surface.setAttribute("role", "application");
    surface.setAttribute("aria-label", words.pointHelp);
    surface.dataset.testid = `pooled-${names[index]}`;
    map.root.classList.add("pl-pick");
    map.root.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => { hovered = map.cellUnder(event); point(); });
    map.root.addEventListener("pointerleave", () => { hovered = null; point(); });
    map.root.addEventListener("click", (/** @type {PointerEvent} */ event) => { host.change({ cell: map.cellUnder(event) }, "cell"); });
    surface.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!step || !pooled.rows) return;
      event.preventDefault();
      const { row, column } = pinned();
      host.change({ cell: {
        row: Math.max(0, Math.min(pooled.rows - 1, row + step[0])),
        column: Math.max(0, Math.min(pooled.columns - 1, column + step[1])),
      } }, "cell");
    });
  }

  const pinned = () => pinnedCell(sight, pooled);

  /** The window of the cell that is pointed at, or of the pinned one. */
  function point() {
    const { window, stride, columns, map, reach } = sight;
    const cell = hovered && hovered.row < pooled.rows && hovered.column < pooled.columns ? hovered : pinned();
    const [top, left] = [cell.row * stride, cell.column * stride];
    const at = cell.row * pooled.columns + cell.column;
    maps[0].markWindow("window", { top, left, height: window, width: window, rowStep: 1, columnStep: 1 });
    for (const pooledMap of maps.slice(1)) pooledMap.markCell("cell", cell.row, cell.column);
    place.textContent = filled(words.pointed, cell);
    values.style.gridTemplateColumns = `repeat(${window}, 1fr)`;
    values.replaceChildren(...Array.from({ length: window * window }, (_, index) => {
      const source = (top + Math.floor(index / window)) * columns + left + (index % window);
      const node = element("span", { class: `pl-value${source === pooled.winners[at] ? " is-winner" : ""}` }, printed(map[source]));
      dress(node, paintOf(map[source], reach, theme.signed));
      return node;
    }));
    results.replaceChildren(
      element("dt", {}, words.largest), element("dd", { "data-testid": "value-largest" }, printed(pooled.largest[at])),
      element("dt", {}, words.average), element("dd", { "data-testid": "value-average" }, printed(pooled.average[at])));
  }

  return {
    root,
    note,
    /** @param {Sight} next @param {import("../types.js").Theme} colours @param {number} px of a cell */
    show(next, colours, px) {
      sight = next;
      theme = colours;
      const { window, stride, rows, columns, map, reach, before, channel } = sight;
      pooled = pool(map, rows, columns, window, stride);
      const shapes = [{ rows, columns, values: map }, { ...pooled, values: pooled.largest }, { ...pooled, values: pooled.average }];
      maps.forEach((one, index) => {
        one.setShape({ rows: shapes[index].rows, columns: shapes[index].columns, cell: px });
        one.paint(shapes[index].values, 0, shapes[index].values.length, reach, theme.signed);
        frames[index].style.width = `${columns * px}px`;
        frames[index].style.height = `${rows * px}px`;
      });
      const size = (/** @type {{rows: number, columns: number}} */ shape) => filled(words.size, { rows: shape.rows, columns: shape.columns });
      captions[0].textContent = `${filled(words.mapOf, { stage: before.name, channel })} · ${size(shapes[0])}`;
      captions[1].textContent = `${words.largest} · ${size(pooled)}`;
      captions[2].textContent = `${words.average} · ${size(pooled)}`;
      dots.setAttribute("d", [...new Set(clearWinners(map, columns, window, stride, pooled))].map((at) => dot(px, Math.floor(at / columns), at % columns)).join(""));
      const left = unseen(rows, columns, window, stride);
      note.textContent = [words.winners, left ? filled(words.unseen, { count: left, all: rows * columns }) : stride < window ? words.overlap : words.fits].join(". ").replace(/^./, (letter) => letter.toUpperCase());
      root.dataset.size = `${pooled.rows}x${pooled.columns}`;
      point();
    },
  };
}

/** The cell that is explained: the pinned one, or the one with the largest number. @param {Sight} sight @param {import("./pool.js").Pooled} pooled @returns {Place} */
export function pinnedCell(sight, pooled) {
  const { cell } = sight;
  if (cell && cell.row < pooled.rows && cell.column < pooled.columns) return cell;
  const best = pooled.largest.reduce((one, value, index) => (value > pooled.largest[one] ? index : one), 0);
  return { row: Math.floor(best / pooled.columns), column: best % pooled.columns };
}

/**
 * Where a number lies that is larger than another one of its window: paper has no winner.
 * @param {Float32Array} map @param {number} columns @param {number} window @param {number} stride @param {import("./pool.js").Pooled} pooled
 */
const clearWinners = (map, columns, window, stride, pooled) => Array.from(pooled.winners).filter((winner, cell) => {
  const first = Math.floor(cell / pooled.columns) * stride * columns + (cell % pooled.columns) * stride;
  return Array.from({ length: window * window }, (_, place) => map[first + Math.floor(place / window) * columns + (place % window)])
    .some((value) => value < map[winner]);
});

/** @param {number} px @param {number} row @param {number} column */
function dot(px, row, column) {
  const radius = Math.max(1, DOT * px);
  return `M${(column + 0.5) * px - radius} ${(row + 0.5) * px}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}
