// @ts-check
/** The map whose cell is explained: pointed at, dragged over, or stepped through by keys. */

import { element } from "../../dom.js";
import { isPicture } from "../../view/chain.js";
import { cellInGrid, gridOf, placeInGrid } from "../grid.js";
import { createMap } from "./map.js";

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
  /** @type {number | null} */
  let dragged = null;

  /** @param {PointerEvent} event @param {boolean} takes whether it ends playing */
  function point(event, takes) {
    if (!state || (state.playing && !takes)) return;
    const stage = state.network.stages[state.cell.stage];
    const cell = { ...state.cell, ...cellInGrid(map.cellUnder(event), stage) };
    if (takes || cell.row !== state.cell.row || cell.column !== state.cell.column) host.select(cell);
    host.hover(cell);
  }
  map.root.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    dragged = event.pointerId;
    map.root.setPointerCapture(event.pointerId);
    point(event, true);
  });
  map.root.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "mouse" || dragged === event.pointerId) point(event, dragged === event.pointerId);
  });
  const release = () => (dragged = null);
  map.root.addEventListener("pointerup", release);
  map.root.addEventListener("pointercancel", release);
  map.root.addEventListener("pointerleave", () => host.hover(null));

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
        map.setShape({ ...grid, cell });
      }
      const count = isPicture(stage) ? grid.rows * grid.columns : stage.length;
      const ramp = stage.kind === "input" ? host.theme().grey : host.theme().signed;
      map.paint(next.read.values, stage.offset + channel * count, count, next.reach(index, channel), ramp, next.filled);
      const place = placeInGrid(next.cell, stage);
      map.markCell("cell", place.row, place.column);
      const what = isPicture(stage) ? `row ${next.cell.row}, column ${next.cell.column}` : `number ${next.cell.column}`;
      root.setAttribute("aria-label", `${stage.name}: ${what}. Arrow keys move, Space plays.`);
    },
  };
}
