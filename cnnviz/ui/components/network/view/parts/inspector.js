// @ts-check
/** The card beside a map that is pointed at: the map enlarged, what it is, its range, the cell under the pointer. */

import { element } from "../../dom.js";
import { answerOf, inputsOf, isPicture } from "../chain.js";
import { short } from "../numbers.js";
import { rangeOf } from "../scales.js";
import { describe, mapName, sight } from "../words.js";

/** @typedef {import("../types.js").Stage} Stage @typedef {import("./maps.js").MapPart} MapPart */

const LARGEST = { lying: 196, standing: 144 }; // px of the enlarged picture, beside the words or above them
const LENS = 14; // cells along a strip that the card shows
const THINNEST = 48; // px of a strip one cell thick

/**
 * @typedef {object} Inspector
 * @property {HTMLElement} root
 * @property {number | null} at   index of the cell it shows
 * @property {(stages: Stage[], map: MapPart, frame: import("../types.js").Frame | null, pointed: number | null, byKeys: boolean) => number | null} show
 *   gives the index of the cell that it shows: the one that is pointed at, else the largest
 * @property {(form: "lying" | "standing") => {width: number, height: number}} form   the picture beside the words or above
 *   them; gives the card's size
 * @property {() => void} hide
 */

/** @param {boolean} opens whether a map can be opened @returns {Inspector} */
export function createInspector(opens) {
  const canvas = element("canvas", { class: "nv-enlarged", "aria-hidden": "true" });
  const marker = element("div", { class: "nv-marker" });
  const name = element("div", { class: "nv-name" });
  const what = element("div", { class: "nv-what" });
  const cell = element("div", { class: "nv-cell" });
  const value = element("div", { class: "nv-value" });
  const range = element("div", { class: "nv-range" });
  const sees = element("div", { class: "nv-range" });
  const where = element("span");
  const counted = element("span", { class: "nv-counted" }, " counted from 0");
  cell.append(where, counted);
  const hint = element("div", { class: "nv-hint", hidden: !opens });
  const root = element(
    "div",
    { class: "nv-inspector", "data-testid": "inspector", hidden: true },
    element("div", { class: "nv-frame" }, canvas, marker),
    element("div", { class: "nv-words" }, name, what, cell, value, range, sees, hint),
  );

  /** @type {"lying" | "standing"} */
  let form = "lying";
  let enlarge = () => {};

  return {
    root,
    at: null,
    form(next) {
      form = next;
      root.dataset.form = form;
      enlarge();
      return { width: root.offsetWidth, height: root.offsetHeight };
    },
    hide() {
      root.hidden = true;
      this.at = null;
    },
    show(stages, map, frame, pointed, byKeys) {
      const values = frame?.values ?? null;
      const stage = stages[map.stage];
      const { width: columns, height: rows } = map.picture.canvas;
      const found = values ? rangeOf(values, map.start, map.count) : null;
      const at = pointed ?? found?.largestAt ?? null;
      enlarge = () => magnify(canvas, marker, map.picture.canvas, at, isPicture(stage), LARGEST[form]);
      enlarge();
      name.textContent = mapName(stage, map.channel);
      what.textContent = describe(stages, map.stage);
      where.textContent = at === null ? "" : (pointed === null ? "largest: " : "") + place(stages, map, at, columns);
      const rounded = frame && !frame.exact && stage.kind !== "dense" && stage.kind !== "softmax";
      value.textContent = values && at !== null ? (rounded ? "≈ " : "") + short(values[map.start + at]) : "";
      range.textContent = found
        ? `${isPicture(stage) ? `${rows} × ${columns} cells` : "values"}, ${short(found.low)} to ${short(found.high)}`
        : `${rows} × ${columns} cells`;
      sees.textContent = sight(stage);
      counted.hidden = at === null || stage.kind === "dense" || stage.kind === "softmax";
      root.dataset.map = `${stage.name}/${map.channel}`;
      hint.textContent = byKeys ? "Enter for its arithmetic, Shift and arrows for another cell" : "Click for its arithmetic";
      root.hidden = false;
      this.at = at;
      return at;
    },
  };
}

/**
 * The picture enlarged, crisp, and the cell marked; of a long strip only the lines around the cell.
 * @param {HTMLCanvasElement} canvas @param {HTMLElement} marker @param {HTMLCanvasElement} source
 * @param {number | null} at @param {boolean} whole @param {number} largest   px
 */
function magnify(canvas, marker, source, at, whole, largest) {
  const column = at === null ? 0 : at % source.width;
  const row = at === null ? 0 : Math.floor(at / source.width);
  const wide = whole ? source.width : Math.min(source.width, LENS);
  const high = whole ? source.height : Math.min(source.height, LENS);
  const left = Math.max(0, Math.min(column - Math.floor(wide / 2), source.width - wide));
  const top = Math.max(0, Math.min(row - Math.floor(high / 2), source.height - high));
  const zoom = Math.max(1, Math.floor(largest / Math.max(wide, high)));
  const cell = { width: Math.max(zoom, wide === 1 ? THINNEST : 0), height: Math.max(zoom, high === 1 ? THINNEST : 0) };
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  canvas.style.width = `${wide * cell.width}px`;
  canvas.style.height = `${high * cell.height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.clearRect(0, 0, wide, high);
  context.drawImage(source, left, top, wide, high, 0, 0, wide, high);
  marker.hidden = at === null;
  marker.style.width = `${cell.width}px`;
  marker.style.height = `${cell.height}px`;
  marker.style.transform = `translate(${(column - left) * cell.width}px, ${(row - top) * cell.height}px)`;
}

/** @param {Stage[]} stages @param {MapPart} map @param {number} at @param {number} columns @returns {string} where it is, counted from 0 */
function place(stages, map, at, columns) {
  const stage = stages[map.stage];
  const inWords = (/** @type {number} */ cell, /** @type {number} */ width) =>
    `row ${Math.floor(cell / width)}, column ${cell % width}`;
  if (isPicture(stage)) return inWords(at, columns);
  const answer = answerOf(stages);
  if (map.stage === answer?.probabilities) return `probability of ${at}`;
  if (map.stage === answer?.logits) return `logit of ${at}`;
  const [source] = inputsOf(stages, map.stage).map((index) => stages[index]);
  const number = `entry ${at}`;
  if (stage.kind !== "flatten" || !source || !isPicture(source)) return number;
  const [channels, height, width] = source.shape;
  const cells = height * width;
  const origin = channels === 1 ? "" : `map ${Math.floor(at / cells)}, `;
  return `${number} = ${source.name}, ${origin}${inWords(at % cells, width)}`;
}
