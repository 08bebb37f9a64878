// @ts-check
/** Show me the code: the few lines of PyTorch that print a cell's number, for a Python prompt. */

import { drawingLines, loading, sortedImports } from "./drawing-code.js";
import { inputOf, positions, sourceWindow } from "./geometry.js";

/** @typedef {import("./types.js").Read} Read @typedef {import("./types.js").Cell} Cell @typedef {import("./types.js").Stage} Stage */

/**
 * Python: the recorded number first, then the same by hand from the stage before.
 *
 * @param {Read} read @param {Cell} cell
 * @param {{desk?: import("../strokes.js").Desk | null, temperature?: number}} [options]
 *   desk: what is drawn; without it, the picture that the network saw is written out. temperature: of a softmax
 */
export function codeFor(read, cell, { desk = null, temperature = 1 } = {}) {
  const stage = read.network.stages[cell.stage];
  const drawing = drawingLines(read, desk);
  const heated = temperature !== 1 && stage.kind === "softmax";
  const calculation = heated ? softmax(read, cell, temperature) : recordedAndByHand(read, cell);
  const imports = ["import cnnviz", ...drawing.imports];
  if (calculation.some((line) => line.includes("torch."))) imports.push("import torch");
  return [
    ...sortedImports(imports),
    `model = ${loading(read.network)}`,
    ...drawing.lines,
    "trace = cnnviz.trace(model, digit)",
    ...calculation,
    "",
  ].join("\n");
}

/** @param {Read} read @param {Cell} cell @returns {string[]} */
function recordedAndByHand(read, cell) {
  const { network } = read;
  const stage = network.stages[cell.stage];
  const recorded = `print(${valuesOf(stage)}[${place(stage, cell)}])  # recorded`;
  const source = inputOf(network, cell.stage);
  const way = source === null ? undefined : WAYS[stage.kind];
  return source === null || !way ? [recorded] : [recorded, ...way(read, cell, source)];
}

/** @type {Partial<Record<import("./types.js").Kind, (read: Read, cell: Cell, source: number) => string[]>>} */
const WAYS = {
  convolution,
  relu: ({ network }, cell, source) => {
    const before = network.stages[source];
    return [`print(max(0, ${valuesOf(before)}[${place(before, cell)}]))  # by hand`];
  },
  max_pooling: ({ network }, cell, source) => {
    const window = insideOf(network.stages[cell.stage], network.stages[source], cell);
    return [`print(${valuesOf(network.stages[source])}[${cell.channel}, ${window}].max())  # by hand`];
  },
  average_pooling: ({ network }, cell, source) => {
    const stage = network.stages[cell.stage];
    const before = network.stages[source];
    const { top, left, height, width } = sourceWindow(stage, before, cell.row, cell.column);
    const { rows, columns } = positions(before);
    const [above, beside] = /** @type {number[]} */ (stage.padding);
    const divisor = Math.min(height, rows + above - top) * Math.min(width, columns + beside - left);
    const window = insideOf(stage, before, cell);
    return [`print(${valuesOf(before)}[${cell.channel}, ${window}].sum() / ${divisor})  # by hand`];
  },
  flatten: ({ network }, cell, source) => [`print(${valuesOf(network.stages[source])}.flatten()[${cell.column}])  # by hand`],
  dense: ({ network }, cell, source) => [
    `layer = ${moduleOf(network.stages[cell.stage])}`,
    `entries = torch.tensor(${valuesOf(network.stages[source])})`,
    byHand(`entries @ layer.weight[${cell.column}]`, network.stages[cell.stage], cell.column),
  ],
  softmax: (read, cell) => softmax(read, cell, 1),
};

/** @param {Read} read @param {Cell} cell @param {number} source */
function convolution({ network }, cell, source) {
  const stage = network.stages[cell.stage];
  const before = network.stages[source];
  const { rows, columns } = positions(before);
  const { top, left, height, width, rowStep, columnStep } = sourceWindow(stage, before, cell.row, cell.column);
  const [above, beside] = /** @type {number[]} */ (stage.padding);
  // Padding "same" puts one more below and on the right where the kernel has an even side.
  const below = Math.max(above, top + (height - 1) * rowStep + 1 - rows);
  const right = Math.max(beside, left + (width - 1) * columnStep + 1 - columns);
  const perGroup = stage.weightShape?.[1] ?? before.shape[0];
  const group = Math.floor(cell.channel / (stage.shape[0] / (before.shape[0] / perGroup)));
  const maps = perGroup === before.shape[0] ? ":" : range(group * perGroup, perGroup, 1);
  const padded = above + beside + below + right > 0;
  return [
    `layer = ${moduleOf(stage)}`,
    `maps = torch.tensor(${valuesOf(before)})`,
    ...(padded ? [`maps = torch.nn.functional.pad(maps, (${beside}, ${right}, ${above}, ${below}))`] : []),
    `patch = maps[${maps}, ${range(top + above, height, rowStep)}, ${range(left + beside, width, columnStep)}]`,
    byHand(`(patch * layer.weight[${cell.channel}]).sum()`, stage, cell.channel),
  ];
}

/** @param {Read} read @param {Cell} cell @param {number} temperature */
function softmax({ network }, cell, temperature) {
  const source = inputOf(network, cell.stage);
  if (source === null) return [`print(trace.probabilities[${cell.column}])`];
  const divided = temperature === 1 ? "" : ` / ${temperature}`;
  const why = temperature === 1 ? "by hand" : `at temperature ${temperature}`;
  return [
    `logits = torch.tensor(${valuesOf(network.stages[source])})`,
    `print(torch.softmax(logits${divided}, dim=0)[${cell.column}].item())  # ${why}`,
  ];
}

/** The rows and columns of a window that lie on the map, as slices.
 * @param {Stage} stage @param {Stage} before @param {Cell} cell */
function insideOf(stage, before, { row, column }) {
  const { top, left, height, width, rowStep, columnStep } = sourceWindow(stage, before, row, column);
  const { rows, columns } = positions(before);
  return `${clipped(top, height, rowStep, rows)}, ${clipped(left, width, columnStep, columns)}`;
}

/** @param {number} start @param {number} count @param {number} step @param {number} size */
function clipped(start, count, step, size) {
  const skipped = Math.max(0, Math.ceil(-start / step));
  const kept = Math.min(count, Math.floor((size - 1 - start) / step) + 1) - skipped;
  return range(start + skipped * step, kept, step);
}

/** @param {number} start @param {number} count @param {number} step @returns {string} a slice */
const range = (start, count, step) => `${start}:${start + (count - 1) * step + 1}${step === 1 ? "" : `:${step}`}`;

/** @param {Stage} stage @param {Cell} cell @returns {string} its index in the values */
const place = (stage, { channel, row, column }) => (stage.shape.length === 3 ? `${channel}, ${row}, ${column}` : `${column}`);

/** @param {string} sum @param {Stage} stage @param {number} index of the bias, where there is one */
const byHand = (sum, stage, index) =>
  `print((${sum}${stage.bias ? ` + layer.bias[${index}]` : ""}).item())  # by hand`;

/** @param {Stage} stage */
const valuesOf = (stage) => `trace["${stage.name}"].values`;

/** @param {Stage} stage @returns {string} a layer that runs again is numbered: relu#2 */
function moduleOf({ name }) {
  const module = name.replace(/#\d+$/, "");
  return /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(module) ? `model.${module}` : `model.get_submodule("${module}")`;
}
