// @ts-check
/** What a detail says of its stage: the kind, the map, and in one sentence what is done to it. */

import { inputOf } from "../arithmetic/geometry.js";
import { channelsOf, isPicture } from "../view/chain.js";

/** @typedef {import("../view/types.js").Network} Network @typedef {import("../view/types.js").Stage} Stage */

/** @type {Record<import("../view/types.js").Kind, string>} */
const TITLES = {
  input: "Input",
  convolution: "Convolution",
  relu: "ReLU",
  max_pooling: "Max pooling",
  average_pooling: "Average pooling",
  flatten: "Flatten",
  dense: "Dense",
  softmax: "Softmax",
  other: "Layer",
};

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** @param {number} count @returns {string} in a word up to twelve */
export const inWords = (count) => WORDS[count] ?? String(count);

/** @param {string} text */
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** @param {number[]} pair @returns {string} (3, 3) -> "3 × 3" */
const by = (pair) => pair.join(" × ");

/** @param {number[]} pair @returns {string} (2, 2) -> "2", (1, 2) -> "1 × 2" */
const once = (pair) => (pair[0] === pair[1] ? String(pair[0]) : by(pair));

/**
 * @param {Network} network @param {{stage: number, channel: number}} cell
 * @returns {{kind: string, name: string, sentence: string}} "Convolution", "conv2_1, map 6", "Eight input maps, each with …"
 */
export function headingOf(network, { stage: index, channel }) {
  const stage = network.stages[index];
  const source = inputOf(network, index);
  const name = isPicture(stage) && channelsOf(stage) > 1 ? `${stage.name}, map ${channel}` : stage.name;
  return { kind: TITLES[stage.kind] ?? TITLES.other, name, sentence: sentenceOf(stage, source === null ? null : network.stages[source]) };
}

/** @param {Stage} stage @param {Stage | null} before */
function sentenceOf(stage, before) {
  const window = stage.kernel_size ? by(stage.kernel_size) : "";
  const from = before?.name ?? "what came before";
  switch (stage.kind) {
    case "input":
      return "The picture as the network sees it: 0 is paper, 1 is ink.";
    case "convolution":
      return convolutionSentence(stage, window);
    case "relu":
      return `What is below zero in ${from} becomes zero; the rest stays as it is.`;
    case "max_pooling":
      return `The largest of each ${window} window of ${from} stays; the map shrinks.${specialities(stage)}`;
    case "average_pooling":
      return `The average of each ${window} window of ${from}; the map shrinks.${specialities(stage)}`;
    case "flatten":
      return "Every cell gets a place in one long line: row after row, map after map.";
    case "dense":
      return `Every number of ${from} times its weight, all added up, plus the bias.`;
    case "softmax":
      return "e to the power of each logit, divided by the sum of all: shares that make 1.";
    default:
      return "cnnviz does not know how this layer computes: here is what PyTorch recorded.";
  }
}

/** @param {Stage} stage @param {string} window */
function convolutionSentence(stage, window) {
  const inputs = stage.weightShape?.[1] ?? 0;
  const several = `${capital(inWords(inputs))} input maps, a ${window} kernel each: multiply, add up, add the ${inWords(inputs)} and the bias.`;
  const whole = inputs === 1 ? `One input map and a ${window} kernel: multiply, add up, add the bias.` : several;
  return whole + specialities(stage);
}

/** Stride, padding and dilation, where a layer has them and its window does not say so. @param {Stage} stage */
function specialities({ kind, kernel_size: kernel, stride, padding, dilation }) {
  const pooling = kind !== "convolution";
  const strides = stride && !(pooling ? stride.every((step, side) => step === kernel?.[side]) : stride.every((step) => step === 1));
  return [
    strides && ` Stride ${once(/** @type {number[]} */ (stride))}: the window jumps.`,
    padding?.some((size) => size > 0) && ` Padding ${once(padding)}: hatched${kind === "max_pooling" ? "" : " zeros"}.`,
    dilation?.some((step) => step > 1) && ` Dilation ${once(dilation)}: the window skips cells.`,
  ].filter(Boolean).join("");
}
