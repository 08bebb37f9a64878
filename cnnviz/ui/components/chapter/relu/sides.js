// @ts-check
/** The two sides of an edge: a filter and the same with all signs turned, each cut by ReLU. */

import { element } from "../../network/dom.js";
import { createKernel } from "../../network/detail/parts/kernel.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { createMap } from "../../network/detail/parts/map.js";
import { followMap } from "../../network/detail/parts/pointing.js";
import { short } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { side, slid } from "./arithmetic.js";
import { chosenFilter, firstConvolution, pictureOf } from "./chosen.js";
import { FILTERS } from "./knobs.js";

const CELL = 6; // px
const WEIGHT = { width: 50, height: 36 }; // px

/** @param {import("../types.js").Host} host */
export function createSides(host) {
  const { words } = host.words;
  const select = element("select", { class: "cr-select", "data-testid": "filter", onchange: () => host.change({ filter: select.value }) });
  const digit = createMap();
  const maps = [digit];
  const rows = [1, -1].map((sign) => {
    const kernel = createKernel();
    kernel.setShape({ rows: 3, columns: 3, ...WEIGHT, numbers: true });
    const [answer, kept] = [createMap(), createMap()];
    maps.push(answer, kept);
    const values = [element("strong", { class: "cr-value" }), element("strong", { class: "cr-value" })];
    const captions = [sign > 0 ? words.answer : words.negatedAnswer, words.kept];
    const cells = [
      element("figure", { class: "cr-figure" }, element("figcaption", {}, sign > 0 ? words.kernel : words.negated), kernel.root),
      ...[answer, kept].map((map, place) => element("figure", { class: "cr-figure" }, element("figcaption", {}, captions[place]), map.root, values[place])),
    ];
    return { sign, kernel, answer, kept, values, root: element("div", { class: "cr-siderow", "data-testid": sign > 0 ? "plus" : "minus" }, ...cells) };
  });
  const legend = createLegend("");
  const told = element("p", { role: "status", "data-testid": "sides" });
  const drawn = element("figure", { class: "cr-figure cr-drawn" }, element("figcaption", {}, words.drawn), digit.root);
  const root = element("div", { class: "cr-sides cnnviz-detail is-part" },
    element("label", { class: "cr-dial" }, element("span", {}, words.filter), select),
    element("div", { class: "cr-sidegrid" }, drawn, element("div", { class: "cr-siderows" }, ...rows.map((row) => row.root)), element("div", { class: "cr-sidewords" }, ...[].concat(...words.sides.map((/** @type {string} */ text) => element("p", {}, ...host.prose(text)))), told, legend.root)));
  for (const map of maps) {
    map.setShape({ rows: 28, columns: 28, cell: CELL });
    followMap(map, {
      point(place, takes) {
        if (takes) host.change(place, "cell");
        hover = takes ? null : place;
        point();
      },
      leave() {
        hover = null;
        point();
      },
    });
  }
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {{row: number, column: number} | null} */
  let hover = null;
  /** @type {Float32Array} */
  let answer;
  let filledWith = "";
  /** @type {unknown[]} */
  let painted = [];

  function point() {
    const { row, column } = hover ?? scene.knobs;
    for (const map of maps) map.markCell("cell", row, column);
    const value = answer[row * 28 + column];
    for (const { sign, values } of rows) {
      values[0].textContent = short(sign * value || 0);
      values[1].textContent = short(Math.max(0, sign * value));
    }
    told.textContent = filled(words.sum, { row, column, plus: short(Math.max(0, value)), minus: short(Math.max(0, -value)), value: short(value) });
  }

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { read, theme } = scene;
    const { name, kernel } = chosenFilter(scene);
    const convolution = firstConvolution(read);
    const wanted = `${read.network.model} ${convolution.name}`;
    if (filledWith !== wanted) {
      filledWith = wanted;
      const learned = Array.from({ length: convolution.shape[0] }, (_, filter) => String(filter));
      select.replaceChildren(...[...Object.keys(FILTERS), ...learned].map((value) =>
        element("option", { value }, value in FILTERS ? words[value] : filled(words.learned, { filter: value, stage: convolution.name }))));
    }
    select.value = name;
    if (painted[0] !== read || painted[1] !== theme || painted[2] !== name) {
      painted = [read, theme, name];
      const picture = pictureOf(read);
      answer = slid(picture, 28, kernel);
      const reach = answer.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
      const weights = kernel.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
      digit.paint(picture, 0, 784, 1, theme.grey);
      for (const { sign, kernel: shown, answer: before, kept } of rows) {
        shown.show(Float32Array.from(kernel, (value) => sign * value || 0), 0, weights, theme.signed);
        before.paint(answer.map((value) => sign * value), 0, 784, reach, theme.signed);
        kept.paint(side(answer, /** @type {1 | -1} */ (sign)), 0, 784, reach, theme.signed);
      }
      legend.show(reach);
      root.style.setProperty("--dt-gradient", theme.gradient);
    }
    point();
  }
  return { root, show };
}
