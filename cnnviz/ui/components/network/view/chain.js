// @ts-check
/** What belongs to what in a network: pure questions about its stages, asked by kind and shape, never by name. */

/** @typedef {import("./types.js").Stage} Stage */

/** @param {Stage} stage @returns {boolean} whether its values are pictures (C, H, W) and not one row of numbers */
export const isPicture = (stage) => stage.shape.length === 3;

/** @param {Stage} stage @returns {number} how many maps it has; a vector counts as one */
export const channelsOf = (stage) => (isPicture(stage) ? stage.shape[0] : 1);

/** @param {Stage} stage @returns {number} cells in one of its maps */
export const cellsPerMap = (stage) => stage.length / channelsOf(stage);

/** @param {Stage} stage @returns {boolean} whether it multiplies by weights and so starts a block of its own */
export const startsBlock = (stage) => stage.kind === "convolution" || stage.kind === "dense";

/** @param {Stage[]} stages @param {number} index @returns {number[]} the indices of the stages it was computed from */
export function inputsOf(stages, index) {
  return stages[index].inputs
    .map((name) => stages.findIndex((stage, position) => position < index && stage.name === name))
    .filter((position) => position >= 0);
}

/**
 * Whether each of its maps comes from one map alone: ReLU and pooling keep the channels apart, a convolution mixes them.
 * @param {Stage[]} stages @param {number} index
 */
export function keepsChannels(stages, index) {
  const stage = stages[index];
  const [source] = inputsOf(stages, index);
  if (source === undefined || startsBlock(stage) || !isPicture(stage)) return false;
  return isPicture(stages[source]) && stages[source].shape[0] === stage.shape[0];
}

/**
 * The maps that one map is computed from.
 * @param {Stage[]} stages @param {number} index @param {number} channel
 * @returns {import("./types.js").MapKey[]}
 */
export function sourcesOf(stages, index, channel) {
  const sources = inputsOf(stages, index);
  if (keepsChannels(stages, index)) return sources.map((stage) => ({ stage, channel }));
  return sources.flatMap((stage) => {
    const { first, count } = group(stages[index], channelsOf(stages[stage]), channel);
    return Array.from({ length: count }, (_, source) => ({ stage, channel: first + source }));
  });
}

/** Which of `channels` maps one map of a stage looks at: all, but for a convolution in groups.
 * @param {Stage} stage @param {number} channels @param {number} channel */
function group({ kind, weightShape }, channels, channel) {
  if (kind !== "convolution" || !weightShape || channels % weightShape[1] > 0) return { first: 0, count: channels };
  const count = weightShape[1];
  return { first: Math.floor(channel / (weightShape[0] / (channels / count))) * count, count };
}

/**
 * Blocks: a layer with weights and what follows it without weights. The input is a block, and so is softmax, whose
 * numbers are probabilities and share a scale with nothing.
 * @param {Stage[]} stages
 * @returns {number[][]} indices of stages, in order
 */
export function blocksOf(stages) {
  /** @type {number[][]} */
  const blocks = [];
  stages.forEach((stage, index) => {
    const alone = index === 0 || stage.kind === "softmax" || stages[index - 1].kind === "input";
    if (alone || startsBlock(stage) || blocks.length === 0) blocks.push([index]);
    else blocks[blocks.length - 1].push(index);
  });
  return blocks;
}

/**
 * The last two rows of numbers of a classifier: what goes into softmax and what comes out.
 * @param {Stage[]} stages
 * @returns {{logits: number, probabilities: number} | null} indices of stages; null for a network without softmax
 */
export function answerOf(stages) {
  const probabilities = stages.length - 1;
  const last = stages[probabilities];
  if (!last || last.kind !== "softmax" || isPicture(last)) return null;
  const [logits] = inputsOf(stages, probabilities);
  if (logits === undefined || isPicture(stages[logits]) || stages[logits].length !== last.length) return null;
  return { logits, probabilities };
}

/** @param {Stage[]} stages @returns {number[]} the indices of the stages that lie on the plane: all but the answer's two */
export function placedOf(stages) {
  const answer = answerOf(stages);
  return stages.map((_, index) => index).filter((index) => !answer || (index !== answer.logits && index !== answer.probabilities));
}
