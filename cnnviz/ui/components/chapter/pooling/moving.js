// @ts-check
/** The digit moved by some pixels: which cells change before pooling, and which after it. */

import { createMap } from "../../network/detail/parts/map.js";
import { element } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { changesOf } from "./changes.js";
import { part } from "./part.js";
import { createSegments } from "./segments.js";

/**
 * @typedef {import("./sight.js").Sight} Sight @typedef {import("./shifting.js").Grid} Grid
 * @typedef {import("./shifting.js").Change} Change
 */

const STEPS = [-2, -1, 0, 1, 2]; // pixels
const MINUS = "\u2212";
const PICTURE = 5; // px of a pixel

/** @param {import("../types.js").Host} host */
export function createMoving(host) {
  const { words } = host.words;
  const options = STEPS.map((value) => ({ value, text: String(value).replace("-", MINUS) }));
  const right = createSegments(words.right, options, (dx) => host.change({ dx }, "dx"), "dx");
  const down = createSegments(words.down, options, (dy) => host.change({ dy }, "dy"), "dy");
  const compare = createSegments(words.compare, [{ value: "place", text: words.place }, { value: "back", text: words.back }], (value) => host.change({ compare: value }), "compare");
  const digit = createMap();
  const lost = element("span", { class: "pl-caption" });
  const sides = ["before", "after"].map((name) => {
    const [map, mask] = [createMap(), element("canvas", { class: "pl-mask", "aria-hidden": "true" })];
    const [caption, count, size, along] = [0, 1, 2, 3].map(() => element("span", { class: "pl-caption" }));
    count.className = "pl-count";
    count.dataset.testid = `change-${name}`;
    const root = element("div", { class: "pl-side" }, caption, element("div", { class: "pl-pair" }, part(map.root), mask), count, size, along);
    return { map, mask, caption, count, size, along, root };
  });
  const note = element("p", { class: "pl-note", role: "status", "data-testid": "move-note" });
  const legend = element("div", { class: "pl-legend" }, ...[["is-changed", words.legend], ["is-same", words.legendSame], ["is-out", words.legendOut]].map(([name, text]) =>
    element("span", {}, element("i", { class: name }), text)));
  const knobs = element("div", { class: "pl-knobs" }, right.root, down.root, compare.root);
  const root = element("div", { class: "pl-moving" }, knobs,
    element("div", { class: "pl-moved" },
      element("figure", { class: "pl-figure" }, element("span", { class: "pl-caption" }, words.digit), part(digit.root), lost),
      ...sides.map((side) => side.root)),
    legend, note);

  return {
    root,
    /** @param {Sight} sight @param {import("../types.js").Scene} scene @param {number} px of a map's cell */
    show(sight, scene, px) {
      const { before, stage, channel, window, stride, move, reach, read } = sight;
      const { theme } = scene;
      right.show(move[1]);
      down.show(move[0]);
      compare.show(sight.compare);
      const pictures = moveInk(read, move);
      digit.setShape({ columns: pictures.columns, rows: pictures.rows, cell: PICTURE });
      digit.paint(pictures.values, 0, pictures.values.length, 1, theme.grey);
      lost.textContent = pictures.lost ? filled(words.lost, { lost: pictures.lost, all: pictures.inked }) : "";
      const seen = changesOf(sight, scene);
      const captions = [filled(words.mapNow, { stage: before.name, channel }), filled(words.pooledNow, { window, stride, stage: stage.name })];
      const still = move[0] === 0 && move[1] === 0;
      seen.forEach(({ grid, change }, index) => {
        const side = sides[index];
        side.map.setShape({ rows: grid.rows, columns: grid.columns, cell: px });
        side.map.paint(grid.values, 0, grid.values.length, reach, theme.signed);
        paintMask(side.mask, grid, change, theme.name, px);
        side.caption.textContent = captions[index];
        const { changed, compared } = change;
        side.count.replaceChildren(...host.prose(filled(sight.compare === "place" ? words.changes : words.differ, { changed, compared, share: percent(changed, compared) })));
        side.size.textContent = filled(words.bySize, { size: percent(change.size, 1) });
        side.along.textContent = sight.compare === "back" ? filled(words.movedBy, { down: signed(change.along[0]), right: signed(change.along[1]) }) : "\u00a0";
        side.root.dataset.changed = `${changed}/${compared}`;
      });
      root.classList.toggle("is-back", sight.compare === "back");
      const whole = move.every((pixels) => pixels % stride === 0);
      const far = move.filter((pixels) => pixels).map((pixels) => Math.abs(pixels)).join(" / ");
      note.textContent = still ? words.still : sight.compare === "place" ? words.placeNote : filled(whole ? words.exact : words.halfway, { move: far, stride });
    },
  };
}

/** The learner's picture, moved. @param {import("../types.js").Read} read @param {number[]} move */
function moveInk({ network, values }, [down, right]) {
  const { shape: [, rows, columns], offset } = network.stages[0];
  const moved = new Float32Array(rows * columns);
  let [inked, kept] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const ink = values[offset + row * columns + column];
      if (ink !== 0) inked++;
      const [to, beside] = [row + down, column + right];
      if (to < 0 || to >= rows || beside < 0 || beside >= columns) continue;
      moved[to * columns + beside] = ink;
      if (ink !== 0) kept++;
    }
  }
  return { rows, columns, values: moved, inked, lost: inked - kept };
}

const MASK = { light: { same: [228, 230, 234], changed: [232, 89, 12] }, dark: { same: [52, 56, 64], changed: [255, 146, 76] } };

/** @param {HTMLCanvasElement} canvas @param {Grid} grid @param {Change} change @param {"light" | "dark"} name @param {number} px */
function paintMask(canvas, { rows, columns }, { cells }, name, px) {
  canvas.width = columns;
  canvas.height = rows;
  canvas.style.width = `${columns * px}px`;
  canvas.style.height = `${rows * px}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(Math.max(1, columns), Math.max(1, rows));
  const { same, changed } = MASK[name];
  cells.forEach((state, cell) => {
    if (state < 2) image.data.set([...(state ? changed : same), 255], 4 * cell);
  });
  context.putImageData(image, 0, 0);
}

/** @param {number} part @param {number} whole */
const percent = (part, whole) => (part === 0 || whole === 0 ? "0\u202f%" : part === whole ? "100\u202f%" : percentage(part / whole));

/** @param {number} number */
const signed = (number) => String(number).replace("-", MINUS);
