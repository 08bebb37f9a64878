// @ts-check
/** A ReLU's cell: before, the curve max(0, x), after; and how much of its map was cut to zero. */

import { element } from "../dom.js";
import { isPicture } from "../view/chain.js";
import { cellInGrid, placeInGrid } from "./grid.js";
import { createCurve } from "./parts/curve.js";
import { createField } from "./parts/field.js";
import { createLegend } from "./parts/legend.js";
import { createPinned } from "./parts/pinned.js";
import { createRecorded } from "./parts/recorded.js";
import { createRows } from "./parts/rows.js";
import { createSource } from "./parts/source.js";
import { createText } from "./parts/text.js";
import { cellSize } from "./sizes.js";

const NARROW = 640; // px: below, the curve stands under the maps
const MIDDLE = { wide: 320, tight: 236 }; // px of the curve and the words
const AROUND = 66; // px of a map's name and legend
const PINNED = 84; // px of the comparison

/** @typedef {import("./types.js").State} State */

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createRelu(host) {
  const before = createSource(host, point, () => host.open(told().from));
  const curve = createCurve();
  const rows = createRows(2, "dt-total");
  const recorded = createRecorded(host);
  const cutText = createText("p");
  const cutBar = element("div", { class: "dt-cutbar", "aria-hidden": "true" }, element("span", {}));
  const title = createText("h4");
  const field = createField(host);
  const legends = [createLegend("before"), createLegend("after")];
  const pinned = createPinned(host);
  before.root.append(legends[0].root);
  const root = element("div", { class: "dt-kind dt-relu" },
    before.root,
    element("div", { class: "dt-words" }, curve.root, element("div", {}, rows.root, recorded.root), element("div", { class: "dt-cut" }, cutText.root, cutBar)),
    element("div", { class: "dt-output" }, title.root, field.root, legends[1].root),
    pinned.root);
  /** @type {State} */
  let state;
  const told = () => /** @type {import("../arithmetic/types.js").ReluExplanation} */ (state.explanation);

  /** @param {{row: number, column: number}} place @param {boolean} takes */
  function point(place, takes) {
    if (state.playing && !takes) return;
    const cell = { ...state.cell, ...cellInGrid(place, state.network.stages[state.cell.stage]) };
    host.select(cell);
    host.hover({ ...cell, stage: told().from.stage });
  }

  return {
    root,
    show(next) {
      state = next;
      const { network, cell, room, explanation, reach } = state;
      if (explanation.kind !== "relu") return;
      const { before: value, after, cut, count, from } = explanation;
      const stage = network.stages[cell.stage];
      const beside = room.width >= NARROW;
      const middle = beside ? (room.width >= 900 ? MIDDLE.wide : MIDDLE.tight) : room.width;
      const width = beside ? (room.width - middle - 48) / 2 : (room.width - 16) / 2;
      const px = cellSize(stage, { width, height: room.height - AROUND - (state.pinned && beside ? PINNED : 0) });
      root.classList.toggle("is-beside", beside);
      root.style.setProperty("--dt-middle", `${middle}px`);
      const name = isPicture(stage) && stage.shape[0] > 1 ? `${stage.name}, map ${cell.channel}` : stage.name;
      before.show(state, from, px);
      const place = placeInGrid(cell, stage);
      before.map.markCell("cell", place.row, place.column);
      title.say(name);
      field.show(state, px);
      legends[0].show(reach(from.stage, from.channel));
      legends[1].show(reach(cell.stage, cell.channel));
      const number = host.number(value);
      curve.setShape({ width: middle, height: Math.min(190, Math.max(120, room.height - 190 - (state.pinned ? PINNED : 0))) }, reach(from.stage, from.channel));
      curve.show(value, after, `The curve max(0, x): ${number} becomes ${host.number(after)}`);
      rows.show([["before", number], [state.full ? "= max(0, before)" : `= max(0, ${number})`, host.number(after)]]);
      recorded.show(state);
      const things = isPicture(stage) ? "cells" : "numbers";
      cutText.say(`${cut} of ${count} ${things} cut to zero`);
      /** @type {HTMLElement} */ (cutBar.firstElementChild).style.width = `${(100 * cut) / count}%`;
      pinned.show(state);
    },
    dispose() {},
  };
}
