// @ts-check
/** A pooling's cell: the window, its values, the winner or the average, and the map at its true smaller size. */

import { positions } from "../arithmetic/geometry.js";
import { element } from "../dom.js";
import { isPicture } from "../view/chain.js";
import { createField } from "./parts/field.js";
import { createLegend } from "./parts/legend.js";
import { createPinned } from "./parts/pinned.js";
import { createRecorded } from "./parts/recorded.js";
import { createRows } from "./parts/rows.js";
import { createSource } from "./parts/source.js";
import { createText } from "./parts/text.js";
import { createWindow } from "./parts/window.js";
import { nextWindow, ringOf } from "./ring.js";
import { cellSize } from "./sizes.js";

const NARROW = 640; // px: below, everything stands in one column
const MIDDLE = { wide: 300, tight: 232 }; // px of the window's values
const AROUND = 66; // px of a map's name and legend
const MARKED = 7; // px of a cell: in smaller ones the winner's mark would hide the window
const PINNED = 84; // px of the comparison

/**
 * @typedef {import("./types.js").State} State
 * @typedef {import("../arithmetic/types.js").PoolingExplanation} Explanation
 */

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createPooling(host) {
  const source = createSource(host, point, () => host.open(winnerCell()));
  const heading = createText("h4");
  const taken = createWindow(pointAtValue);
  const rows = createRows(2, "dt-total");
  const where = createText("span");
  const from = element("button", { type: "button", class: "dt-link dt-from", title: "Open this cell", onclick: () => host.open(winnerCell()) }, where.root, " ↗");
  const recorded = createRecorded(host);
  const title = createText("h4");
  const field = createField(host);
  const legends = [createLegend("before"), createLegend("after")];
  const pinned = createPinned(host);
  const root = element("div", { class: "dt-kind dt-pooling" },
    element("div", { class: "dt-output" }, source.root, legends[0].root),
    element("div", { class: "dt-words" }, heading.root, taken.root, element("div", {}, rows.root, recorded.root), from),
    element("div", { class: "dt-output" }, title.root, field.root, legends[1].root),
    pinned.root);
  /** @type {State} */
  let state;
  const told = () => /** @type {Explanation} */ (state.explanation);
  /** Where the number came from; of an average the middle of the window. */
  const winnerCell = () => {
    const { from: cell, input, terms } = told();
    const inside = terms.filter((term) => term.inside);
    const { row, column } = cell ?? inside[Math.floor(inside.length / 2)];
    return { ...input, row, column };
  };

  /** The cell of ours whose window begins at or before the place. @param {{row: number, column: number}} place @param {boolean} takes */
  function point(place, takes) {
    if (state.playing && !takes) return;
    const stage = state.network.stages[state.cell.stage];
    const last = positions(stage);
    const [down, right] = stage.stride ?? [1, 1];
    const [above, left] = stage.padding ?? [0, 0];
    host.select({
      ...state.cell,
      row: Math.min(last.rows - 1, Math.floor((place.row + above) / down)),
      column: Math.min(last.columns - 1, Math.floor((place.column + left) / right)),
    });
    host.hover({ ...told().input, ...place });
  }

  /** @param {number | null} place of a value in the window */
  function pointAtValue(place) {
    const term = place === null ? undefined : told().terms[place];
    if (term?.inside) source.map.markCell("tap", term.row, term.column);
    else source.map.unmark("tap");
    host.hover(term?.inside ? { ...told().input, row: term.row, column: term.column } : null);
  }

  return {
    root,
    show(next) {
      state = next;
      const { network, cell, room, explanation, reach, full } = state;
      if (explanation.kind !== "max_pooling" && explanation.kind !== "average_pooling") return;
      const { input, window, terms, winner, divisor, total } = explanation;
      const stage = network.stages[cell.stage];
      const before = network.stages[input.stage];
      const beside = room.width >= NARROW;
      const middle = beside ? (room.width >= 900 ? MIDDLE.wide : MIDDLE.tight) : room.width;
      const ring = ringOf(stage, before);
      const own = positions(stage);
      // Both maps at one scale, so that the smaller one is seen to be smaller.
      const more = { rows: ring.top + ring.bottom, columns: ring.left + ring.right + own.columns };
      const width = room.width - (beside ? middle + 56 : 16);
      const px = cellSize(before, { width, height: room.height - AROUND - (state.pinned && beside ? PINNED : 0) }, more);
      root.classList.toggle("is-beside", beside);
      root.style.setProperty("--dt-middle", `${middle}px`);
      source.show(state, input, px, ring);
      source.map.markWindow("window", window);
      const after = nextWindow({ ...stage, stride: overlapping(stage) }, before, cell);
      if (after) source.map.markWindow("next", after);
      else source.map.unmark("next");
      if (winner === null || px < MARKED) source.map.unmark("cell");
      else source.map.markCell("cell", terms[winner].row, terms[winner].column);
      source.map.unmark("tap");
      const largest = winner !== null;
      heading.say(largest ? "the largest of" : "the average of");
      const sum = terms.reduce((one, term) => one + term.input, 0);
      const texts = largest ? { parts: terms.map((term) => host.number(term.input)), total: "" } : host.print(terms.map((term) => term.input), sum);
      taken.setShape({ rows: window.height, columns: window.width }, middle, full);
      taken.show(terms, terms.map((term, place) => (term.inside ? texts.parts[place] : largest ? "" : "0")), winner,
        { reach: reach(input.stage, input.channel), ramp: before.kind === "input" ? host.theme().grey : host.theme().signed });
      const result = `= cell (${cell.row}, ${cell.column})`;
      rows.show(largest
        ? [[`largest ${result}`, host.number(total)]]
        : [["their sum", texts.total], [`÷ ${divisor} ${result}`, host.number(total)]]);
      where.say(largest ? `from row ${terms[/** @type {number} */ (winner)].row}, column ${terms[/** @type {number} */ (winner)].column} of ${before.name}` : "");
      from.hidden = !largest;
      recorded.show(state, { largest: Math.max(...terms.map((term) => Math.abs(term.input))) });
      title.say(isPicture(stage) && stage.shape[0] > 1 ? `${stage.name}, map ${cell.channel}` : stage.name);
      field.show(state, px);
      legends[0].show(reach(input.stage, input.channel), before.kind === "input");
      legends[1].show(reach(cell.stage, cell.channel));
      const shared = reach(cell.stage, cell.channel) === reach(input.stage, input.channel) && before.kind !== "input";
      legends[0].name(shared ? "both maps" : "before");
      legends[1].root.hidden = shared;
      pinned.show(state);
    },
    dispose() {},
  };
}

/** Windows that lie side by side need no hint where the next one is. @param {import("../view/types.js").Stage} stage */
const overlapping = ({ stride, kernel_size: kernel }) =>
  (stride && kernel && stride.every((step, side) => step === kernel[side]) ? [1, 1] : stride);
