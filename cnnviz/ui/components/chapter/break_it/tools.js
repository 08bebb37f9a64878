// @ts-check
/** What can be done to the stage that is looked at: switch its map off, edit its kernel, leave it out, and so on. */

import { element } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { cellsPerMap, isPicture } from "../../network/view/chain.js";
import { rangeOf } from "../../network/view/scales.js";
import { fixed } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { createKernel } from "./kernel.js";
import { asked, has, kernelStep, parsed, PRESETS, presetsOf, replaced, toggled, without } from "./steps.js";

/** @typedef {import("../../network/arithmetic/types.js").Stage} Stage @typedef {import("../../network/arithmetic/types.js").Read} Read */
/**
 * @typedef {object} Content
 * @property {string[]} steps
 * @property {Read} whole              the digit, read by the network as trained
 * @property {Read} changed            and by the changed one
 * @property {number} stage            index of what is looked at
 * @property {number} map
 * @property {number} source           input map of the kernel
 * @property {Stage} layer             whose weights stand behind it
 * @property {Float32Array} weight     of that layer, in the changed network
 * @property {Float32Array | null} bias
 * @property {import("../types.js").Theme} theme
 */

/** @param {import("../types.js").Host} host */
export function createTools(host) {
  const { words } = host.words;
  const title = element("h4", { class: "bi-subtitle", "data-testid": "looked-at" });
  const pictures = [words.original, words.changed].map((name) => {
    const canvas = element("canvas", { class: "bi-cells" });
    return { canvas, root: element("figure", { class: "bi-map" }, canvas, element("figcaption", {}, name)) };
  });
  const pair = element("div", { class: "bi-maps" }, ...pictures.map((one) => one.root));
  /** @type {Content} */
  let now;
  // As they are, not as they were answered last: one may be quicker than the server.
  const stepsNow = () => /** @type {string[]} */ (host.knobs().steps);
  const change = (/** @type {string[]} */ steps, /** @type {string} */ together = "") => host.change({ steps }, together || undefined);
  const act = (/** @type {string} */ testid, /** @type {() => void} */ onclick) => element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": testid, onclick });
  const off = act("off", () => change(toggled(stepsNow(), `off ${now.layer.name} ${now.map}`)));
  const zero = act("zero-bias", () => change(toggled(stepsNow(), `bias ${now.layer.name} ${now.map}`)));
  const redraw = act("random", () => {
    const { name } = now.layer;
    const drawn = stepsNow().find((step) => step.startsWith(`random ${name} `));
    change(replaced(stepsNow(), `random ${name} ${drawn ? Number(drawn.split(" ")[2]) + 1 : 1}`));
  });
  const trained = act("trained", () => change(without(stepsNow(), `random ${now.layer.name} 1`)));
  trained.textContent = words.learned;
  const special = act("special", () => {
    const { name, kind } = now.whole.network.stages[now.stage];
    change(toggled(stepsNow(), `${kind === "relu" ? "linear" : "average"} ${name}`));
  });
  const swap = element("select", { "aria-label": words.swap, "data-testid": "swap", onchange: () => {
    if (swap.value !== "") change([...stepsNow(), `swap ${now.layer.name} ${now.map} ${swap.value}`]);
    swap.value = "";
  } });
  const swapping = element("label", { class: "bi-labelled" }, words.swap, swap);

  const weights = createKernel(words, {
    set(place, value) {
      const numbers = kernelNow();
      numbers[place] = value;
      edit(numbers, "kernel");
    },
    refuse: host.say,
  });
  const source = element("select", { "data-testid": "source", onchange: () => host.change({ source: Number(source.value) }) });
  const sourceLabel = element("label", { class: "bi-labelled" }, element("span", {}), source);
  const preset = element("select", { "aria-label": words.presets, "data-testid": "preset", onchange: () => {
    const [, , rows, columns] = shapeOf(now.layer);
    if (preset.value in PRESETS) edit(PRESETS[preset.value](kernelNow(), rows, columns));
    preset.value = "choose";
  } });
  const learned = act("learned", () => change(without(stepsNow(), kernelStep(now.layer.name, now.map, now.source, []))));
  learned.textContent = words.learned;
  const kernel = element("div", { class: "bi-kernelpart" }, sourceLabel, weights.root, element("div", { class: "bi-acts" }, preset, learned));
  const acts = element("div", { class: "bi-acts" }, off, zero, redraw, trained, swapping);
  const root = element("div", { class: "bi-tools", "data-testid": "tools" }, title, pair, special, acts, kernel);

  function kernelNow() {
    const { layer, map, source: input, weight } = now;
    const edited = asked(stepsNow().slice(-1), kernelStep(layer.name, map, input, []));
    if (edited) return parsed(edited).kernel;
    const [, inputs, rows, columns] = shapeOf(layer);
    const start = (map * inputs + input) * rows * columns;
    return Array.from(weight.subarray(start, start + rows * columns));
  }

  /** @param {number[]} numbers @param {string} [together] */
  function edit(numbers, together) {
    const { layer, map, source: input } = now;
    const step = kernelStep(layer.name, map, input, numbers);
    change(replaced(stepsNow(), step), together ? `${together} ${layer.name} ${map} ${input}` : undefined);
  }

  /** @param {Content} content */
  function showMaps({ whole, changed, stage: index, map, theme }) {
    const stage = whole.network.stages[index];
    pair.hidden = !isPicture(stage);
    if (pair.hidden) return;
    const cells = cellsPerMap(stage);
    const start = stage.offset + map * cells;
    const ranges = [whole, changed].map(({ values }) => rangeOf(values, start, cells));
    const reach = Math.max(...ranges.flatMap(({ low, high }) => [high, -low])) || 1;
    [whole, changed].forEach(({ values }, place) => {
      new CellPicture(pictures[place].canvas, stage.shape[2], stage.shape[1]).paint(values, start, cells, reach, stage.kind === "input" ? theme.grey : theme.signed);
    });
  }

  return {
    root,
    /** @param {Content} content */
    show(content) {
      now = content;
      const { steps, whole, stage: index, map, layer, weight, bias, theme } = now;
      const stage = whole.network.stages[index];
      const learns = stage === layer;
      const maps = isPicture(stage);
      title.textContent = maps ? filled(words.mapName, { layer: stage.name, map }) : stage.name;
      showMaps(content);
      special.hidden = !(stage.kind === "relu" || stage.kind === "max_pooling");
      const changed = has(steps, `${stage.kind === "relu" ? "linear" : "average"} ${stage.name}`);
      special.textContent = filled(stage.kind === "relu" ? (changed ? words.putBack : words.leaveOut) : changed ? words.takeMaximum : words.takeAverage, { layer: stage.name });
      special.setAttribute("aria-pressed", String(changed));
      const isOff = has(steps, `off ${layer.name} ${map}`);
      off.textContent = filled(isOff ? words.turnOn : words.turnOff, { map });
      off.setAttribute("aria-pressed", String(isOff));
      off.hidden = !maps || stage.kind === "input";
      const zeroed = has(steps, `bias ${layer.name} ${map}`);
      zero.hidden = !learns || !bias;
      zero.textContent = zeroed ? words.unzeroBias : filled(words.zeroBias, { bias: fixed(bias?.[map] ?? 0, 3) });
      zero.setAttribute("aria-pressed", String(zeroed));
      const drawn = steps.some((step) => step.startsWith(`random ${layer.name} `));
      redraw.hidden = !learns;
      redraw.textContent = drawn ? words.redrawAgain : words.redraw;
      trained.hidden = !learns || !drawn;
      swapping.hidden = !learns;
      const [out, inputs, rows, columns] = shapeOf(layer);
      kernel.hidden = !learns || layer.kind !== "convolution";
      options(swap, Array.from({ length: out }, (_, other) => other).filter((other) => other !== map), words.swapNone);
      if (kernel.hidden) return;
      options(source, Array.from({ length: inputs }, (_, input) => input), null);
      source.value = String(now.source);
      source.hidden = inputs === 1;
      sourceLabel.firstChild.textContent = filled(inputs === 1 ? words.kernelOf : words.kernelOn, { map, inputs, rows, columns });
      const reach = weight.reduce((most, one) => Math.max(most, Math.abs(one)), 0) || 1;
      offer(preset, ["choose", ...presetsOf(rows, columns)].map((name) => [name, words.presetNames[name]]));
      const label = inputs === 1 ? sourceLabel.firstChild.textContent : `${sourceLabel.firstChild.textContent} ${now.source}`;
      weights.show({ kernel: kernelNow(), columns, reach, ramp: theme.signed, label });
      learned.disabled = without(steps, kernelStep(layer.name, map, now.source, [])).length === steps.length;
    },
  };
}

/** Maps out, maps in, rows, columns of a convolution's weights. @param {Stage} layer @returns {number[]} */
const shapeOf = (layer) => /** @type {number[]} */ (layer.weightShape);

/** @param {any} select @param {number[]} numbers @param {string | null} first */
const options = (select, numbers, first) => offer(select, [...(first === null ? [] : [["", first]]), ...numbers.map((one) => [String(one), String(one)])]);

/** @param {any} select @param {string[][]} choices value and name of each */
function offer(select, choices) {
  const key = choices.join();
  if (select.dataset.made === key) return;
  select.dataset.made = key;
  select.replaceChildren(...choices.map(([value, name]) => element("option", { value }, name)));
}
