// @ts-check
/** The map whose cell is explained: pointed at, dragged over, or stepped through by keys. */

import { element } from "../../dom.js";
import { isPicture } from "../../view/chain.js";
import { cellInGrid, gridOf, placeInGrid } from "../grid.js";
import { createMap } from "./map.js";
import { followMap } from "./pointing.js";

/** @typedef {import("../types.js").State} State @typedef {import("../types.js").Host} Host */

/** @param {Host} host */
export function createField(host) {
  const map = createMap();
  const root = element("div", {
    class: "dt-field", tabindex: "0", role: "application", "aria-roledescription": "map", "data-testid": "output-map",
  }, map.root);
  /** @type {State} */
  let state;
  let shape = "";
  let spoken = "";
  /** @type {any[]} */
  let painted = [];

  followMap(map, {
    point(place, takes) {
      // A mouse that passes by does not stop what is playing.
      if (state.playing && !takes) return;
      const cell = { ...state.cell, ...cellInGrid(place, state.network.stages[state.cell.stage]) };
      if (takes || cell.row !== state.cell.row || cell.column !== state.cell.column) host.select(cell);
      host.hover(cell);
    },
    leave: () => host.hover(null),
  });

  return {
    root,
    map,
    /** @param {State} next @param {number} cell px */
    show(next, cell) {
      state = next;
      const { stage: index, channel } = next.cell;
      const stage = next.network.stages[index];
      const grid = gridOf(stage);
      const wanted = `${grid.rows} ${grid.columns} ${cell}`;
      if (wanted !== shape) {
        shape = wanted;
        painted = [];
        map.setShape({ ...grid, cell });
      }
      const count = isPicture(stage) ? grid.rows * grid.columns : stage.length;
      const ramp = stage.kind === "input" ? host.theme().grey : host.theme().signed;
      const start = stage.offset + channel * count;
      const colours = [next.read.values, start, next.reach(index, channel), ramp, next.filled];
      if (colours.some((one, place) => one !== painted[place])) {
        painted = colours;
        map.paint(next.read.values, start, count, next.reach(index, channel), ramp, next.filled);
      }
      const place = placeInGrid(next.cell, stage);
      map.markCell("cell", place.row, place.column);
      const what = isPicture(stage) ? `row ${next.cell.row}, column ${next.cell.column}` : `number ${next.cell.column}`;
      const label = `${stage.name}: ${what}. Arrow keys move, Space plays.`;
      if (label !== spoken) root.setAttribute("aria-label", (spoken = label));
    },
  };
}
