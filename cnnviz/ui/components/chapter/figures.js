// @ts-check
/** What stands beside a question or an answer: a recorded map, or a grid of numbers, in the network view's colours. */

import { element } from "../network/dom.js";
import { createMap } from "../network/detail/parts/map.js";
import { dress, paintOf } from "../network/detail/parts/colours.js";
import { cellsPerMap, isPicture } from "../network/view/chain.js";
import { fixed } from "../network/view/numbers.js";
import { rangeOf } from "../network/view/scales.js";

/**
 * @typedef {import("./types.js").Read} Read @typedef {import("./types.js").Theme} Theme
 * @typedef {{kind: "map", stage: string, channel: number, window: number[] | null}} MapFigure
 * @typedef {{kind: "numbers", rows: number[][], printed: boolean, grey: boolean, caption: string}} NumberFigure
 * @typedef {{root: HTMLElement, rows: number, columns: number, mark: (row: number, column: number) => void,
 *   cellUnder: (event: PointerEvent) => {row: number, column: number}}} Shown
 */

/** @param {MapFigure | NumberFigure} figure @param {Read} read @param {Theme} theme @param {number} side px at most @returns {Shown} */
export const createFigure = (figure, read, theme, side) =>
  figure.kind === "map" ? mapFigure(figure, read, theme, side)
    : figure.printed ? numberFigure(figure, theme, side) : colourFigure(figure, theme, side);

/** @param {MapFigure} figure @param {Read} read @param {Theme} theme @param {number} side @returns {Shown} */
function mapFigure({ stage: name, channel, window }, read, theme, side) {
  const stage = read.network.stages.find((one) => one.name === name);
  if (!stage) throw new Error(`The network ${read.network.model} has no stage ${name}.`);
  const [rows, columns] = isPicture(stage) ? stage.shape.slice(1) : [1, stage.length];
  const start = stage.offset + channel * cellsPerMap(stage);
  return painted(read.values, start, rows, columns, stage.kind === "input", window, theme, side, `${name}, map ${channel}`);
}

/** Numbers that are not written on their colours: a map that nothing recorded. @param {NumberFigure} figure @param {Theme} theme @param {number} side @returns {Shown} */
function colourFigure({ rows, grey, caption }, theme, side) {
  const shown = painted(Float32Array.from(rows.flat()), 0, rows.length, rows[0].length, grey, null, theme, side, caption || `${rows.length} × ${rows[0].length}`);
  if (caption) shown.root.append(element("span", { class: "ch-caption" }, caption));
  return shown;
}

/**
 * @param {Float32Array} values @param {number} start @param {number} rows @param {number} columns @param {boolean} grey
 * @param {number[] | null} window @param {Theme} theme @param {number} side @param {string} label @returns {Shown}
 */
function painted(values, start, rows, columns, grey, window, theme, side, label) {
  const { low, high } = rangeOf(values, start, rows * columns);
  const map = createMap();
  map.setShape({ columns, rows, cell: Math.max(1, Math.floor(side / Math.max(rows, columns))) });
  map.paint(values, start, rows * columns, grey ? 1 : Math.max(high, -low), grey ? theme.grey : theme.signed);
  if (window) {
    const [top, left, height, width] = window;
    map.markWindow("window", { top, left, height, width, rowStep: 1, columnStep: 1 });
  }
  // The looks of a map are those of the detail.
  const root = element("span", { class: "ch-figure cnnviz-detail is-part", role: "img", "aria-label": label }, map.root);
  return { root, rows, columns, mark: (row, column) => map.markCell("cell", row, column), cellUnder: map.cellUnder };
}

/** @param {NumberFigure} figure @param {Theme} theme @param {number} side @returns {Shown} */
function numberFigure({ rows: numbers, grey, caption }, theme, side) {
  const rows = numbers.length;
  const columns = numbers[0].length;
  const reach = grey ? 1 : Math.max(...numbers.flat().map(Math.abs));
  const whole = numbers.flat().every(Number.isInteger);
  const width = Math.min(60, Math.max(whole ? 34 : 50, Math.floor(side / Math.max(rows, columns))));
  const grid = element("span", { class: "ch-numbers" });
  grid.style.gridTemplate = `repeat(${rows}, 34px) / repeat(${columns}, ${width}px)`;
  const cells = numbers.flatMap((row) => row.map((value) => {
    const cell = element("span", { class: "ch-number" }, whole ? String(value).replace("-", "\u2212") : fixed(value, 2));
    dress(cell, paintOf(value, reach, grey ? theme.grey : theme.signed));
    return cell;
  }));
  grid.append(...cells);
  const said = numbers.map((row) => row.map((value) => fixed(value, 2)).join(", ")).join("; ");
  const root = element("span", { class: "ch-figure", role: "img", "aria-label": caption ? `${caption}: ${said}` : said },
    grid, ...(caption ? [element("span", { class: "ch-caption" }, caption)] : []));
  return {
    root, rows, columns,
    mark(row, column) { cells.forEach((cell, place) => cell.classList.toggle("is-marked", place === row * columns + column)); },
    cellUnder(event) {
      const box = grid.getBoundingClientRect();
      const nth = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      return { row: nth((event.clientY - box.top) / box.height, rows), column: nth((event.clientX - box.left) / box.width, columns) };
    },
  };
}
