// @ts-check
/** Which map is pooled: the maps as small pictures, one of them pressed. */

import { element } from "../../network/dom.js";
import { cellsPerMap } from "../../network/view/chain.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { filled } from "../prose.js";

/** @param {import("../types.js").Host} host */
export function createChooser(host) {
  const { words } = host.words;
  const told = element("span", { class: "ch-quiet" });
  const list = element("div", { class: "pl-thumbs", role: "radiogroup", "aria-label": words.map, "data-testid": "knob-map" });
  const root = element("div", { class: "pl-chooser" }, list, told);
  /** @type {{button: HTMLElement, canvas: HTMLCanvasElement, picture: CellPicture, channel: number}[]} */
  let thumbs = [];
  let made = "";

  /** @param {number} channel */
  const choose = (channel) => host.change({ map: channel, patch: null, done: 0, cell: null });

  /** @param {number[]} maps @param {number} columns @param {number} rows @param {string} stage */
  function make(maps, columns, rows, stage) {
    const wanted = [maps, columns, rows, stage].join();
    if (wanted === made) return;
    made = wanted;
    thumbs = maps.map((channel, place) => {
      const canvas = element("canvas", { "aria-hidden": "true" });
      const button = element("button", {
        type: "button", role: "radio", class: "pl-thumb", "aria-label": filled(words.mapOf, { stage, channel }),
        onclick: () => choose(channel),
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
          if (!step) return;
          event.preventDefault();
          const next = thumbs[Math.max(0, Math.min(maps.length - 1, place + step))];
          next.button.focus();
          choose(next.channel);
        },
      }, canvas, element("span", {}, String(channel)));
      return { button, canvas, picture: new CellPicture(canvas, columns, rows), channel };
    });
    list.replaceChildren(...thumbs.map(({ button }) => button));
  }

  return {
    root,
    /** @param {import("./sight.js").Sight} sight @param {import("../types.js").Theme} theme */
    show({ read, before, maps, channel: chosen, rows, columns }, theme) {
      make(maps, columns, rows, before.name);
      told.textContent = filled(maps.length < before.shape[0] ? words.some : words.every, { shown: maps.length, count: before.shape[0] });
      const count = cellsPerMap(before);
      for (const { button, picture, channel } of thumbs) {
        const start = before.offset + channel * count;
        let reach = 0;
        for (const value of read.values.subarray(start, start + count)) reach = Math.max(reach, Math.abs(value));
        picture.paint(read.values, start, count, reach, theme.signed);
        button.setAttribute("aria-checked", String(channel === chosen));
        button.tabIndex = channel === chosen ? 0 : -1;
      }
    },
  };
}
