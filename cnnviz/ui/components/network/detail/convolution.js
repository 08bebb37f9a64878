// @ts-check
/** A convolution's cell: window times kernel in every input map, the sums added up, plus the bias. */

import { partialMap } from "../arithmetic/convolution.js";
import { positions } from "../arithmetic/geometry.js";
import { element } from "../dom.js";
import { arrange } from "./arrangement.js";
import { createField } from "./parts/field.js";
import { createInputs } from "./parts/inputs.js";
import { createLegend } from "./parts/legend.js";
import { createPinned } from "./parts/pinned.js";
import { createRecorded } from "./parts/recorded.js";
import { createRows } from "./parts/rows.js";
import { createSpelled } from "./parts/spelled.js";
import { convolutionTexts } from "./printing.js";
import { ringOf } from "./ring.js";

/**
 * @typedef {import("./types.js").State} State
 * @typedef {import("../view/types.js").Stage} Stage
 *
 * @typedef {object} Scene   what its parts are shown from
 * @property {State} state
 * @property {import("../arithmetic/types.js").ConvolutionExplanation} told
 * @property {Stage} stage
 * @property {Stage} before      the stage with the input maps
 * @property {Uint32Array} ramp  of the input maps
 * @property {{rows: number, columns: number}} kernel
 * @property {{values: Float32Array, first: number, taps: number, reach: number, ramp: Uint32Array}} weights
 *   `first` is the place of the output map's first weight, `taps` the weights of one kernel; all its kernels share a reach
 * @property {{maps: Float32Array[], reach: number}} partials   what each input gives to the whole output map
 * @property {import("./arrangement.js").Arrangement} arrangement
 */

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createConvolution(host) {
  const inputs = createInputs(() => scene && present());
  const spelled = createSpelled(host, { open: openInput, tap: pointAtTap });
  const rows = createRows(3, "dt-total");
  const recorded = createRecorded(host);
  const field = createField(host);
  const legend = createLegend("this map");
  const pinned = createPinned(host);
  const root = element("div", { class: "dt-kind dt-convolution" }, inputs.root, spelled.root,
    element("div", { class: "dt-sum" },
      element("div", { class: "dt-equation" }, rows.root, recorded.root),
      element("div", { class: "dt-output" }, field.root, legend.root)),
    pinned.root);

  /** @type {Scene} */
  let scene;
  // What was built, computed and filled last.
  let built = "";
  /** @type {{values: Float32Array | null, theme: any, colours: string}} */
  let painted = { values: null, theme: null, colours: "" };
  /** @type {number | null | undefined} */
  let filled;

  function openInput() {
    const { stage, channel, terms } = scene.told.inputs[inputs.spelled];
    const inside = terms.filter((term) => term.inside);
    const { row, column } = inside[Math.floor(inside.length / 2)] ?? { row: 0, column: 0 };
    host.open({ stage, channel, row, column });
  }

  /** A product is pointed at: its cell is marked in the input map, and seen in the network. @param {number | null} place */
  function pointAtTap(place) {
    const { stage, channel, terms } = scene.told.inputs[inputs.spelled];
    const term = place === null ? undefined : terms[place];
    inputs.markTap(term?.inside ? term : null);
    host.hover(term?.inside ? { stage, channel, row: term.row, column: term.column } : null);
  }

  /** @param {State} state @returns {Scene} */
  function sceneOf(state) {
    const told = /** @type {Scene["told"]} */ (state.explanation);
    const stage = state.network.stages[state.cell.stage];
    const before = state.network.stages[told.inputs[0].stage];
    const { height, width } = told.inputs[0].window;
    const values = /** @type {Float32Array} */ (stage.weight);
    const theme = host.theme();
    const taps = height * width;
    const first = state.cell.channel * told.inputs.length * taps;
    const reach = largest(values.subarray(first, first + told.inputs.length * taps));
    return {
      state, told, stage, before,
      ramp: before.kind === "input" ? theme.grey : theme.signed,
      kernel: { rows: height, columns: width },
      weights: { values, first, taps, reach, ramp: theme.signed },
      partials: scene?.partials ?? { maps: [], reach: 0 },
      arrangement: scene?.arrangement,
    };
  }

  /** Everything that depends on sizes alone. */
  function build() {
    const { state, told, stage, before, kernel } = scene;
    const { room, full, network, cell } = state;
    const wanted = [network.model, cell.stage, told.inputs.length, room.width, room.height, full, state.pinned !== null].join(" ");
    if (wanted === built) return;
    built = wanted;
    painted.values = null;
    const map = positions(before);
    const ring = ringOf(stage, before);
    const padded = { columns: map.columns + ring.left + ring.right, rows: map.rows + ring.top + ring.bottom };
    scene.arrangement = arrange({ room, inputs: told.inputs.length, map: padded, kernel, out: positions(stage), full, pinned: state.pinned !== null });
    root.classList.toggle("is-pinned", state.pinned !== null);
    root.classList.toggle("is-beside", scene.arrangement.beside);
    root.style.setProperty("--dt-products", `${scene.arrangement.products.width}px`);
    root.style.setProperty("--dt-sum", `${scene.arrangement.sum.width}px`);
    inputs.build(scene);
    spelled.build(scene);
  }

  /** Maps, kernels and partial results, when a number or a colour of theirs changed. */
  function paint() {
    const { state, told } = scene;
    const { read, cell } = state;
    const theme = host.theme();
    const colours = [cell.channel, ...told.inputs.map(({ stage, channel }) => state.reach(stage, channel))].join(" ");
    if (painted.values !== read.values || painted.colours !== colours || painted.theme !== theme) {
      painted = { values: read.values, theme, colours };
      filled = undefined;
      const maps = told.inputs.map((input) => partialMap(read, cell.stage, cell.channel, input.channel));
      scene.partials = { maps, reach: maps.reduce((most, map) => Math.max(most, largest(map)), 0) };
      inputs.paint(scene);
    }
    if (filled !== state.filled) {
      filled = state.filled;
      inputs.fill(scene);
    }
  }

  /** The cell: windows, products, sums. */
  function present() {
    const { state, told } = scene;
    const { cell } = state;
    const texts = convolutionTexts(told, inputs.spelled, state.full);
    inputs.show(scene, texts.sums);
    spelled.show(scene, inputs.spelled, texts);
    rows.show([
      [told.inputs.length === 1 ? "their sum" : `sum of ${told.inputs.length} maps`, texts.all],
      ["+ bias", texts.bias],
      [`= cell (${cell.row}, ${cell.column})`, texts.total],
    ]);
    const terms = told.inputs.reduce((most, input) => Math.max(most, Math.abs(input.sum)), Math.abs(told.bias));
    recorded.show(state, { largest: terms, like: texts.total });
    field.show(state, scene.arrangement.sum.cell);
    legend.show(state.reach(cell.stage, cell.channel));
    pinned.show(state);
  }

  return {
    root,
    show(state) {
      scene = sceneOf(state);
      build();
      paint();
      present();
    },
    dispose() {},
  };
}

/** @param {Float32Array} values @returns {number} the size of the largest */
function largest(values) {
  let size = 0;
  for (let place = 0; place < values.length; place++) size = Math.max(size, Math.abs(values[place]));
  return size;
}
