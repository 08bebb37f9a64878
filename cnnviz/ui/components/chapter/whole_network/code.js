// @ts-check
/** The chapter's code: PyTorch that prints what is told of a stage and of the chosen maps, and the network in Keras. */

import { drawingLines, loading } from "../../network/arithmetic/drawing-code.js";
import { channelsOf, isPicture } from "../../network/view/chain.js";

/** @typedef {import("../types.js").Read} Read @typedef {import("../../network/view/types.js").Stage} Stage */

/**
 * @param {Read} read @param {number} index of a stage @param {{stage: number, channel: number}[]} maps that are chosen
 * @returns {string}
 */
export function pytorchFor(read, index, maps) {
  const { network } = read;
  const stage = network.stages[index];
  const drawing = drawingLines(read, null);
  const layer = stage.kind === "input" ? [] : [
    `layer = model.get_submodule("${stage.name}")`,
    "print(sum(numbers.numel() for numbers in layer.parameters()))  # parameters",
    `print(${PRODUCTS[stage.kind] ?? "0"})  # multiplications by weights`,
  ];
  return [
    ...[...drawing.imports, "import cnnviz"].sort(),
    `model = ${loading(network)}`,
    ...drawing.lines,
    "trace = cnnviz.trace(model, digit)",
    `stage = trace["${stage.name}"]`,
    "print(stage.shape)  # what it gives out",
    ...layer,
    ...(stage.receptive_field ? ["print(stage.receptive_field.size)  # pixels that a cell sees"] : []),
    ...maps.map((map) => {
      const { name } = network.stages[map.stage];
      return `print(trace["${name}"].values[${map.channel}].max())  # the strongest cell of map ${map.channel}`;
    }),
    "",
  ].join("\n");
}

/** @type {Partial<Record<import("../../network/view/types.js").Kind, string>>} */
const PRODUCTS = {
  convolution: "stage.values.size * layer.weight[0].numel()",
  dense: "layer.weight.numel()",
};

/** The network up to a stage. @param {Stage[]} stages @param {number} index @returns {string} */
export function kerasFor(stages, index) {
  const [input, ...rest] = stages.slice(0, index + 1);
  return [
    "import keras",
    "from keras import layers",
    "model = keras.Sequential([",
    `    keras.Input((${[...input.shape.slice(1), input.shape[0]].join(", ")})),  # rows, columns, maps`,
    ...rest.map((stage) => `    ${layerOf(stage)},  # ${stage.name}`),
    "])",
    "model.summary()",
    "",
  ].join("\n");
}

/** @param {number[]} pair */
const sides = (pair) => (pair[0] === pair[1] ? String(pair[0]) : `(${pair.join(", ")})`);

/** @param {Stage} stage @returns {string} */
function layerOf(stage) {
  const window = stage.kernel_size ?? [];
  switch (stage.kind) {
    case "convolution": {
      const padded = stage.padding?.some((cells) => cells > 0) ? ', padding="same"' : "";
      return `layers.Conv2D(${channelsOf(stage)}, ${sides(window)}${padded})`;
    }
    case "relu": return "layers.ReLU()";
    case "max_pooling": return `layers.MaxPooling2D(${sides(window)})`;
    case "average_pooling": return `layers.AveragePooling2D(${sides(window)})`;
    case "flatten": return "layers.Flatten()";
    case "dense": return `layers.Dense(${stage.length})`;
    case "softmax": return "layers.Softmax()";
    default: return isPicture(stage) ? "layers.Identity()" : "layers.Flatten()";
  }
}
