// @ts-check
/** 4 x 4 -> 2 x 2 by hand: the learner takes each window's largest number out of a patch of a map of his own digit. */

import { dress, paintOf } from "../../network/detail/parts/colours.js";
import { createMap } from "../../network/detail/parts/map.js";
import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { part } from "./part.js";
import { patchAt, placesOf, printed, SIDE, WINDOW, windowOf, winnerOf, wins } from "./patches.js";
import { pool } from "./pool.js";

/** @typedef {import("./sight.js").Sight} Sight @typedef {import("../types.js").Theme} Theme */

const ALL = 15; // every window is pooled

/** @param {import("../types.js").Host} host */
export function createHand(host) {
  const { words } = host.words;
  const [map, pooled] = [createMap(), createMap()];
  const [mapName, pooledName, where, remain] = [0, 1, 2, 3].map(() => element("span", { class: "pl-caption" }));
  const told = element("p", { class: "pl-told", role: "status", "data-testid": "hand-told" });
  const another = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "another-patch", onclick: next }, words.another);
  const cells = Array.from({ length: SIDE * SIDE }, (_, place) => element("button", {
    type: "button", class: "pl-cell", "data-testid": "patch-cell",
    onclick: () => take(place),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      const [row, column] = [Math.floor(place / SIDE) + step[0], (place % SIDE) + step[1]];
      if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) focus(row * SIDE + column);
    },
  }));
  const patch = element("div", { class: "pl-patch", role: "group", "aria-label": words.byHand, "data-testid": "patch" },
    ...[0, 1, 2, 3].map((window) => element("div", { class: "pl-quad" }, ...placesOf(window).map((place) => cells[place]))));
  const taken = [0, 1, 2, 3].map(() => element("span", { class: "pl-taken", "data-testid": "taken" }));
  const result = element("div", { class: "pl-result", role: "group", "aria-label": words.result }, ...taken);
  const root = element("div", { class: "pl-hand" },
    element("figure", { class: "pl-figure pl-whole" }, mapName, part(map.root), where),
    element("div", { class: "pl-figure" }, element("span", { class: "pl-caption" }, ...host.prose(words.task)), patch, told),
    element("span", { class: "pl-arrow", "aria-hidden": "true" }, "→"),
    element("div", { class: "pl-figure" }, element("span", { class: "pl-caption" }, words.result), result, another),
    element("figure", { class: "pl-figure pl-pooled" }, pooledName, part(pooled.root), remain));
  /** @type {Sight} */
  let sight;
  /** @type {number[]} */
  let numbers = [];
  let said = { about: "", text: "" };

  map.root.classList.add("pl-pick");
  map.root.addEventListener("click", (/** @type {PointerEvent} */ event) => {
    const { row, column } = map.cellUnder(event);
    const on = (/** @type {number} */ cell, /** @type {number} */ side) => Math.max(0, Math.min(Math.floor((side - SIDE) / WINDOW) * WINDOW, WINDOW * Math.floor((cell - 1) / WINDOW)));
    host.change({ patch: { row: on(row, sight.rows), column: on(column, sight.columns) }, done: 0 });
  });

  /** @param {number} place */
  function focus(place) {
    cells.forEach((cell, index) => { cell.tabIndex = index === place ? 0 : -1; });
    cells[place].focus();
  }

  /** The next patch down the list; after the good ones are gone through, from the beginning. */
  function next() {
    const at = sight.patches.findIndex(({ row, column }) => row === sight.at.row && column === sight.at.column);
    host.change({ patch: sight.patches[(at + 1) % Math.min(12, sight.patches.length)], done: 0 });
  }

  /** @param {number} place a number was chosen */
  function take(place) {
    const window = windowOf(place);
    const value = printed(numbers[place]);
    if (sight.done & (1 << window)) return;
    if (!wins(numbers, place)) {
      say(filled(words.notLargest, { value }));
      cells[place].classList.remove("is-wrong");
      void cells[place].offsetWidth; // the animation starts anew
      cells[place].classList.add("is-wrong");
      return;
    }
    const several = placesOf(window).filter((each) => wins(numbers, each)).length > 1;
    const done = sight.done | (1 << window);
    said = { about: about(done), text: filled(several ? words.tied : words.taken, { value }) };
    host.change({ done });
  }

  /** @param {string} text */
  function say(text) {
    said = { about: about(sight.done), text };
    told.textContent = text;
  }

  /** What a message is about: it goes when that changes. @param {number} done */
  const about = (done) => JSON.stringify([sight.at, done, sight.channel, sight.before.name, Array.from(numbers)]);

  return {
    root,
    /** @param {Sight} next @param {Theme} theme @param {number} cell px of a map's cell */
    show(next, theme, cell) {
      sight = next;
      const { at, before, stage, channel, rows, columns, reach, done } = sight;
      numbers = patchAt(sight.map, columns, at);
      map.setShape({ columns, rows, cell });
      map.paint(sight.map, 0, sight.map.length, reach, theme.signed);
      map.markWindow("window", { top: at.row, left: at.column, height: SIDE, width: SIDE, rowStep: 1, columnStep: 1 });
      const after = pool(sight.map, rows, columns, WINDOW, WINDOW);
      pooled.setShape({ columns: after.columns, rows: after.rows, cell });
      pooled.paint(after.largest, 0, after.largest.length, reach, theme.signed);
      pooled.markWindow("window", { top: at.row / WINDOW, left: at.column / WINDOW, height: SIDE / WINDOW, width: SIDE / WINDOW, rowStep: 1, columnStep: 1 });
      mapName.textContent = `${filled(words.mapOf, { stage: before.name, channel })} · ${filled(words.size, { rows, columns })}`;
      pooledName.textContent = `${stage.name} · ${filled(words.size, { rows: after.rows, columns: after.columns })}`;
      where.textContent = filled(words.patch, { top: at.row, bottom: at.row + SIDE - 1, left: at.column, right: at.column + SIDE - 1 });
      remain.textContent = filled(words.trueSize, { share: share(after.largest.length / sight.map.length) });
      const focused = cells.findIndex((one) => one.tabIndex === 0);
      cells.forEach((node, place) => {
        const window = windowOf(place);
        const over = Boolean(done & (1 << window));
        const stays = over && place === winnerOf(numbers, window);
        const text = printed(numbers[place]);
        node.textContent = text;
        node.classList.toggle("is-dropped", over && !stays);
        node.classList.toggle("is-winner", stays);
        node.classList.remove("is-wrong");
        node.setAttribute("aria-disabled", String(over));
        node.setAttribute("aria-label", filled(words.patchCell, { row: at.row + Math.floor(place / SIDE), column: at.column + (place % SIDE), value: text }));
        node.tabIndex = place === Math.max(0, focused) ? 0 : -1;
        dress(node, paintOf(numbers[place], reach, theme.signed));
      });
      taken.forEach((node, window) => {
        const over = Boolean(done & (1 << window));
        const value = numbers[winnerOf(numbers, window)];
        node.textContent = over ? printed(value) : "?";
        node.classList.toggle("is-empty", !over);
        if (over) dress(node, paintOf(value, reach, theme.signed));
        else node.removeAttribute("style");
      });
      const windows = [0, 1, 2, 3].filter((window) => done & (1 << window)).length;
      if (said.about !== about(done)) said = { about: about(done), text: filled(words.missing, { done: windows }) };
      told.textContent = done === ALL ? filled(words.allTaken, { stage: stage.name, maps: before.shape[0] }) : said.text;
      root.dataset.done = String(windows);
    },
  };
}

/** @param {number} part */
const share = (part) => (Math.abs(part - 0.25) < 1e-9 ? "¼" : `${(100 * part).toFixed(0)}\u202f%`);
