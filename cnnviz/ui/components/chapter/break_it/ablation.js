// @ts-check
/** Each map of a layer, and what the answer loses without it. */

import { element } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { cellsPerMap } from "../../network/view/chain.js";
import { rangeOf } from "../../network/view/scales.js";
import { fixed, percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { bestOf } from "./changing.js";

/**
 * What switching each map off does. @param {Float32Array} without (maps, 10) @param {Float32Array} shares (10,)
 * @returns {{digit: number, changes: {change: number, digit: number, share: number}[]}} changes of the share of the digit
 *   that is named now; each with what is named then
 */
export function lossesOf(without, shares) {
  const digit = bestOf(shares);
  return {
    digit,
    changes: Array.from({ length: without.length / 10 }, (_, map) => {
      const then = without.subarray(10 * map, 10 * map + 10);
      const named = bestOf(then);
      return { change: then[digit] - shares[digit], digit: named, share: then[named] };
    }),
  };
}

/** @param {import("../types.js").Host} host @param {(map: number) => void} toggle */
export function createAblation(host, toggle) {
  const { words } = host.words;
  const title = element("h4", { class: "bi-subtitle" });
  const intro = element("p", { class: "ch-quiet" });
  const list = element("div", { class: "bi-losses", "data-testid": "ablation" });
  const root = element("div", { class: "bi-ablation" }, title, intro, list);
  /** @type {any[]} */
  let rows = [];
  let made = "";

  return {
    root,
    /**
     * @param {import("../../network/arithmetic/types.js").Read} read of the changed network
     * @param {string} layer @param {Float32Array} without @param {Set<number>} off the maps that are switched off
     * @param {number} chosen @param {import("../types.js").Theme} theme
     */
    show(read, layer, without, off, chosen, theme) {
      const { stages } = read.network;
      const at = stages.findIndex((stage) => stage.name === layer);
      // What is seen is what the next layer gets: after ReLU, where there is one.
      const stage = stages[at + 1]?.kind === "relu" ? stages[at + 1] : stages[at];
      const softmax = stages[stages.length - 1];
      const { digit, changes } = lossesOf(without, read.values.subarray(softmax.offset, softmax.offset + 10));
      const key = `${read.network.model} ${layer}`;
      title.textContent = filled(words.ablationTitle, { layer });
      const none = changes.every(({ change }) => Math.abs(change) < 5e-4);
      intro.textContent = `${filled(words.ablationIntro, { layer, digit })}${none ? ` ${words.ablationNone}` : ""}`;
      if (made !== key) {
        made = key;
        rows = changes.map((_, map) => {
          const canvas = element("canvas", { class: "bi-cells" });
          const bar = element("span", { class: "bi-lossbar" });
          const value = element("span", { class: "bi-loss" });
          const then = element("span", { class: "bi-then" });
          const button = element("button", { type: "button", class: "bi-row", "data-testid": "loss", "data-map": map, onclick: () => toggle(map) },
            canvas, element("span", { class: "bi-mapname" }, String(map)), element("span", { class: "bi-losstrack" }, bar), value, then);
          const [, height, width] = stage.shape;
          return { canvas, picture: new CellPicture(canvas, width, height), bar, value, then, button };
        });
        list.replaceChildren(...rows.map((row) => row.button));
      }
      const reach = Math.max(0.01, ...changes.map(({ change }) => Math.abs(change)));
      const cells = cellsPerMap(stage);
      changes.forEach(({ change, digit: named, share }, map) => {
        const row = rows[map];
        const start = stage.offset + map * cells;
        const { low, high } = rangeOf(read.values, start, cells);
        row.picture.paint(read.values, start, cells, Math.max(high, -low) || 1, theme.signed);
        const gone = off.has(map);
        const points = `${change > 0 ? "+" : ""}${fixed(100 * change, 1)}`;
        row.value.textContent = gone ? words.off : points;
        row.then.textContent = !gone && named !== digit ? filled(words.becomes, { digit: named }) : "";
        Object.assign(row.bar.style, { width: `${gone ? 0 : (50 * Math.abs(change)) / reach}%`, left: change < 0 ? `${50 - (50 * Math.abs(change)) / reach}%` : "50%" });
        row.bar.classList.toggle("is-gain", change > 0);
        row.button.setAttribute("aria-pressed", String(gone));
        row.button.classList.toggle("is-chosen", map === chosen);
        row.button.dataset.change = String(change);
        row.button.setAttribute("aria-label", gone ? filled(words.ablationOff, { map }) : filled(words.ablationMap, { map, change: points, digit: named, share: percentage(share) }));
      });
    },
  };
}
