// @ts-check
/** The PyTorch lines for what is on screen, and the Keras layers. */

import { drawingLines, loading, sortedImports } from "../../network/arithmetic/drawing-code.js";
import { SIDE } from "./patches.js";
import { pinnedCell } from "./own.js";
import { changesOf } from "./changes.js";
import { pool } from "./pool.js";

/** @param {import("./sight.js").Sight} sight @param {import("../types.js").Scene} scene @returns {import("../types.js").Code} */
export function codeOf(sight, scene) {
  const { tolerance } = scene.data;
  const [unpooled, pooled] = changesOf(sight, scene).map(({ change }) => change);
  const { read, before, stage, channel, rows, columns, map, window, stride, at, move } = sight;
  const drawing = drawingLines(read, null);
  const { row, column } = pinnedCell(sight, pool(map, rows, columns, window, stride));
  const imports = ["import cnnviz", "import torch", "import torch.nn.functional as F", "from cnnviz.experiments.shift import moved", ...drawing.imports];
  return {
    pytorch: [
      ...sortedImports(imports),
      `model = ${loading(read.network)}`,
      ...drawing.lines,
      `before = torch.tensor(cnnviz.trace(model, digit)["${before.name}"].values)  # (${before.shape.join(", ")})`,
      "",
      "# By hand: 4 x 4 -> 2 x 2",
      `patch = before[None, ${channel}, ${at.row}:${at.row + SIDE}, ${at.column}:${at.column + SIDE}]`,
      "print(F.max_pool2d(patch, 2))",
      "",
      "# Another window",
      `largest = F.max_pool2d(before, ${window}, stride=${stride})`,
      `average = F.avg_pool2d(before, ${window}, stride=${stride})`,
      `print(tuple(largest.shape), largest[${channel}, ${row}, ${column}], average[${channel}, ${row}, ${column}])`,
      "",
      `# The digit moved ${move[0]} down and ${move[1]} to the right: how many cells change, before and after pooling?`,
      `after = torch.tensor(cnnviz.trace(model, moved(digit, ${move[0]}, ${move[1]}))["${before.name}"].values)`,
      `change = after[${channel}${there(unpooled)}] - before[${channel}${here(unpooled)}]`,
      `print((change.abs() > ${tolerance}).sum(), "of", change.numel())`,
      `change = F.max_pool2d(after, ${window}, stride=${stride})[${channel}${there(pooled)}] - largest[${channel}${here(pooled)}]`,
      `print((change.abs() > ${tolerance}).sum(), "of", change.numel())`,
      "",
    ].join("\n"),
    keras: [
      "from keras import layers",
      `layers.MaxPooling2D(pool_size=${window}, strides=${stride})  # ${stage.name}${window === 2 && stride === 2 ? "" : ", otherwise"}`,
      `layers.AveragePooling2D(pool_size=${window}, strides=${stride})`,
      "",
    ].join("\n"),
  };
}

/** @typedef {import("./shifting.js").Change} Change */

/** The compared cells of the still map, as a slice. @param {Change} change */
const here = ({ bounds }) => bounds.map(([from, to]) => `, ${from}:${to}`).join("");

/** The same of the moved digit's map. @param {Change} change */
const there = ({ bounds, along }) => bounds.map(([from, to], axis) => `, ${from + along[axis]}:${to + along[axis]}`).join("");
