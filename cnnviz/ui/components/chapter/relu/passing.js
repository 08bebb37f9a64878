// @ts-check
/** A map before ReLU, the curve, the map after; a bias may be added first, and ReLU be switched off. */

import { element } from "../../network/dom.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { createMap } from "../../network/detail/parts/map.js";
import { followMap } from "../../network/detail/parts/pointing.js";
import { fixed, grouped, percentage, short } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { chosenMap } from "./chosen.js";
import { createCurve } from "./curve.js";

const SIDE = 336; // px of a map at most
const NARROW = 760; // px: below, the curve stands under the two maps
const STEPS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });

/** @param {import("../types.js").Host} host */
export function createPassing(host) {
  const { words } = host.words;
  const maps = ["before", "after"].map((name) => {
    const map = createMap();
    const legend = createLegend("");
    const title = element("h3", {});
    const surface = element("div", {
      class: "cr-map cnnviz-detail is-part", tabindex: "0", role: "application", "data-testid": name,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = STEPS[event.key];
        if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const { row, column, rows, columns } = chosenMap(scene);
        hover = null;
        host.change({ row: Math.max(0, Math.min(rows - 1, row + step[0])), column: Math.max(0, Math.min(columns - 1, column + step[1])) }, "cell");
      },
    }, map.root, legend.root);
    followMap(map, {
      point(place, takes) {
        if (takes) host.change(place, "cell");
        hover = takes ? null : place;
        show(scene);
      },
      leave() {
        hover = null;
        show(scene);
      },
    });
    return { map, legend, title, surface, root: element("div", { class: "cr-side" }, title, surface) };
  });
  const curve = createCurve(words);
  const formula = element("p", { class: "cr-formula", role: "status", "data-testid": "cell" });
  const share = element("p", { class: "cr-share", "data-testid": "share" });
  const bar = element("span", {});
  const amount = element("output", { class: "cr-amount" });
  const slider = element("input", { type: "range", step: 0.01, "data-testid": "bias", oninput: () => host.change({ bias: Number(Number(slider.value).toFixed(2)) }, "bias") });
  const box = element("input", { type: "checkbox", "data-testid": "on", onchange: () => host.change({ on: box.checked }) });
  const middle = element("div", { class: "cr-middle" },
    curve.root, formula,
    element("div", {}, share, element("div", { class: "cr-cutbar", "aria-hidden": "true" }, bar)),
    element("div", { class: "cr-dials" },
      element("label", { class: "cr-dial" }, element("span", {}, words.bias), slider, amount),
      element("label", { class: "cr-check" }, box, words.on)));
  const root = element("div", { class: "cr-passing" }, maps[0].root, middle, maps[1].root);
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {{row: number, column: number} | null} pointed at, not chosen */
  let hover = null;

  let room = SIDE;
  const observer = new ResizeObserver(([{ contentRect: { width } }]) => {
    if (width === 0) return;
    const next = width < NARROW ? Math.min(SIDE, Math.floor((width - 16) / 2)) : Math.min(SIDE, Math.floor(width * 0.27));
    if (next === room) return;
    room = next;
    if (scene) show(scene);
  });
  observer.observe(root);

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { theme, knobs } = scene;
    const found = chosenMap(scene);
    const { stage, from, channel, rows, columns, reach, limit, bias, before, after, cut, count } = found;
    const row = Math.min(hover?.row ?? found.row, rows - 1);
    const column = Math.min(hover?.column ?? found.column, columns - 1);
    const cell = Math.max(1, Math.floor(room / Math.max(rows, columns)));
    maps.forEach(({ map, legend, title, surface }, place) => {
      const wanted = `${rows} ${columns} ${cell}`;
      if (surface.dataset.shape !== wanted) {
        surface.dataset.shape = wanted;
        map.setShape({ rows, columns, cell });
      }
      map.paint(place ? after : before, 0, count, reach, theme.signed);
      map.markCell("cell", row, column);
      legend.show(reach);
      const name = place ? stage.name : from.name;
      const added = bias === 0 || place ? "" : `, ${filled(words.added, { bias: signed(bias) })}`;
      title.textContent = `${filled(words.mapTitle, { stage: name, map: channel })}${added}`;
      surface.setAttribute("aria-label", filled(words.mapLabel, { stage: name, map: channel }));
      surface.style.setProperty("--dt-gradient", theme.gradient);
    });
    const value = before[row * columns + column];
    const result = after[row * columns + column];
    const raw = scene.read.values[found.start + row * columns + column];
    const inner = bias === 0 ? short(value) : `${short(raw)} ${bias < 0 ? "\u2212" : "+"} ${fixed(Math.abs(bias), 2)}`;
    const equation = knobs.on ? `max(0, ${inner}) = ${short(result)}` : bias === 0 ? short(result) : `${inner} = ${short(result)}`;
    formula.replaceChildren(element("span", { class: "ch-quiet" }, filled(words.cell, { row, column })), element("strong", {}, equation));
    Object.assign(root.dataset, { value: String(result), cut: String(cut), bias: String(bias), testid: "passing" });
    curve.show(found, value, knobs.on, theme.signed, filled(knobs.on ? words.curveLabel : words.curveOff, { before: short(value), after: short(result) }));
    share.replaceChildren(element("strong", {}, shareText(cut / count)), ` ${filled(words.share, { cut: grouped(cut), count: grouped(count) })}`);
    bar.style.width = `${(100 * cut) / count}%`;
    slider.min = String(-limit);
    slider.max = String(limit);
    if (Number(slider.value) !== bias) slider.value = String(bias);
    amount.textContent = signed(bias);
    slider.setAttribute("aria-valuetext", `${signed(bias)}: ${share.textContent}`);
    box.checked = knobs.on;
  }
  return { root, show, dispose: () => observer.disconnect() };
}

/** @param {number} value */
const signed = (value) => (value > 0 ? `+${fixed(value, 2)}` : fixed(value, 2));

/** None and all are exact here: cells are counted. @param {number} share */
const shareText = (share) => (share === 0 || share === 1 ? `${100 * share}\u202f%` : percentage(share));
