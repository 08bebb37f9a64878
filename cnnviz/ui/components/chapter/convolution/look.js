// @ts-check
/** The picture, the window with its arithmetic, and the map; for a colour picture the three channels between them. */

import { explainConvolution, partialMap, wholeMap } from "../../network/arithmetic/convolution.js";
import { decimalsFor, printedGroups } from "../../network/arithmetic/reconcile.js";
import { stepped } from "../../network/detail/keys.js";
import { createLegend } from "../../network/detail/parts/legend.js";
import { followMap } from "../../network/detail/parts/pointing.js";
import { createText } from "../../network/detail/parts/text.js";
import { createTransport } from "../../network/detail/parts/transport.js";
import { agrees } from "../../network/detail/printing.js";
import { nextWindow } from "../../network/detail/ring.js";
import { createSlide } from "../../network/detail/slide.js";
import { element, write } from "../../network/dom.js";
import { fixed, short } from "../../network/view/numbers.js";
import { createSpoken } from "../../network/view/parts/spoken.js";
import { filled } from "../prose.js";
import { channelRamp, createCanvasMap } from "./canvas-map.js";
import { createChannels } from "./channels.js";
import { createKernelGrid, createWeight } from "./kernel-grid.js";
import { kernelOf, layerRead } from "./layer.js";
import { firstConvolution, nameOf } from "./presets.js";
import { fitting, sizeOf, spanOf } from "./sizes.js";
import { filterOf, inColour, liveliest, pictureOf, windowOver } from "./state.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Host} Host */

const SIDE = { grey: 392, colour: 320 }; // px of a map at most; the channels want room beside it
const WINDOW = 250 + 2 * 40; // px: the window with its nine products, and the room to its left and right
const SMALLEST = 300; // px of a map: below, it goes under the picture
const NARROW = 600; // px: below, picture and map stand side by side, and the rest below them
const GAP = 12; // px between them there
const DECIMALS = { 1: 3, 3: 3, 5: 2, 7: 2 };

/** @param {Host} host */
export function createLook(host) {
  const { words } = host;
  const [picture, map] = [createCanvasMap(), createCanvasMap()];
  const [pictureTitle, windowTitle, mapTitle] = [0, 1, 2].map(() => createText("h4"));
  const [lines, told] = [createText("p", "cv-lines"), createText("p", "cv-told")];
  const legend = createLegend(words.legend);
  const spoken = createSpoken();
  const grid = createKernelGrid(words, {
    weight: setWeight,
    refuse: host.say,
    point(tap) {
      const term = tap === null ? undefined : scene && explained?.inputs[channel]?.terms[tap];
      if (term) picture.markCell("tap", term.row, term.column);
      else picture.unmark("tap");
    },
  });
  const bias = createWeight(words, { set: (value) => host.change({ bias: value }, "bias"), refuse: host.say });
  const channels = createChannels(words, (next) => {
    channel = next;
    present();
  });
  const sums = element("dl", { class: "cv-sums" });
  const total = createText("dd", "cv-total");
  const totalName = createText("dt");
  const misfit = createText("p", "cv-misfit");
  const slide = createSlide({ now: () => scene && explained && { cell: { stage: 1, channel: 0, ...at() }, grid: out }, place: (cell) => moveTo(cell, slide.runs ? "play" : "key"), show: present });
  const transport = createTransport({ toggle: slide.toggle, step: slide.step, speed: slide.setSpeed });
  const torch = element("input", { type: "checkbox", "data-testid": "torch", onchange: () => host.change({ torch: torch.checked }) });
  const surfaces = [[picture, words.pictureHelp], [map, words.resultHelp]].map(([one, label], index) => element("div", {
    class: "cv-surface", tabindex: "0", role: "application", "aria-label": label, "data-testid": index ? "map-surface" : "picture-surface", onkeydown: keyed,
  }, one.root));
  const mapBox = element("div", { class: "cv-box" }, surfaces[1], misfit.root, legend.root);
  const root = element("div", { class: "cnnviz-detail cv-look" },
    element("div", { class: "cv-stage" },
      element("div", { class: "cv-part cv-picture" }, pictureTitle.root, element("div", { class: "cv-box" }, surfaces[0])),
      channels.root,
      element("div", { class: "cv-part cv-window" }, windowTitle.root, lines.root, grid.root, sums),
      element("div", { class: "cv-part cv-map" }, mapTitle.root, mapBox)),
    element("div", { class: "cv-bar" }, transport.root,
      element("label", { class: "dt-check" }, torch, words.torch), told.root),
    spoken.root);

  /** @type {Scene | null} */
  let scene = null;
  let channel = 0;
  /** @type {{row: number, column: number} | null} where the window is while it is pointed or played to */
  let peeked = null;
  let width = 0;
  let out = { rows: 0, columns: 0 };
  /** @type {any} what was computed last, and from what */
  let made = { key: "" };
  /** @type {import("../../network/arithmetic/types.js").ConvolutionExplanation | null} */
  let explained = null;
  let rowsFor = "";

  const observer = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    if (scene) show(scene);
  });
  observer.observe(root);

  for (const [one, isMap] of /** @type {[typeof map, boolean][]} */ ([[picture, false], [map, true]])) {
    followMap(one, {
      point(cell, takes) {
        if (!scene || !explained || (slide.runs && !takes)) return;
        const next = isMap ? cell : windowOver(cell, filterOf(scene), out);
        slide.end();
        if (takes) {
          peeked = null;
          host.change({ window: next }, "window");
        } else {
          peeked = next;
          present();
        }
      },
      leave() {
        if (slide.runs || !peeked) return;
        peeked = null;
        present();
      },
    });
  }

  /** @returns {{row: number, column: number}} the window's place in the map */
  function at() {
    const { window: chosen } = /** @type {Scene} */ (scene).knobs;
    const { row, column } = peeked ?? chosen ?? made.first;
    return { row: Math.min(row, out.rows - 1), column: Math.min(column, out.columns - 1) };
  }

  /** @param {{row: number, column: number}} cell @param {"play" | "key"} how */
  function moveTo({ row, column }, how) {
    if (how === "play") {
      peeked = { row, column };
      present();
      return;
    }
    peeked = null;
    host.change({ window: { row, column } }, "window");
    present();
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    if (!scene || !explained || event.altKey || event.metaKey) return;
    if (event.key === " ") slide.toggle();
    else {
      const next = stepped(out, at(), event.key, event.ctrlKey);
      if (!next) return;
      slide.end();
      moveTo(next, "key");
    }
    event.preventDefault();
  }

  /** @param {number} tap @param {number} value */
  function setWeight(tap, value) {
    const { kernel } = host.knobs();
    const count = scene && inColour(scene) ? 3 : kernel.kernels.length;
    const kernels = Array.from({ length: count }, (_, index) => [...(kernel.kernels[index] ?? kernel.kernels[0])]);
    kernels[channel][tap] = value;
    host.change({ kernel: { ...kernel, kernels } }, `weight ${channel} ${tap}`);
  }

  /** What depends on the picture and the filter. @param {Scene} next */
  function compute(next) {
    const { picture: shown, colour, kernel, bias: added, stride, padding, dilation } = next.knobs;
    const known = made.values === next.read.values && made.photo === next.arrays.photo;
    const key = JSON.stringify([shown, colour, kernel, added, stride, padding, dilation]);
    if (known && made.key === key && made.theme === next.theme) return;
    const filter = filterOf(next);
    const seen = known && made.shown === `${shown} ${colour}` ? made.picture : pictureOf(next);
    const fits = sizeOf(Math.min(seen.rows, seen.columns), filter).out > 0;
    const read = fits ? layerRead(seen, filter) : null;
    const [, rows, columns] = read ? read.network.stages[1].shape : [0, 0, 0];
    out = { rows, columns };
    const values = read ? wholeMap(read, 1, 0) : new Float32Array(0);
    const partials = read && seen.channels > 1 ? Array.from({ length: seen.channels }, (_, index) => partialMap(read, 1, 0, index)) : [];
    made = {
      key, theme: next.theme, values: next.read.values, photo: next.arrays.photo, shown: `${shown} ${colour}`, picture: seen, filter, read, map: values, partials,
      reach: largest(values), partReach: partials.reduce((most, part) => Math.max(most, largest(part)), 0),
      first: windowOver(liveliest(seen), filter, out), ramps: seen.channels === 1 ? [next.theme.grey] : [0, 1, 2].map(channelRamp),
      name: nameOf(filter, next.read),
    };
    channel = Math.min(channel, seen.channels - 1);
  }

  /** Sizes, colours and maps. @param {Scene} next */
  function show(next) {
    if (scene && (scene.read !== next.read || scene.knobs.picture !== next.knobs.picture)) {
      slide.end();
      peeked = null;
    }
    scene = next;
    root.style.setProperty("--dt-gradient", next.theme.gradient);
    compute(next);
    if (width === 0) return;
    const { picture: seen, filter } = made;
    const narrow = width < NARROW;
    const side = narrow ? Math.floor((width - GAP) / 2) : seen.channels > 1 ? SIDE.colour : besideTheWindow(width);
    const most = Math.max(seen.rows, seen.columns);
    const cell = wholeOf(Math.min(side / (seen.columns + 2 * filter.padding), side / (seen.rows + 2 * filter.padding), side / most));
    root.classList.toggle("is-narrow", narrow);
    root.classList.toggle("is-colour", seen.channels > 1);
    root.style.setProperty("--cv-side", `${side}px`);
    root.style.setProperty("--cv-height", `${Math.ceil(Math.min(side, (seen.rows + 2 * filter.padding) * cell))}px`);
    picture.setShape({ rows: seen.rows, columns: seen.columns, cell, ring: filter.padding });
    if (seen.channels > 1) picture.paintColours(seen.values, seen.rows * seen.columns);
    else picture.paint(seen.values, 0, seen.values.length, 1, next.theme.grey);
    pictureTitle.say(filled(words.pictureMap, { rows: seen.rows, columns: seen.columns }));
    surfaces[1].hidden = !made.read;
    legend.root.style.visibility = made.read ? "" : "hidden";
    if (made.read) map.setShape({ rows: out.rows, columns: out.columns, cell, ring: 0 });
    mapTitle.say(filled(seen.channels > 1 && !narrow ? words.resultSum : words.result, out));
    legend.show(made.reach || 1);
    torch.checked = next.knobs.torch;
    present();
  }

  /** The window and its arithmetic. */
  function present() {
    if (!scene || width === 0) return;
    const { picture: seen, filter, read } = made;
    const reach = Math.max(...Array.from({ length: seen.channels }, (_, index) => kernelOf(filter, index)).flat().map(Math.abs), 1e-9);
    const weights = { reach, ramp: scene.theme.signed };
    windowTitle.say(seen.channels > 1 ? filled(words.windowOf, { name: words.channels[channel] }) : words.window);
    lines.say(words.lines);
    if (!read) {
      nothing(weights);
      return;
    }
    misfit.say("");
    const cell = { stage: 1, channel: 0, ...at() };
    explained = explainConvolution(read, cell);
    const { window } = explained.inputs[0];
    picture.light(scene.knobs.torch ? window : null);
    picture.markWindow("window", window);
    const jump = nextWindow(read.network.stages[1], read.network.stages[0], cell);
    if (jump && !scene.knobs.torch) picture.markWindow("next", jump);
    else picture.unmark("next");
    map.paint(made.map, 0, made.map.length, made.reach, scene.theme.signed, slide.filled);
    map.markCell("cell", cell.row, cell.column);
    const texts = printedTexts(explained, filter.size);
    grid.show(filter.size, {
      terms: explained.inputs[channel].terms, products: texts.groups[channel].parts, number: (value) => fixed(value, 2),
      inputs: made.ramps[channel], weights, channel: seen.channels > 1 ? words.channels[channel] : null,
    });
    showSums(seen.channels, filter.size, texts);
    bias.show(filter.bias, words.bias);
    totalName.say(filled(words.total, cell));
    total.say(texts.total);
    channels.show(seen.channels > 1 ? { ...made, explained, sums: texts.groups.map(({ sum }) => sum), chosen: channel, out, weights, theme: scene.theme } : null);
    transport.show(slide.runs, out.rows * out.columns > 1);
    told.say(recordedText(explained.total));
    Object.assign(root.dataset, { testid: "convolution", row: cell.row, column: cell.column, value: explained.total });
    spoken.settle(slide.runs ? "" : filled(words.spoken, { ...cell, value: short(explained.total) }));
  }

  /** The kernel does not fit. @param {{reach: number, ramp: Uint32Array}} weights */
  function nothing(weights) {
    const { picture: seen, filter } = made;
    explained = null;
    picture.light(null);
    picture.unmark("window");
    grid.showAlone(filter.size, kernelOf(filter, channel), weights);
    channels.show(null);
    sums.replaceChildren();
    rowsFor = "";
    transport.show(false, false);
    told.say("");
    const would = fitting(Math.min(seen.rows, seen.columns), filter);
    const ways = [
      would.size !== undefined && filled(words.fitSize, { size: would.size }),
      would.dilation !== undefined && filled(words.fitDilation, { dilation: would.dilation }),
      would.padding !== undefined && filled(words.fitPadding, { padding: would.padding }),
    ].filter(Boolean);
    const fits = ways.length ? `${ways.join(words.fitJoin)}.` : words.fitNone;
    misfit.say(filled(words.tooLarge, { span: spanOf(filter), rows: seen.rows + 2 * filter.padding, columns: seen.columns + 2 * filter.padding, fits }));
    Object.assign(root.dataset, { testid: "convolution", row: "", column: "", value: "" });
  }

  /** @param {number} count of channels @param {number} size @param {ReturnType<typeof printedTexts>} texts */
  function showSums(count, size, texts) {
    const wanted = `${count} ${size}`;
    if (wanted !== rowsFor) {
      rowsFor = wanted;
      const names = count > 1 ? words.channels : [filled(words.sumOf, { count: size * size })];
      sums.replaceChildren(
        ...names.map((/** @type {string} */ name) => element("div", { class: "cv-row" }, element("dt", {}, name), element("dd", { class: "cv-part-sum" }))),
        element("div", { class: "cv-row" }, element("dt", {}, words.biasRow), element("dd", { class: "cv-bias" }, bias.root)),
        element("div", { class: "cv-row is-total" }, totalName.root, total.root));
    }
    sums.querySelectorAll(".cv-part-sum").forEach((/** @type {Element} */ node, /** @type {number} */ index) => {
      write(node, texts.groups[index].sum);
    });
  }

  /** @param {number} value @returns {string} what PyTorch recorded, where the network has this very filter */
  function recordedText(value) {
    const { read, knobs } = /** @type {Scene} */ (scene);
    const found = firstConvolution(read);
    const learned = /^learned-(\d+)$/.exec(made.name);
    if (!found || !learned || knobs.picture !== "digit") return words.computed;
    const { stage } = found;
    const alike = stage.stride?.[0] === knobs.stride && stage.padding?.[0] === knobs.padding && stage.dilation?.[0] === knobs.dilation;
    if (!alike) return words.computed;
    const { row, column } = at();
    const recorded = read.values[stage.offset + (Number(learned[1]) * out.rows + row) * out.columns + column];
    return agrees(value, recorded, made.reach) ? filled(words.recorded, { stage: stage.name, channel: learned[1], value: short(recorded) }) : words.computed;
  }

  return {
    root,
    show,
    /** @returns {{row: number, column: number} | null} the cell on screen */
    get place() { return explained && { row: explained.cell.row, column: explained.cell.column }; },
    /** @returns {{rows: number, columns: number}} */
    get size() { return out; },
    dispose() {
      slide.end();
      observer.disconnect();
      spoken.dispose();
    },
  };
}

/** Products, sums and bias as printed: they add up. @param {import("../../network/arithmetic/types.js").ConvolutionExplanation} told @param {number} size */
function printedTexts({ inputs, bias, total }, size) {
  const groups = inputs.map(({ terms }) => terms.map(({ product }) => product));
  const decimals = Math.max(2, Math.min(DECIMALS[/** @type {1 | 3 | 5 | 7} */ (size)], decimalsFor([...inputs.map(({ sum }) => sum), bias], total)));
  return printedGroups(groups, [bias], total, decimals);
}

/** @param {Float32Array} values @returns {number} the size of the largest */
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** As large as picture, window and map stand in one row, if they then are large enough. @param {number} width */
function besideTheWindow(width) {
  const side = Math.floor((width - WINDOW) / 2);
  return side >= SMALLEST ? Math.min(side, SIDE.grey) : SIDE.grey;
}

/** Cells of whole px look even; small ones take the halves they can get. @param {number} px */
const wholeOf = (px) => (px >= 2 ? Math.min(40, Math.floor(px)) : Math.max(0.5, Math.floor(px * 2) / 2));
