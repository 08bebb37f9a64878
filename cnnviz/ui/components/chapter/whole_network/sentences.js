// @ts-check
/** What a stage did to this digit: which sentence tells it, and the numbers in it. */

import { channelsOf, inputsOf, isPicture } from "../../network/view/chain.js";
import { fixed, grouped, percentage, short } from "../../network/view/numbers.js";
import { fieldOf } from "./costs.js";
import { strongestOf } from "./strongest.js";

/** @typedef {import("../types.js").Read} Read @typedef {import("../../network/view/types.js").Stage} Stage */

const TIMES = "\u202f×\u202f";

/** @param {number[]} sides */
export const by = (sides) => sides.map(grouped).join(TIMES);

/**
 * @param {Read} read @param {number} index
 * @returns {{name: string, numbers: Record<string, string>}} the name of the sentence, and what fills its braces
 */
export function toldOf(read, index) {
  const { stages } = read.network;
  const stage = stages[index];
  const [source] = inputsOf(stages, index);
  const before = source === undefined ? stage : stages[source];
  const { rows, columns } = fieldOf(stages, index);
  const numbers = {
    count: grouped(stage.length),
    from: grouped(isPicture(stage) ? channelsOf(before) : before.length),
    parameters: grouped(stage.parameters ?? 0),
    field: by([rows, columns]),
    ...(isPicture(stage) ? { maps: grouped(stage.shape[0]), rows: grouped(stage.shape[1]), columns: grouped(stage.shape[2]) } : {}),
    ...(stage.kernel_size ? { window: by(stage.kernel_size) } : {}),
  };
  return { name: nameOf(stage, before, stages.length - 2 === index), numbers: { ...numbers, ...OWN[stage.kind]?.(read, stage, before, index) } };
}

/** @param {Stage} stage @param {Stage} before @param {boolean} answers */
function nameOf(stage, before, answers) {
  if (stage.kind === "convolution" && before.kind !== "input") return "convolution_deeper";
  if (stage.kind === "relu" && !isPicture(stage)) return "relu_numbers";
  if (stage.kind === "dense" && !answers) return "dense_hidden";
  return stage.kind;
}

/** @param {Read} read @param {Stage} stage */
const valuesOf = ({ values }, { offset, length }) => values.subarray(offset, offset + length);

/** @param {Float32Array} values @returns {number[]} indices, the largest first */
const ranked = (values) => [...values.keys()].sort((one, other) => values[other] - values[one]);

/** @type {Partial<Record<import("../../network/view/types.js").Kind, (read: Read, stage: Stage, before: Stage, index: number) => Record<string, string>>>} */
const OWN = {
  input: (read, stage) => ({ inked: grouped(valuesOf(read, stage).filter((pixel) => pixel > 0).length) }),
  convolution(read, _stage, _before, index) {
    const { channel, value } = strongestOf(read, index);
    return { map: String(channel), value: short(value) };
  },
  relu(read, stage, before) {
    const cut = valuesOf(read, before).filter((value) => value < 0).length;
    return { cut: grouped(cut), share: percentage(cut / stage.length) };
  },
  max_pooling: (_, stage, before) => ({ before: by(before.shape.slice(1)), left: percentage(stage.length / before.length) }),
  average_pooling: (_, stage, before) => ({ before: by(before.shape.slice(1)), left: percentage(stage.length / before.length) }),
  flatten: (_, stage, before) => ({ before: by(before.shape) }),
  dense(read, stage) {
    const [first] = ranked(valuesOf(read, stage));
    return { digit: String(first), value: fixed(valuesOf(read, stage)[first], 2) };
  },
  softmax(read, stage) {
    const shares = valuesOf(read, stage);
    const [first, other] = ranked(shares);
    return { digit: String(first), value: percentage(shares[first]), other: String(other), second: percentage(shares[other]) };
  },
};
