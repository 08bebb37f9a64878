// @ts-check
/** Show me the code: the numbers on screen, line after line, in PyTorch; the same layers in Keras. */

import { drawingLines, loading, sortedImports } from "../../network/arithmetic/drawing-code.js";
import { chosenFilter, chosenMap } from "./chosen.js";

/** @param {number} value @returns {string} a float for Python */
const real = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));
/** @param {number[]} values @param {number} columns */
const rows = (values, columns) => `[${Array.from({ length: values.length / columns }, (_, row) =>
  `[${values.slice(row * columns, row * columns + columns).map(real).join(", ")}]`).join(", ")}]`;
/** @param {number} bias */
const added = (bias) => (bias === 0 ? "" : ` ${bias < 0 ? "-" : "+"} ${Math.abs(bias)}`);

/** @param {import("../types.js").Scene} scene @param {any} words @returns {import("../types.js").Code} */
export function codeOf(scene, words) {
  const { read, knobs } = scene;
  const { from, channel, bias, row, column } = chosenMap(scene);
  const { name, kernel } = chosenFilter(scene);
  const drawing = drawingLines(read, null);
  const imports = ["import cnnviz", "import torch", "from torch.nn import functional as F", "from cnnviz.experiments.folding import fold", ...drawing.imports];
  const code = words.code;
  const after = knobs.on ? "torch.relu(x)" : "x";
  const pytorch = [
    ...sortedImports(imports),
    `model = ${loading(read.network)}`,
    ...drawing.lines,
    "trace = cnnviz.trace(model, digit)",
    "",
    `# ${code.map}`,
    `x = torch.tensor(trace["${from.name}"].values[${channel}])${added(bias)}`,
    `print(${after}[${row}, ${column}].item())  # ${code.cell}`,
    `print((${after} != x).sum().item())  # ${code.cut}`,
    "",
    `# ${code.sides}`,
    "picture = torch.tensor(trace[\"input\"].values)[None]",
    name in { vertical: 1, horizontal: 1 }
      ? `kernel = torch.tensor([[${rows(kernel, 3)}]])`
      : `kernel = model.${read.network.stages.find((stage) => stage.kind === "convolution")?.name}.weight[${name}:${Number(name) + 1}]`,
    "for one in (kernel, -kernel):",
    `    print(torch.relu(F.conv2d(picture, one, padding=1))[0, 0, ${knobs.row}, ${knobs.column}].item())`,
    "",
    `# ${code.layers}`,
    `first, second = torch.tensor(${rows(knobs.first, 2)}), torch.tensor(${rows(knobs.second, 2)})`,
    `vector = torch.tensor([${knobs.x.map(real).join(", ")}])`,
    "print(*(second @ (first @ vector)).tolist())",
    "print(*((second @ first) @ vector).tolist())",
    "print(*(second @ torch.relu(first @ vector)).tolist())",
    "",
    `# ${code.folded}`,
    `folded = fold(cnnviz.load_model("${scene.data.linear}"))`,
    "print(*folded.logits(trace[\"input\"].values[0]))",
    "",
  ].join("\n");
  const [out, , side] = /** @type {any} */ (from).weightShape ?? [from.shape[0], 1, 3];
  const keras = [
    "import keras",
    "from keras import layers",
    "",
    `layers.ReLU()  # ${code.layer}`,
    `layers.Conv2D(${out}, ${side}, activation="relu")  # ${code.activation}`,
    `keras.ops.relu(x${added(bias)})  # ${code.operation}`,
    "",
  ].join("\n");
  return { pytorch, keras };
}
