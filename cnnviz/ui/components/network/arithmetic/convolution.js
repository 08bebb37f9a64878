// @ts-check
/** A convolution's cell: for each input map the window times the kernel, added up, plus the bias. */

import { cellsPerMap } from "../view/chain.js";
import { inputOf, positions, sourceWindow, valueAt } from "./geometry.js";

/** @typedef {import("./types.js").Read} Read @typedef {import("./types.js").Stage} Stage */

/**
 * @param {Read} read @param {import("./types.js").Cell} cell
 * @returns {import("./types.js").ConvolutionExplanation}
 */
export function explainConvolution(read, cell) {
  const { stage, source, weight, shape } = layerOf(read, cell.stage);
  const before = read.network.stages[source];
  const window = sourceWindow(stage, before, cell.row, cell.column);
  const { rows, columns } = positions(before);
  const first = firstInput(before, stage, cell.channel);
  const bias = stage.bias ? stage.bias[cell.channel] : 0;
  const inputs = [];
  let total = bias;
  for (let place = 0, tap = cell.channel * shape[1] * shape[2] * shape[3]; place < shape[1]; place++) {
    const map = before.offset + (first + place) * rows * columns;
    const terms = [];
    let sum = 0;
    for (let down = 0; down < window.height; down++) {
      const row = window.top + down * window.rowStep;
      for (let right = 0; right < window.width; right++, tap++) {
        const column = window.left + right * window.columnStep;
        const inside = row >= 0 && row < rows && column >= 0 && column < columns;
        const input = inside ? read.values[map + row * columns + column] : 0;
        const product = input * weight[tap];
        sum += product;
        terms.push({ row, column, inside, input, weight: weight[tap], product });
      }
    }
    total += sum;
    inputs.push({ stage: source, channel: first + place, window, terms, sum });
  }
  return { kind: "convolution", cell, inputs, bias, total, recorded: valueAt(read, cell), result: total };
}

/**
 * What one input map gives to every cell of one output map, without the bias.
 *
 * @param {Read} read @param {number} stageIndex @param {number} channel of the output
 * @param {number} inputChannel
 * @returns {Float32Array} (rows * columns) of the output; zeros for an input map that the output map does not look at
 */
export function partialMap(read, stageIndex, channel, inputChannel) {
  const { stage } = layerOf(read, stageIndex);
  const sums = new Float64Array(cellsPerMap(stage));
  addPartial(sums, read, stageIndex, channel, inputChannel);
  return Float32Array.from(sums);
}

/**
 * One output map as the arithmetic has it: all partial results and the bias.
 *
 * @param {Read} read @param {number} stageIndex @param {number} channel
 * @returns {Float32Array} (rows * columns)
 */
export function wholeMap(read, stageIndex, channel) {
  const { stage, source, shape } = layerOf(read, stageIndex);
  const first = firstInput(read.network.stages[source], stage, channel);
  const sums = new Float64Array(cellsPerMap(stage)).fill(stage.bias ? stage.bias[channel] : 0);
  for (let place = 0; place < shape[1]; place++) addPartial(sums, read, stageIndex, channel, first + place);
  return Float32Array.from(sums);
}

/**
 * Weight by weight, since the cells that one weight meets lie side by side.
 * @param {Float64Array} sums @param {Read} read @param {number} stageIndex @param {number} channel
 * @param {number} inputChannel
 */
function addPartial(sums, read, stageIndex, channel, inputChannel) {
  const { stage, source, weight, shape } = layerOf(read, stageIndex);
  const before = read.network.stages[source];
  const place = inputChannel - firstInput(before, stage, channel);
  if (place < 0 || place >= shape[1]) return;
  const { rows, columns } = positions(before);
  const out = positions(stage);
  const { top, left, height, width, rowStep, columnStep } = sourceWindow(stage, before, 0, 0);
  const [down, right] = /** @type {number[]} */ (stage.stride);
  const map = before.offset + inputChannel * rows * columns;
  let tap = (channel * shape[1] + place) * height * width;
  for (let kernelRow = 0; kernelRow < height; kernelRow++) {
    for (let kernelColumn = 0; kernelColumn < width; kernelColumn++, tap++) {
      const factor = weight[tap];
      const start = left + kernelColumn * columnStep;
      const first = Math.max(0, Math.ceil(-start / right));
      const end = Math.min(out.columns, Math.floor((columns - 1 - start) / right) + 1);
      for (let outRow = 0; outRow < out.rows; outRow++) {
        const row = top + kernelRow * rowStep + outRow * down;
        if (row < 0 || row >= rows) continue;
        const from = map + row * columns + start;
        const to = outRow * out.columns;
        for (let column = first; column < end; column++) {
          sums[to + column] += read.values[from + column * right] * factor;
        }
      }
    }
  }
}

/**
 * The first input map that an output map looks at: all, from 0, or those of its group.
 * @param {Stage} before @param {Stage} stage @param {number} channel
 */
export function firstInput(before, stage, channel) {
  const [outputs, perGroup] = /** @type {number[]} */ (stage.weightShape);
  const groups = before.shape[0] / perGroup;
  return Math.floor(channel / (outputs / groups)) * perGroup;
}

/** @param {Read} read @param {number} index of a convolution with its weights */
function layerOf(read, index) {
  const stage = read.network.stages[index];
  const source = inputOf(read.network, index);
  if (source === null || !stage.weight || !stage.weightShape) {
    throw new TypeError(`${stage.name} came without its weights or its input. Ask explain(), which tells such cells as "other".`);
  }
  return { stage, source, weight: stage.weight, shape: stage.weightShape };
}
