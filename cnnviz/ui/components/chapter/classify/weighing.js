// @ts-check
/** Step 2: what speaks for a class, per map and over the digit, up to its logit; one class or two compared. */

import { element } from "../../network/dom.js";
import { cellOf } from "../../network/arithmetic/flatten.js";
import { inputOf, positions } from "../../network/arithmetic/geometry.js";
import { largestSize } from "../../network/detail/contributions.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { createMosaic } from "../../network/detail/parts/mosaic.js";
import { placeText } from "../../network/detail/sentence.js";
import { channelsOf, isPicture } from "../../network/view/chain.js";
import { fixed, short } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { fittedTiles, linesOfTen } from "./arrangement.js";
import { evidenceOf } from "./evidence.js";
import { createOverlay } from "./overlay.js";
import { createPicker } from "./picker.js";
import { classesOf, logitsOf } from "./state.js";
import { createSums } from "./sums.js";
import { CLASSES } from "./turning.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("./evidence.js").Evidence} Evidence */

const HEIGHT = 336; // px of the maps, as high as the digit beside them
const COLUMN = { width: 420, height: 470 }; // px: where they stand below the digit, they may be higher
const DIGITS = Array.from({ length: CLASSES }, (_, digit) => digit);

/** @param {import("../types.js").Host} host */
export function createWeighing(host) {
  const words = host.words.words.weigh;
  const why = createPicker({
    label: words.whyLabel, values: DIGITS, name: String, testid: "class", below: true,
    choose: (value) => host.change({ class: value }),
  });
  const against = createPicker({
    label: words.againstLabel, values: [null, ...DIGITS], name: (value) => (value === null ? words.nothing : String(value)), testid: "against",
    choose: (value) => host.change({ against: value }),
  });
  const overlay = createOverlay({ label: words.digitLabel, point: (row, column) => pointArea(row, column) });
  const maps = createMosaic({ point: (index) => pointEntry(index), keys: true });
  const overTitle = element("figcaption", { class: "cl-caption" });
  const mapsTitle = element("figcaption", { class: "cl-caption" });
  const legends = [createLegend(words.legend), createLegend(words.legend)];
  const lies = element("p", { class: "ch-quiet" });
  const pointed = element("p", { class: "cl-pointed", role: "status", "data-testid": "pointed" });
  const sums = createSums(words, host.prose);
  const beside = element("div", { class: "cl-maps" }, maps.root);
  const root = element("section", { class: "cl-step", "data-testid": "weigh" },
    element("div", { class: "cl-head" },
      element("h3", { class: "cl-title" }, element("span", { class: "cl-number", "aria-hidden": "true" }, "2"), words.title)),
    element("div", { class: "cl-asking" },
      element("div", { class: "cl-asked" }, element("span", {}, words.why), why.root),
      element("div", { class: "cl-asked" }, element("span", {}, words.against), against.root)),
    // The mosaic and the legends dress as in the detail.
    element("div", { class: "cl-evidence cnnviz-detail cl-bare" },
      element("figure", { class: "cl-figure" }, overTitle, overlay.root, legends[0].root),
      element("figure", { class: "cl-figure cl-wide" }, mapsTitle, beside, legends[1].root),
      sums.root),
    element("div", { class: "cl-told" }, pointed, lies));

  /** @type {Scene} */
  let scene;
  /** @type {Evidence} */
  let evidence;
  let arranged = "";
  /** @type {any[]} */
  let shown = [];
  /** @type {number | null} the entry or, with `area`, the place that is pointed at */
  let entry = null;
  /** @type {{row: number, column: number} | null} */
  let area = null;

  const room = new ResizeObserver(() => scene && arrange() && write());
  room.observe(beside);

  /** @returns {boolean} whether anything lies elsewhere now */
  function arrange() {
    const width = beside.clientWidth;
    const stage = scene.read.network.stages[evidence.stage];
    const wanted = `${scene.read.network.model} ${width}`;
    if (width === 0 || arranged === wanted) return false;
    arranged = wanted;
    const shape = isPicture(stage) ? { channels: channelsOf(stage), ...positions(stage) } : linesOfTen(stage.length);
    maps.arrange(fittedTiles(shape, { width, height: width < COLUMN.width ? COLUMN.height : HEIGHT }));
    return true;
  }

  function paint() {
    const { products } = evidence.explanation.terms;
    const { signed } = scene.theme;
    const reach = { areas: largestSize(evidence.areas), products: largestSize(products) };
    overlay.paint(Float32Array.from(evidence.areas), reach.areas, signed);
    legends[0].show(reach.areas);
    if (arranged) maps.paint(Float32Array.from(products), 0, () => reach.products, signed);
    legends[1].show(reach.products);
  }

  /** All words and numbers, and the colours with them. */
  function write() {
    root.style.setProperty("--dt-gradient", scene.theme.gradient);
    paint();
    const { network } = scene.read;
    const { explanation, stage, seen, plane, classes } = evidence;
    const entries = network.stages[stage];
    const [digit, other] = classes;
    overTitle.textContent = words.digit;
    mapsTitle.textContent = filled(isPicture(entries) ? words.maps : words.numbers, { source: entries.name, count: entries.length });
    const texts = sums.show({ evidence, digit, other: other ?? null, layer: layerName() });
    maps.label(texts.labels);
    const field = network.stages[seen].receptive_field;
    lies.textContent = evidence.seen === stage
      ? filled(words.lies, { source: entries.name, height: plane.side[0], width: plane.side[1], seen: field?.size[0] ?? 1 })
      : filled(words.liesPixel, { layer: layerName(), source: entries.name });
    lies.textContent += ` ${texts.picture}`;
    maps.name(filled(words.mapsLabel, { source: entries.name }), "");
    root.dataset.logit = String(explanation.total);
    root.dataset.class = String(digit);
    root.dataset.against = other === undefined ? "" : String(other);
    tell();
  }

  /** The hidden layer, where one comes between the picture and the entries. */
  function layerName() {
    const { network } = scene.read;
    let stage = evidence.stage;
    while (network.stages[stage].kind === "relu") stage = /** @type {number} */ (inputOf(network, stage));
    return network.stages[stage].name;
  }

  /** @param {number} index of an entry */
  function pointEntry(index) {
    entry = index;
    area = null;
    tell();
  }

  /** @param {number} row @param {number} column of an area over the digit */
  function pointArea(row, column) {
    area = { row, column };
    entry = null;
    tell();
  }

  /** What is pointed at, in numbers, and marked on both sides. */
  function tell() {
    const { network, values } = scene.read;
    const { explanation, stage, seen, plane, areas } = evidence;
    const { inputs, weights, products } = explanation.terms;
    if (area === null && (entry === null || entry >= products.length)) entry = products.reduce((best, product, index) => (product > products[best] ? index : best), 0);
    if (entry !== null) {
      const cell = isPicture(network.stages[stage]) ? cellOf(network, stage, entry) : null;
      const place = cell
        ? filled(words.entry, { place: placeText(network, cell), index: entry })
        : filled(words.number, { index: entry, source: network.stages[stage].name });
      const text = `${place}: ${filled(words.product, { value: short(inputs[entry]), weight: short(weights[entry]), product: short(products[entry]) })}`;
      pointed.textContent = text;
      maps.mark(entry);
      maps.name(filled(words.mapsLabel, { source: network.stages[stage].name }), text);
      const at = cell && seen === stage ? cell : { row: 0, column: 0 };
      overlay.mark(at.row, at.column, text);
      overlay.root.classList.toggle("is-unmarked", !cell);
      return;
    }
    const { row, column } = /** @type {{row: number, column: number}} */ (area);
    const index = row * plane.columns + column;
    const [top, left] = [plane.start[0] + row * plane.side[0], plane.start[1] + column * plane.side[1]];
    const whole = plane.side[0] > 1;
    const place = filled(whole ? words.area : words.pixel, { top, left, bottom: top + plane.side[0] - 1, right: left + plane.side[1] - 1 });
    const sum = short(areas[index]);
    const pixel = values[network.stages[seen].offset + index];
    const text = whole || seen === stage
      ? filled(words.pointed, { place, maps: filled(words.allMaps, { count: channelsOf(network.stages[seen]) }), sum })
      : filled(words.pointedPixel, { place, value: short(pixel), factor: pixel ? short(areas[index] / pixel) : "w", sum });
    pointed.textContent = text;
    overlay.root.classList.remove("is-unmarked");
    overlay.mark(row, column, text);
    maps.mark(seen === stage ? index : null);
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      const { chosen, against: other } = classesOf(scene);
      const now = [scene.read, scene.theme, chosen, other];
      if (now.every((one, place) => one === shown[place])) return;
      const anew = shown[0] !== scene.read;
      shown = now;
      evidence = evidenceOf(scene.read, chosen, other);
      const logits = logitsOf(scene);
      const spoken = (/** @type {number | null} */ digit) =>
        digit === null ? words.withNothing : filled(words.classLabel, { digit, logit: fixed(logits[digit], 2) });
      why.show(chosen, spoken, { texts: DIGITS.map((digit) => fixed(logits[digit], 2)) });
      against.show(other, spoken, { barred: chosen });
      if (anew) {
        const { offset } = scene.read.network.stages[0];
        overlay.arrange(evidence.plane, scene.read.values.subarray(offset, offset + 28 * 28));
        entry = area = null;
      }
      arrange();
      write();
    },
    dispose: () => room.disconnect(),
  };
}
