/** Descriptions of networks as the server sends them, with shapes written down by hand. */

function network(model, rows) {
  let offset = 0;
  const stages = rows.map(([name, kind, shape, more = {}], index) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const stage = {
      name, kind, shape, length, offset, inputs: index ? [rows[index - 1][0]] : [],
      kernel_size: null, stride: null, padding: null, dilation: null, parameters: 0, receptive_field: null, ...more,
    };
    offset += length;
    return stage;
  });
  return { model, label: model, parameters: 0, accuracy: null, stages, values: offset };
}

const conv = { kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] };
const valid = { ...conv, padding: [0, 0] };
const pool = { kernel_size: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] };

export const twoBlock = network("two-block", [
  ["input", "input", [1, 28, 28]],
  ["conv1_1", "convolution", [8, 28, 28], conv],
  ["relu1_1", "relu", [8, 28, 28]],
  ["conv1_2", "convolution", [8, 28, 28], conv],
  ["relu1_2", "relu", [8, 28, 28]],
  ["pool1", "max_pooling", [8, 14, 14], pool],
  ["conv2_1", "convolution", [16, 14, 14], { ...conv, receptive_field: { size: [10, 10], step: [2, 2], offset: [-4, -4] } }],
  ["relu2_1", "relu", [16, 14, 14]],
  ["conv2_2", "convolution", [16, 14, 14], conv],
  ["relu2_2", "relu", [16, 14, 14]],
  ["pool2", "max_pooling", [16, 7, 7], pool],
  ["flatten", "flatten", [784]],
  ["dense", "dense", [10]],
  ["softmax", "softmax", [10]],
]);

export const textbook = network("textbook", [
  ["input", "input", [1, 28, 28]],
  ["conv1", "convolution", [32, 26, 26], valid],
  ["relu1", "relu", [32, 26, 26]],
  ["pool1", "max_pooling", [32, 13, 13], pool],
  ["flatten", "flatten", [5408]],
  ["dense", "dense", [10]],
  ["softmax", "softmax", [10]],
]);

export const textbookLinear = network("textbook-linear", [
  ["input", "input", [1, 28, 28]],
  ["conv1", "convolution", [32, 26, 26], valid],
  ["pool1", "average_pooling", [32, 13, 13], pool],
  ["flatten", "flatten", [5408]],
  ["dense", "dense", [10]],
  ["softmax", "softmax", [10]],
]);

export const dense = network("dense", [
  ["input", "input", [1, 28, 28]],
  ["flatten", "flatten", [784]],
  ["hidden", "dense", [68]],
  ["relu", "relu", [68]],
  ["dense", "dense", [10]],
  ["softmax", "softmax", [10]],
]);

export const colour = network("colour", [
  ["input", "input", [3, 64, 64]],
  ["a", "convolution", [20, 62, 62], { ...valid, stride: [1, 1] }],
  ["b", "relu", [20, 62, 62]],
  ["c", "max_pooling", [20, 31, 31], pool],
  ["d", "convolution", [64, 29, 29], valid],
  ["e", "other", [64, 29, 29]],
  ["f", "flatten", [53824]],
  ["g", "dense", [500]],
]);

export const shipped = [twoBlock, textbook, textbookLinear, dense];
export const all = [...shipped, colour];
