// @ts-check
/** A cell without arithmetic: of the input, or of a layer that computes in a way cnnviz does not know. */

import { element } from "../dom.js";
import { isPicture } from "../view/chain.js";
import { createField } from "./parts/field.js";
import { createLegend } from "./parts/legend.js";
import { createPinned } from "./parts/pinned.js";
import { createRows } from "./parts/rows.js";
import { cellSize } from "./sizes.js";

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createPlain(host) {
  const rows = createRows(1, "dt-total");
  const field = createField(host);
  const legend = createLegend("this map");
  const pinned = createPinned(host);
  const root = element("div", { class: "dt-kind dt-plain" },
    element("div", { class: "dt-output" }, field.root, legend.root), element("div", { class: "dt-words" }, rows.root, pinned.root));
  return {
    root,
    show(state) {
      const { network, cell, explanation, room } = state;
      const stage = network.stages[cell.stage];
      const place = isPicture(stage) ? `cell (${cell.row}, ${cell.column})` : `number ${cell.column}`;
      rows.show([[`${stage.kind === "input" ? "ink in" : "recorded by PyTorch:"} ${place}`, host.number(explanation.recorded)]]);
      field.show(state, cellSize(stage, { width: Math.min(room.width, 420), height: room.height - 44 }));
      legend.show(state.reach(cell.stage, cell.channel), stage.kind === "input");
      pinned.show(state);
    },
    dispose() {},
  };
}
