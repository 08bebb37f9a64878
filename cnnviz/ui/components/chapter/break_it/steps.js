// @ts-check
/** What is changed in the network: a list of steps in words, as cnnviz/experiments/variants.py reads them. */

/** @typedef {import("../../network/arithmetic/types.js").Stage} Stage */

const MOST = 200; // steps, as the server takes them
const GRAMMAR = /^(?:(?:off|bias) \w+ \d+|kernel \w+ \d+ \d+ -?[\d.]+(?:,-?[\d.]+)*|swap \w+ \d+ \d+|random \w+ \d+|(?:linear|average) \w+)$/;

/** @param {string} step @returns {{kind: string, layer: string, numbers: number[], kernel: number[]}} */
export function parsed(step) {
  const [kind, layer, ...words] = step.split(" ");
  const kernel = kind === "kernel" ? words[2].split(",").map(Number) : [];
  return { kind, layer, numbers: words.slice(0, 2).map(Number), kernel };
}

/** @param {string} text @returns {string[] | null} null where it is no list of steps */
export function readSteps(text) {
  const steps = text === "" ? [] : text.split(";");
  return steps.length <= MOST && steps.every((step) => GRAMMAR.test(step)) ? steps : null;
}

/** @param {string[]} steps */
export const writtenSteps = (steps) => steps.join(";");

/** A step that is there is taken back, another one is added. @param {string[]} steps @param {string} step */
export const toggled = (steps, step) => (steps.includes(step) ? steps.filter((one) => one !== step) : [...steps, step]);

/** The step in place of those that say the same of the same place. @param {string[]} steps @param {string} step */
export function replaced(steps, step) {
  const said = about(step);
  const place = steps.findIndex((one) => about(one) === said);
  return place < 0 ? [...steps, step] : steps.map((one, at) => (at === place ? step : one));
}

/** Without what is said of that place. @param {string[]} steps @param {string} step */
export const without = (steps, step) => steps.filter((one) => about(one) !== about(step));

/** What is said of that place already. @param {string[]} steps @param {string} step @returns {string | undefined} */
export const asked = (steps, step) => steps.find((one) => about(one) === about(step));

/** @param {string[]} steps @param {string} step */
export const has = (steps, step) => steps.includes(step);

/** What a step is about: a kernel has one edit, a layer one drawing. @param {string} step */
function about(step) {
  const { kind, layer, numbers } = parsed(step);
  if (kind === "kernel") return `${kind} ${layer} ${numbers.join(" ")}`;
  return kind === "random" ? `${kind} ${layer}` : step;
}

/** In the order in which they are done, as the server does them. @param {string[]} steps */
export function ordered(steps) {
  const turn = (/** @type {string} */ step) => ({ random: 0, kernel: 1, swap: 1 }[parsed(step).kind] ?? 2);
  return [...steps].sort((one, other) => turn(one) - turn(other));
}

/** Those that a network of these stages can take. @param {string[]} steps @param {Stage[]} stages */
export function fitting(steps, stages) {
  return steps.filter((step) => {
    const { kind, layer, numbers, kernel } = parsed(step);
    const stage = stages.find((one) => one.name === layer);
    if (!stage) return false;
    if (kind === "linear") return stage.kind === "relu";
    if (kind === "average") return stage.kind === "max_pooling";
    if (!stage.weightShape) return false;
    const [out, inputs, rows = 1, columns = 1] = stage.weightShape;
    if (kind === "random") return numbers[0] < 1e6;
    if (kind === "kernel") return numbers[0] < out && numbers[1] < inputs && stage.weightShape.length === 4 && kernel.length === rows * columns;
    return numbers.every((one) => one < out);
  });
}

/** The layers whose maps can be switched off: all that learned something but the last. @param {Stage[]} stages */
export const trainedOf = (stages) => stages.filter((stage) => stage.weightShape).slice(0, -1);

/** The layer whose maps a stage shows: itself, or the one before that learned something. @param {Stage[]} stages @param {number} index */
export function layerOf(stages, index) {
  const trained = trainedOf(stages);
  for (let at = index; at >= 0; at--) if (trained.includes(stages[at])) return stages[at];
  return trained[0];
}

/**
 * The kernels that can be put in place of one, of so many rows and columns. The middle of an even side is the cell before
 * its middle line. @type {Record<string, (kernel: number[], rows: number, columns: number) => number[]>}
 */
export const PRESETS = {
  zero: (kernel) => kernel.map(() => 0),
  negative: (kernel) => kernel.map((weight) => 0 - weight),
  mirrored: (kernel, _, columns) => kernel.map((_, place) => kernel[place - (place % columns) + columns - 1 - (place % columns)]),
  identity: (kernel, rows, columns) => kernel.map((_, place) => Number(place === Math.floor((rows - 1) / 2) * columns + Math.floor((columns - 1) / 2))),
  vertical: (kernel, _, columns) => kernel.map((_, place) => Math.sign(2 * (place % columns) - columns + 1)),
  horizontal: (kernel, rows, columns) => kernel.map((_, place) => Math.sign(2 * Math.floor(place / columns) - rows + 1)),
  blur: (kernel) => kernel.map(() => Number((1 / kernel.length).toFixed(6))),
};

/** Those that make sense: a single weight has no sides, and is its own mean. @param {number} rows @param {number} columns */
export const presetsOf = (rows, columns) => (rows * columns === 1 ? ["zero", "negative", "identity"] : Object.keys(PRESETS));

/** @param {number} weight as it is written in a step */
export const weightText = (weight) => String(Number(weight.toFixed(6)) + 0);

/** @param {string} layer @param {number} map @param {number} source @param {number[]} kernel */
export const kernelStep = (layer, map, source, kernel) => `kernel ${layer} ${map} ${source} ${kernel.map(weightText).join(",")}`;
