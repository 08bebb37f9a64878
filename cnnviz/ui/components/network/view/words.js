// @ts-check
/** What a stage is, in a learner's words. */

import { inputsOf, isPicture } from "./chain.js";
import { grouped } from "./numbers.js";

/** @typedef {import("./types.js").Stage} Stage */

/** @type {Record<import("./types.js").Kind, string>} */
const TITLES = {
  input: "input",
  convolution: "conv",
  relu: "ReLU",
  max_pooling: "pool",
  average_pooling: "pool",
  flatten: "flatten",
  dense: "dense",
  softmax: "softmax",
  other: "layer",
};

/** @param {Stage} stage @returns {string} the short word above its column */
export const titleOf = (stage) => TITLES[stage.kind] ?? TITLES.other;

/** @param {number[]} pair @returns {string} (3, 3) -> "3 × 3" */
const by = (pair) => pair.join(" × ");

/** @param {number[] | null | undefined} pair @param {number} usual @param {string} word */
function unlessUsual(pair, usual, word) {
  if (!pair || pair.every((value) => value === usual)) return "";
  return `, ${word} ${pair[0] === pair[1] ? pair[0] : by(pair)}`;
}

/** @param {number} count @param {string} word */
const several = (count, word) => (count === 1 ? `one ${word}` : `${grouped(count)} ${word}s`);

/** @param {Stage} stage */
const extent = (stage) => (isPicture(stage) ? several(stage.shape[0], "map") : several(stage.length, "number"));

/**
 * @param {Stage[]} stages @param {number} index
 * @returns {string} one line: "3 × 3 convolution over 8 maps, padding 1"
 */
export function describe(stages, index) {
  const stage = stages[index];
  const sources = inputsOf(stages, index).map((position) => stages[position]);
  const from = sources.length ? sources.map((source) => source.name).join(" and ") : "what came before";
  const over = sources.length ? sources.map(extent).join(" and ") : "what came before";
  const window = stage.kernel_size ? by(stage.kernel_size) : "";
  switch (stage.kind) {
    case "input":
      return "the picture as the network sees it, 0 to 1";
    case "convolution":
      return (
        `${window} convolution over ${over}` +
        unlessUsual(stage.stride, 1, "stride") +
        unlessUsual(stage.padding, 0, "padding") +
        unlessUsual(stage.dilation, 1, "dilation")
      );
    case "relu":
      return `max(0, x) of each ${isPicture(stage) ? "cell" : "number"} of ${from}`;
    case "max_pooling":
    case "average_pooling":
      return (
        `the ${stage.kind === "max_pooling" ? "largest" : "average"} of each ${window} window of ${from}` +
        (stage.stride && stage.kernel_size && by(stage.stride) !== window ? `, stride ${by(stage.stride)}` : "") +
        unlessUsual(stage.padding, 0, "padding")
      );
    case "flatten":
      return `${over}, read row by row into one line of ${several(stage.length, "number")}`;
    case "dense":
      return `${several(stage.length, "weighted sum")} of ${over}, each with a bias`;
    case "softmax":
      return `e to the power of each logit, divided by their sum: always adds up to 1`;
    default:
      return `computed from ${from}`;
  }
}

/** @param {Stage} stage @param {number} channel @returns {string} "conv2_1, map 6", counted from 0 */
export function mapName(stage, channel) {
  if (!isPicture(stage)) return `${stage.name}, ${several(stage.length, "number")}`;
  if (stage.shape[0] === 1) return stage.name;
  return `${stage.name}, map ${channel}`;
}

/** @param {Stage} stage @returns {string} what one cell sees of the input, or nothing when that is not known */
export function sight(stage) {
  if (stage.kind === "input" || !stage.receptive_field) return "";
  const [height, width] = stage.receptive_field.size;
  return `each ${isPicture(stage) ? "cell" : "number"} sees ${height} × ${width} input pixels`;
}
