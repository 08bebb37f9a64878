// @ts-check
/** The same cell for two drawings: both maps, both numbers, and their difference. */

import { valueAt } from "../../arithmetic/geometry.js";
import { decimalsFor, exactText, printed } from "../../arithmetic/reconcile.js";
import { element } from "../../dom.js";
import { isPicture } from "../../view/chain.js";
import { gridOf, placeInGrid } from "../grid.js";
import { numberOf } from "../printing.js";
import { createMap } from "./map.js";
import { createText } from "./text.js";

/** @typedef {import("../types.js").State} State */

const SIDE = 60; // px of a thumbnail at most
const MINUS = "\u2212";
const MOST = 4; // decimals

/** @param {import("../types.js").Host} host @returns {{root: HTMLElement, show: (state: State) => void}} hidden while nothing is pinned */
export function createPinned(host) {
  const [now, then, apart] = ["this drawing", "pinned", "difference"].map((name, place) => {
    const map = createMap();
    const value = createText("span", "dc-pinnedvalue");
    const root = element("div", { class: `dc-pinnedpart${place === 2 ? " is-difference" : ""}` }, map.root,
      element("div", {}, element("span", { class: "dc-pinnedname" }, name), value.root));
    return { root, map, value };
  });
  /** @param {string} text */
  const sign = (text) => element("span", { class: "dc-sign", "aria-hidden": "true" }, text);
  const root = element("div", { class: "dc-pinned", role: "group", "aria-label": "Compared with the pinned drawing", "data-testid": "pinned", hidden: true },
    now.root, sign(MINUS), then.root, sign("="), apart.root);
  const parts = [now, then, apart];
  let shape = "";
  /** @type {any[]} */
  let painted = [];
  let differences = new Float32Array(0);

  return {
    root,
    show(state) {
      const { read, pinned, cell, network, reach, full } = state;
      root.hidden = pinned === null;
      if (!pinned) return;
      const stage = network.stages[cell.stage];
      const grid = gridOf(stage);
      const cells = isPicture(stage) ? grid.rows * grid.columns : stage.length;
      const start = stage.offset + cell.channel * cells;
      const wanted = `${network.model} ${cell.stage}`;
      if (wanted !== shape) {
        shape = wanted;
        const size = Math.max(0.25, Math.floor((4 * SIDE) / Math.max(grid.rows, grid.columns)) / 4);
        const px = Math.min(12, size >= 1 ? Math.floor(size) : size);
        for (const part of parts) part.map.setShape({ ...grid, cell: px });
      }
      const theme = host.theme();
      const widest = reach(cell.stage, cell.channel);
      const key = [read.values, pinned.values, theme, widest, wanted, cell.channel];
      if (key.some((one, place) => one !== painted[place])) {
        painted = key;
        const ramp = stage.kind === "input" ? theme.grey : theme.signed;
        if (differences.length !== cells) differences = new Float32Array(cells);
        for (let at = 0; at < cells; at++) differences[at] = read.values[start + at] - pinned.values[start + at];
        now.map.paint(read.values, start, cells, widest, ramp);
        then.map.paint(pinned.values, start, cells, widest, ramp);
        apart.map.paint(differences, 0, cells, widest, theme.signed);
      }
      const place = placeInGrid(cell, stage);
      for (const part of parts) part.map.markCell("cell", place.row, place.column);
      const texts = comparison(valueAt(read, cell), valueAt(pinned, cell), full);
      now.value.say(texts.now);
      then.value.say(texts.pinned);
      apart.value.say(texts.difference);
    },
  };
}

/**
 * Two numbers and their difference as printed: the first less the second is the third, digit by digit.
 * @param {number} now @param {number} pinned @param {boolean} full float32 precision
 * @returns {{now: string, pinned: string, difference: string}}
 */
export function comparison(now, pinned, full) {
  if (full) return { now: exactText(now), pinned: exactText(pinned), difference: exactText(now - pinned) };
  const largest = Math.max(Math.abs(now), Math.abs(pinned));
  const decimals = Math.min(MOST, decimalsFor([now, pinned], largest));
  // Both are rounded as they are elsewhere on the screen; the difference is that of what is printed.
  const [first, second] = [now, pinned].map((value) => printed([], value, decimals).total);
  return { now: first, pinned: second, difference: printed([], numberOf(first) - numberOf(second), decimals).total };
}
