// @ts-check
/** Which map: the ReLUs of the network, and all maps of the chosen one. */

import { element } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { cellsPerMap, channelsOf } from "../../network/view/chain.js";
import { rangeOf } from "../../network/view/scales.js";
import { filled } from "../prose.js";
import { chosenMap, relusOf } from "./chosen.js";

/** @param {import("../types.js").Host} host */
export function createPicker(host) {
  const { words } = host.words;
  const tabs = element("div", { class: "cr-tabs", role: "group", "aria-label": words.stages });
  const maps = element("div", { class: "cr-thumbs", role: "group", "aria-label": words.maps });
  const root = element("div", { class: "cr-picker" }, tabs, maps);
  /** @type {any[]} */
  let buttons = [];
  let offered = "";
  let made = "";
  /** @type {unknown[]} */
  let painted = [];

  /** @param {import("../types.js").Scene} scene */
  function show({ read, knobs, theme }) {
    const relus = relusOf(read);
    const { stage, from, channel } = chosenMap({ read, knobs });
    const { stages, model } = read.network;
    if (offered !== model) {
      offered = model;
      tabs.replaceChildren(...relus.map((index, place) => element("button", {
        type: "button", class: "cnnviz-button ch-small", "data-testid": "stage", onclick: () => host.change({ relu: place + 1 }),
      }, stages[index].name)));
      tabs.hidden = relus.length < 2;
    }
    // The buttons stay: whoever pressed one with a key is still on it.
    relus.forEach((index, place) => tabs.children[place].setAttribute("aria-pressed", String(stages[index] === stage)));
    const wanted = `${model} ${stage.name}`;
    if (made !== wanted) {
      made = wanted;
      buttons = Array.from({ length: channelsOf(from) }, (_, map) => {
        const canvas = element("canvas", { class: "cr-cells" });
        const button = element("button", { type: "button", class: "cr-thumb", "data-testid": "thumb", onclick: () => host.change({ map }) }, canvas);
        return { button, picture: new CellPicture(canvas, stage.shape[2], stage.shape[1]) };
      });
      maps.replaceChildren(...buttons.map((one) => one.button));
      painted = [];
    }
    buttons.forEach(({ button }, map) => button.setAttribute("aria-pressed", String(map === channel)));
    if (painted[0] === read && painted[1] === theme) return;
    painted = [read, theme];
    const cells = cellsPerMap(from);
    buttons.forEach(({ button, picture }, map) => {
      const start = from.offset + map * cells;
      const { low, high } = rangeOf(read.values, start, cells);
      picture.paint(read.values, start, cells, Math.max(high, -low), theme.signed);
      let cut = 0;
      for (let cell = start; cell < start + cells; cell++) if (read.values[cell] < 0) cut++;
      const said = filled(words.thumb, { stage: from.name, map, share: Math.round((100 * cut) / cells) });
      button.title = said;
      button.setAttribute("aria-label", said);
    });
  }
  return { root, show };
}
