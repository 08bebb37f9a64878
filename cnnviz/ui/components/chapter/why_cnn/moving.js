// @ts-check
/** What moves along when the digit moves: a filter's map, both ways; and what stays: the weights of the row. */

import { createMap } from "../../network/detail/parts/map.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { element } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { fixed, grouped, short } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { readDigit, spoken } from "./see.js";

const CELL = 7; // px

/** @param {import("../types.js").Host} host */
export function createMoving(host) {
  const { words } = host.words;
  const select = element("select", { class: "wc-select", "data-testid": "filter", onchange: () => host.change({ filter: Number(select.value) }) });
  const move = element("span", { class: "ch-quiet" });
  const maps = ["first", "after", "difference"].map((name) => {
    const map = createMap();
    return { name, map, root: element("figure", { class: "wc-figure" }, element("figcaption", {}, words[name]), element("div", { class: "cnnviz-detail is-part" }, map.root)) };
  });
  const legend = createLegend("");
  const told = element("p", { role: "status", "data-testid": "equivariance" });
  const rows = ["before", "afterRow", "weights"].map((name) => {
    const canvas = element("canvas", { class: "wc-strip", role: "img", "aria-label": words[name] });
    return { canvas, picture: new CellPicture(canvas, 1, 1), root: element("div", { class: "wc-striprow" }, element("span", { class: "wc-stripname" }, words[name]), canvas) };
  });
  const headIntro = element("p", { class: "wc-intro" });
  const headTold = element("p", { role: "status", "data-testid": "head" });
  const intro = element("p", { class: "wc-intro" });
  const root = element("article", { class: "wc-part" }, element("h3", {}, words.equivarianceTitle), intro,
    element("div", { class: "wc-knobs" }, element("label", { class: "wc-knob" }, element("span", {}, words.filter), select), move),
    element("div", { class: "wc-sum" }, maps[0].root, element("span", { class: "wc-sign" }, "−"), maps[1].root, element("span", { class: "wc-sign" }, "="), maps[2].root,
      element("div", { class: "cnnviz-detail is-part wc-scale" }, legend.root)),
    told,
    element("h3", { class: "wc-second" }, words.headTitle), headIntro,
    element("div", { class: "wc-strips" }, ...rows.map((row) => row.root)), headTold);
  let offered = "";
  /** @type {any} */
  let answer = null;
  /** @type {unknown[]} */
  let wanted = [];
  /** @type {import("../types.js").Scene} */
  let scene;

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { read, knobs } = scene;
    const convolution = /** @type {any} */ (read.network.stages.find((stage) => stage.kind === "convolution"));
    const count = convolution.shape[0];
    const filter = Math.min(knobs.filter, count - 1);
    if (offered !== read.network.model) {
      offered = read.network.model;
      select.replaceChildren(...Array.from({ length: count }, (_, number) => element("option", { value: number }, filled(words.filterName, { stage: convolution.name, filter: number }))));
      intro.replaceChildren(...host.prose(filled(words.equivarianceIntro, { stage: convolution.name })));
    }
    select.value = String(filter);
    move.textContent = spoken(words, knobs.dy, knobs.dx);
    const wants = { down: knobs.dy, right: knobs.dx, filter };
    const key = [read, knobs.dy, knobs.dx, filter];
    if (key.some((part, place) => wanted[place] !== part)) {
      wanted = key;
      host.ask("equivariance", wants, (found) => {
        // The newest question alone: an overtaken answer is of another move.
        if (key.some((part, place) => wanted[place] !== part)) return;
        answer = found;
        paint();
      });
    } else if (answer) paint();
  }

  function paint() {
    const { theme, read } = scene;
    const { data, arrays, wants } = answer;
    const [height, width] = arrays.first.shape;
    const [top, bottom, left, right] = data.inside;
    const [first, after] = [arrays.first.values, arrays.after.values];
    const difference = first.map((/** @type {number} */ value, /** @type {number} */ place) => value - after[place]);
    const reach = Math.max(...first.map(Math.abs), ...after.map(Math.abs)) || 1;
    let outside = 0;
    difference.forEach((/** @type {number} */ value, /** @type {number} */ place) => {
      const [row, column] = [Math.floor(place / width), place % width];
      if (row < top || row >= bottom || column < left || column >= right) outside = Math.max(outside, Math.abs(value));
    });
    [first, after, difference].forEach((values, place) => {
      const { map } = maps[place];
      map.setShape({ rows: height, columns: width, cell: CELL });
      map.paint(values, 0, values.length, reach, theme.signed);
      if (bottom > top && right > left) map.markWindow("window", { top, left, height: bottom - top, width: right - left, rowStep: 1, columnStep: 1 });
    });
    legend.show(reach);
    root.style.setProperty("--dt-gradient", theme.gradient);
    const inside = data.difference === 0 ? "0" : data.difference < 1e-6 ? data.difference.toExponential(1).replace("-", "−") : data.difference.toFixed(7);
    told.replaceChildren(...host.prose(bottom > top && right > left
      ? filled(outside > 1e-5 ? words.exact : words.exactAll, { inside, outside: short(outside) }) : words.noInside));
    root.dataset.difference = String(data.difference);
    root.dataset.move = `${wants.down} ${wants.right} ${wants.filter}`;
    head(read, theme);
  }

  /** @param {import("../types.js").Read} read @param {import("../types.js").Theme} theme */
  function head(read, theme) {
    const { data, arrays, wants } = answer;
    const { stages } = read.network;
    const layer = /** @type {any} */ (stages.find((stage) => stage.kind === "dense"));
    const before = arrays.rowBefore.values;
    const maxima = arrays.maximaBefore.values;
    const cells = before.length / maxima.length;
    // The chosen filter's own map where each filter has one to the end; else one of the last maps.
    const map = wants.filter % maxima.length;
    const digit = readDigit(read);
    // A network of one's own may have a hidden layer behind flatten: its first unit's weights are shown then.
    const hidden = layer !== stages.filter((stage) => stage.kind === "dense").pop();
    const unit = hidden ? 0 : digit;
    const part = (/** @type {Float32Array} */ values, from = 0) => values.subarray(from + map * cells, from + (map + 1) * cells);
    const shown = [part(before), part(arrays.rowAfter.values), part(/** @type {Float32Array} */ (layer.weight), unit * before.length)];
    const most = Math.max(...shown[0].map(Math.abs), ...shown[1].map(Math.abs)) || 1;
    rows.forEach(({ picture }, place) => {
      const values = shown[place];
      picture.wrap(cells, 1);
      picture.paint(values, 0, cells, place < 2 ? most : Math.max(...values.map(Math.abs)) || 1, theme.signed);
    });
    headIntro.replaceChildren(...host.prose(filled(words.headIntro, { map, whose: filled(hidden ? words.headHidden : words.headClass, { digit, layer: layer.name }), most: short(most), weights: short(Math.max(...shown[2].map(Math.abs))) })));
    const [from, to] = [arrays.logitsBefore.values[digit], arrays.logitsAfter.values[digit]];
    headTold.replaceChildren(...host.prose(filled(words.headTold, {
      changed: grouped(data.changed), count: grouped(before.length), digit, from: fixed(from, 2), to: fixed(to, 2),
      largest: short(maxima[map]), then: short(arrays.maximaAfter.values[map]),
    })));
    headTold.dataset.changed = String(data.changed);
    headTold.dataset.logit = String(to);
  }

  return { root, show };
}
