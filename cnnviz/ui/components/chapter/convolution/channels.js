// @ts-check
/** The three channels of a colour picture: each with its own kernel and its own part of the map, before they are added. */

import { createKernel } from "../../network/detail/parts/kernel.js";
import { element } from "../../network/dom.js";
import { createText } from "../../network/detail/parts/text.js";
import { createCanvasMap } from "./canvas-map.js";
import { kernelOf } from "./layer.js";

const MAP = 122; // px of a channel's picture
const TILE = 54; // px of a kernel

/** @param {any} words @param {(channel: number) => void} choose */
export function createChannels(words, choose) {
  const rows = words.channels.map((/** @type {string} */ name, /** @type {number} */ channel) => {
    const [picture, part] = [createCanvasMap(), createCanvasMap()];
    const kernel = createKernel();
    const sum = createText("span", "cv-channelsum");
    const root = element("button", { type: "button", class: "cv-channel", "data-testid": "channel", onclick: () => choose(channel) },
      picture.root, element("span", { class: "cv-channelmiddle" }, element("span", { class: "cv-channelname" }, name), kernel.root, sum.root), part.root);
    return { root, picture, part, kernel, sum };
  });
  const root = element("div", { class: "cv-part cv-channels", role: "group", "aria-label": words.partials, hidden: true },
    element("h4", {}, words.partials), ...rows.map((/** @type {any} */ row) => row.root));
  let shape = "";
  return {
    root,
    /** @param {any} made what was computed, and the window; null for a grey picture */
    show(made) {
      root.hidden = !made;
      if (!made) return;
      const { picture: seen, filter, partials, partReach, explained, sums, chosen, out, weights, theme, ramps } = made;
      const cell = Math.max(0.5, Math.floor((2 * MAP) / Math.max(seen.columns, seen.rows)) / 2);
      const count = seen.rows * seen.columns;
      const tile = Math.floor(TILE / filter.size);
      const wanted = `${filter.size}`;
      rows.forEach((/** @type {any} */ row, /** @type {number} */ channel) => {
        row.root.setAttribute("aria-pressed", String(channel === chosen));
        row.picture.setShape({ rows: seen.rows, columns: seen.columns, cell, ring: 0 });
        row.part.setShape({ rows: out.rows, columns: out.columns, cell, ring: 0 });
        row.picture.paint(seen.values, channel * count, count, 1, ramps[channel]);
        row.part.paint(partials[channel], 0, partials[channel].length, partReach, theme.signed);
        row.picture.markWindow("window", explained.inputs[channel].window);
        row.part.markCell("cell", explained.cell.row, explained.cell.column);
        if (shape !== wanted) row.kernel.setShape({ rows: filter.size, columns: filter.size, width: tile, height: tile, numbers: false });
        row.kernel.show(Float32Array.from(kernelOf(filter, channel)), 0, weights.reach, weights.ramp);
        row.sum.say(sums[channel]);
      });
      shape = wanted;
    },
  };
}
