// @ts-check
/** Flattening: which cell of which map becomes which entry of the strip, and back. */

import { cellOf, indexOf } from "../arithmetic/flatten.js";
import { positions } from "../arithmetic/geometry.js";
import { element, write } from "../dom.js";
import { channelsOf } from "../view/chain.js";
import { grouped } from "../view/numbers.js";
import { createFormula } from "./parts/formula.js";
import { createLegend } from "./parts/legend.js";
import { createLens } from "./parts/lens.js";
import { createMosaic } from "./parts/mosaic.js";
import { createPinned } from "./parts/pinned.js";
import { createRecorded } from "./parts/recorded.js";
import { createText } from "./parts/text.js";
import { placeText } from "./sentence.js";
import { arrangeFlatten } from "./strip.js";

/**
 * @typedef {import("./types.js").State} State
 * @typedef {import("../arithmetic/types.js").FlattenExplanation} Explanation
 */

const PINNED = 96; // px of the part that compares

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createFlatten(host) {
  /** @param {number} index */
  const select = (index) => {
    const cell = { ...state.cell, column: index };
    host.select(cell);
    host.hover(cellOf(state.network, source(), index));
  };
  const hooks = { leave: () => host.hover(null), enter: (/** @type {number} */ index) => host.open(cellOf(state.network, source(), index)), keys: true };
  // Playing goes on under a resting mouse.
  const point = (/** @type {number} */ index) => !state.playing && select(index);
  const maps = createMosaic({ point, ...hooks });
  const strip = createMosaic({ point, ...hooks });
  const lens = createLens(select);
  const mapsLegend = createLegend("maps");
  const stripTitle = createText("p", "dc-caption");
  const stripHint = createText("p", "dc-hint");
  const formula = createFormula();
  const sentence = createText("span");
  const where = element("button", { type: "button", class: "dc-link", title: "Open this cell", onclick: () => hooks.enter(state.cell.column) });
  const recorded = createRecorded(host);
  const pinned = createPinned(host);
  const root = element("div", { class: "dc-flatten" },
    element("figure", { class: "dc-picture" }, element("figcaption", {}, mapsLegend.root), maps.root),
    element("div", { class: "dc-flat" },
      element("figure", { class: "dc-picture" }, element("figcaption", {}, stripTitle.root, stripHint.root), strip.root),
      lens.root,
      element("div", { class: "dc-flatwords" },
        formula.root,
        element("div", {}, element("p", { class: "dc-entry" }, where, sentence.root), recorded.root)),
      pinned.root));

  /** @type {State} */
  let state;
  let shape = "";
  let lensWidth = 0;
  /** @type {{values: Float32Array | null, theme: any, filled: number | null, reach: number}} */
  let painted = { values: null, theme: null, filled: null, reach: 0 };
  const source = () => /** @type {Explanation} */ (state.explanation).from.stage;

  function arrange() {
    const { room, network, cell } = state;
    const stage = network.stages[source()];
    const wanted = [room.width, room.height, network.model, cell.stage, state.pinned !== null].join(" ");
    if (wanted === shape) return;
    shape = wanted;
    painted.values = null;
    const grid = { channels: channelsOf(stage), ...positions(stage) };
    const height = room.height - (state.pinned ? PINNED : 0);
    const arrangement = arrangeFlatten(grid, { width: room.width, height });
    root.classList.toggle("is-beside", arrangement.beside);
    maps.arrange(arrangement.maps);
    strip.arrange(arrangement.strip);
    lensWidth = arrangement.beside ? room.width - arrangement.maps.width - 28 : room.width;
    const several = grid.channels > 1;
    stripTitle.say(`${network.stages[cell.stage].name}: ${grouped(stage.length)} entries in one row`);
    const whole = arrangement.perLine === grid.rows;
    stripHint.say(
      several && whole ? "a line for each map, its rows one after the other"
        : `broken into lines of ${arrangement.perLine} ${arrangement.perLine === 1 ? "row" : "rows"}, read like text`,
    );
  }

  /** Only when a colour changed: a pointer that moves changes none. */
  function paint() {
    const { read, cell, network, reach, filled } = state;
    const theme = host.theme();
    const from = source();
    const stage = network.stages[from];
    const { columns, rows } = positions(stage);
    const widest = Array.from({ length: channelsOf(stage) }, (_, channel) => reach(from, channel));
    const sum = widest.reduce((one, other) => one + other, 0);
    if (painted.values === read.values && painted.theme === theme && painted.filled === filled && painted.reach === sum) return;
    painted = { values: read.values, theme, filled, reach: sum };
    const ramp = stage.kind === "input" ? theme.grey : theme.signed;
    const own = network.stages[cell.stage];
    maps.paint(read.values, stage.offset, (channel) => widest[channel], ramp);
    strip.paint(read.values, own.offset, (run) => widest[Math.floor(run / rows)], ramp, filled);
    mapsLegend.show(Math.max(...widest), stage.kind === "input");
    const name = channelsOf(stage) > 1 ? `${stage.name}: ${channelsOf(stage)} maps of ${rows} × ${columns}` : `${stage.name}: ${rows} × ${columns}`;
    write(/** @type {HTMLElement} */ (mapsLegend.root.firstElementChild), name);
  }

  /** @param {State} next */
  function show(next) {
    state = next;
    if (state.explanation.kind !== "flatten") return;
    arrange();
    paint();
    const { read, cell, network, full } = state;
    const { from, index, recorded: value } = state.explanation;
    const stage = network.stages[from.stage];
    const own = network.stages[cell.stage];
    const { rows, columns } = positions(stage);
    const first = indexOf(network, { ...from, column: 0 });
    const place = placeText(network, from);
    const theme = host.theme();
    for (const mosaic of [maps, strip]) {
      mosaic.mark(index);
      mosaic.frame(first, columns);
    }
    maps.name(`${stage.name}, its cells. Arrow keys move.`, `${place}: entry ${index}`);
    strip.name(`${own.name}, its entries. Arrow keys move.`, `entry ${index}: ${place}`);
    lens.show(read.values.subarray(own.offset, own.offset + own.length), index, {
      width: lensWidth, full, number: host.number, ramp: stage.kind === "input" ? theme.grey : theme.signed,
      reach: (at) => state.reach(from.stage, Math.floor(at / (rows * columns))),
    });
    formula.show({ channels: channelsOf(stage), rows, columns }, from, index);
    write(where, place);
    sentence.say(` is entry ${index}: the same number, ${host.number(value)}`);
    recorded.show(state);
    pinned.show(state);
  }

  return { root, show, dispose() {} };
}
