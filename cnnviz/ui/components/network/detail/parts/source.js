// @ts-check
/** The map that a cell is computed from, with its name; pointing at it leads to the cell of ours that looks there. */

import { element } from "../../dom.js";
import { isPicture } from "../../view/chain.js";
import { gridOf } from "../grid.js";
import { createMap } from "./map.js";
import { followMap } from "./pointing.js";
import { createText } from "./text.js";

/**
 * @param {import("../types.js").Host} host
 * @param {(place: {row: number, column: number}, takes: boolean) => void} point a place in the grid
 * @param {() => void} open
 */
export function createSource(host, point, open) {
  const map = createMap();
  const title = createText("span");
  const link = element("button", { type: "button", class: "dt-link", onclick: open }, title.root, " ↗");
  const root = element("div", { class: "dt-source" }, element("h4", {}, link), map.root);
  let shape = "";
  /** @type {any[]} */
  let painted = [];
  followMap(map, { point, leave: () => host.hover(null) });
  return {
    root,
    map,
    /**
     * @param {import("../types.js").State} state @param {{stage: number, channel: number}} from
     * @param {number} cell px @param {import("./map.js").Ring} [ring]
     */
    show({ network, read, reach }, { stage: index, channel }, cell, ring) {
      const stage = network.stages[index];
      const grid = gridOf(stage);
      const wanted = JSON.stringify([grid, cell, ring]);
      if (wanted !== shape) {
        shape = wanted;
        painted = [];
        map.setShape({ ...grid, cell, ring });
      }
      const count = isPicture(stage) ? grid.rows * grid.columns : stage.length;
      const start = stage.offset + channel * count;
      const ramp = stage.kind === "input" ? host.theme().grey : host.theme().signed;
      const colours = [read.values, start, reach(index, channel), ramp];
      if (colours.some((one, place) => one !== painted[place])) {
        painted = colours;
        map.paint(read.values, start, count, reach(index, channel), ramp);
      }
      const name = isPicture(stage) && stage.shape[0] > 1 ? `${stage.name}, map ${channel}` : stage.name;
      title.say(name);
      link.title = `Open ${name}`;
    },
  };
}
