// @ts-check
/** Known filters, those that the network learned, and how a kernel grows and shrinks. */

import { tidy } from "./weights.js";

/** @typedef {import("./layer.js").Filter} Filter @typedef {import("../types.js").Read} Read */

/** @param {number} size @param {(down: number, right: number) => number} weight of the cell so far from the middle */
function made(size, weight) {
  const middle = (size - 1) / 2;
  return Array.from({ length: size * size }, (_, place) => weight(Math.floor(place / size) - middle, (place % size) - middle));
}

/** @param {number[]} weights of a 3 x 3 kernel */
const fixedSize = (weights) => () => ({ size: 3, kernels: [weights] });

/** @type {Record<string, (size: number) => {size: number, kernels: number[][]}>} by name; some exist in every size */
export const PRESETS = {
  identity: (size) => ({ size, kernels: [made(size, (down, right) => Number(down === 0 && right === 0))] }),
  vertical: (size) => ({ size, kernels: [made(size, (_, right) => Math.sign(right))] }),
  horizontal: (size) => ({ size, kernels: [made(size, (down) => Math.sign(down))] }),
  diagonal: fixedSize([2, -1, -1, -1, 2, -1, -1, -1, 2]),
  sobel_x: fixedSize([-1, 0, 1, -2, 0, 2, -1, 0, 1]),
  sobel_y: fixedSize([-1, -2, -1, 0, 0, 0, 1, 2, 1]),
  blur: (size) => ({ size, kernels: [made(size, () => tidy(1 / (size * size)))] }),
  sharpen: fixedSize([0, -1, 0, -1, 5, -1, 0, -1, 0]),
  emboss: fixedSize([-2, -1, 0, -1, 1, 1, 0, 1, 2]),
  opponent: (size) => {
    const one = made(size, (down, right) => Number(down === 0 && right === 0));
    return { size, kernels: [one, one.map((weight) => -weight + 0), one.map(() => 0)] };
  },
};

const GROWING = ["identity", "blur", "vertical", "horizontal", "opponent"];
/** The first convolution of a network, where it reads one map. @param {Read} read */
export function firstConvolution({ network }) {
  const stage = network.stages.find((one) => one.kind === "convolution" && one.weight && one.weightShape?.[1] === 1);
  return stage && stage.weightShape ? { stage, maps: stage.weightShape[0], size: stage.weightShape[2] } : null;
}

/** @param {Read} read @param {number} channel @returns {Filter | null} what the network learned for one of its first maps */
export function learnedFilter(read, channel) {
  const found = firstConvolution(read);
  if (!found || channel >= found.maps) return null;
  const { stage, size } = found;
  const weights = /** @type {Float32Array} */ (stage.weight).subarray(channel * size * size, (channel + 1) * size * size);
  const [stride, padding, dilation] = [stage.stride, stage.padding, stage.dilation].map((pair, place) => pair?.[0] ?? [1, 0, 1][place]);
  return { size, kernels: [Array.from(weights, tidy)], bias: tidy(stage.bias?.[channel] ?? 0), stride, padding, dilation };
}

/** @param {number[][]} one @param {number[][]} other */
const sameKernels = (one, other) => [0, 1, 2].every((channel) => {
  const [first, second] = [one[channel] ?? one[0], other[channel] ?? other[0]];
  return first.length === second.length && first.every((weight, place) => weight === second[place]);
});

/** @param {Filter} filter @param {Read} read @returns {string} the name of a preset, "learned-3", or "own" */
export function nameOf(filter, read) {
  const preset = Object.keys(PRESETS).find((name) => filter.bias === 0 && sameKernels(PRESETS[name](filter.size).kernels, filter.kernels));
  if (preset) return preset;
  const maps = firstConvolution(read)?.maps ?? 0;
  for (let channel = 0; channel < maps; channel++) {
    const learned = /** @type {Filter} */ (learnedFilter(read, channel));
    if (learned.bias === filter.bias && sameKernels(learned.kernels, filter.kernels)) return `learned-${channel}`;
  }
  return "own";
}

/**
 * The filter in another size: known ones as they are in that size, others with zeros around, or with their middle alone.
 * @param {{size: number, kernels: number[][], bias: number}} filter @param {number} size
 */
export function resized(filter, size) {
  const known = GROWING.find((name) => sameKernels(PRESETS[name](filter.size).kernels, filter.kernels));
  // In one cell an edge is nothing: its middle is 0.
  if (known && (size > 1 || known === "identity" || known === "blur" || known === "opponent")) return PRESETS[known](size);
  const shift = (filter.size - size) / 2;
  const kernels = filter.kernels.map((weights) => Array.from({ length: size * size }, (_, place) => {
    const [row, column] = [Math.floor(place / size) + shift, (place % size) + shift];
    const inside = row >= 0 && row < filter.size && column >= 0 && column < filter.size;
    return inside ? weights[row * filter.size + column] : 0;
  }));
  return { size, kernels: size === 1 && kernels.every(([weight]) => weight === 0) ? [[1]] : kernels };
}
