// @ts-check
/** A picture and one filter as a network of two stages, so that the network view's arithmetic explains them. */

import { sizeOf } from "./sizes.js";

/**
 * @typedef {import("../types.js").Read} Read
 * @typedef {{channels: number, rows: number, columns: number, values: Float32Array}} Picture   (channels, rows, columns)
 * @typedef {{size: number, kernels: number[][], bias: number, stride: number, padding: number, dilation: number}} Filter
 *   a kernel of size * size weights for each channel; where there are fewer, the first one for all
 */

/** @param {Filter} filter @param {number} channel @returns {number[]} its kernel on that channel */
export const kernelOf = ({ kernels }, channel) => kernels[channel] ?? kernels[0];

/**
 * @param {Picture} picture @param {Filter} filter that fits into the padded picture
 * @returns {Read} stage 0 is the picture, stage 1 the filter's map, whose values are 0: nobody recorded them
 */
export function layerRead({ channels, rows, columns, values }, filter) {
  const { size, bias, stride, padding, dilation } = filter;
  const out = [rows, columns].map((side) => sizeOf(side, filter).out);
  const length = out[0] * out[1];
  const weight = Float32Array.from(Array.from({ length: channels }, (_, channel) => kernelOf(filter, channel)).flat());
  /** @type {import("../../network/view/types.js").Stage[]} */
  const stages = [
    { name: "picture", kind: "input", shape: [channels, rows, columns], inputs: [], offset: 0, length: values.length },
    {
      name: "map", kind: "convolution", shape: [1, ...out], inputs: ["picture"], offset: values.length, length,
      kernel_size: [size, size], stride: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation],
      weight, weightShape: [1, channels, size, size], bias: Float32Array.of(bias),
    },
  ];
  const all = new Float32Array(values.length + length);
  all.set(values);
  return { network: { model: "", label: "", parameters: weight.length + 1, stages }, values: all };
}
