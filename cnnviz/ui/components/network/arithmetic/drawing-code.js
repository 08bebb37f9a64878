// @ts-check
/** The drawing as Python: its strokes, the sample below them, the steps; or the picture that the network saw. */

import { boundsOf } from "./field.js";
import { positions } from "./geometry.js";

/** @typedef {import("../strokes.js").Desk} Desk @typedef {{imports: string[], lines: string[]}} Code */

/** Positions of the samples in the MNIST test set, as in cnnviz/ui/samples.py. */
export const SAMPLES = [10, 717, 5, 3073, 35, 5127, 32, 18, 56, 4575, 15, 9729, 21, 3762, 17, 3808, 84, 1878, 12, 1901];

// Characters: about 250 points. A picture written out takes about 1500, and tells less.
const LONGEST = 4000;
const LINE = 96;

/** Whole modules first, then names from modules, each once. @param {Iterable<string>} imports @returns {string[]} */
export const sortedImports = (imports) =>
  [...new Set(imports)].sort((one, other) => Number(one.startsWith("from")) - Number(other.startsWith("from")) || (one < other ? -1 : 1));

/** Python that makes the network. @param {{model: string, code?: string | null}} network */
export const loading = (network) => network.code ?? `cnnviz.load_model("${network.model}")`;

/**
 * Python that makes `digit`, (1, 1, 28, 28), of a desk. Pictures that were uploaded, long drawings and a read without a
 * desk are written out as the network saw them.
 *
 * @param {import("./types.js").Read} read @param {Desk | null} desk
 * @returns {Code}
 */
export function drawingLines(read, desk) {
  const drawn = desk && drawing(desk);
  return drawn && drawn.lines.join("\n").length <= LONGEST ? drawn : picture(read);
}

/** @param {Desk} desk @returns {Code | null} null for what has no short name */
function drawing({ base, strokes, steps }) {
  if (base && !("sample" in base)) return null;
  if (!base && strokes.length === 0) return null;
  /** @type {string[]} */
  const imports = [];
  if (base) imports.push("from cnnviz import mnist");
  if (strokes.length > 0) imports.push("from cnnviz.drawing import Drawing, Stroke");
  const off = Object.entries(steps).filter(([, on]) => !on).map(([name]) => `${name}=False`);
  if (off.length > 0) imports.push("from cnnviz.preprocessing import Steps");
  const options = off.length > 0 ? `, Steps(${off.join(", ")})` : "";
  const sample = base && `mnist.load("test").images[${SAMPLES[base.sample]}]`;
  if (strokes.length === 0) return { imports, lines: [`digit = cnnviz.preprocess(${sample}${options})`] };
  const below = sample ? `, base=${sample} / 255` : "";
  return {
    imports,
    lines: [
      "strokes = (",
      ...strokes.flatMap(strokeLines),
      ")",
      `digit = cnnviz.preprocess(Drawing(strokes${below})${options})`,
    ],
  };
}

/** @param {number[]} stroke @returns {string[]} lines */
function strokeLines([width, erases, ...numbers]) {
  const points = [];
  for (let index = 0; index < numbers.length; index += 2) points.push(`(${numbers[index]}, ${numbers[index + 1]})`);
  const rest = `${width}${erases ? ", erases=True" : ""}),`;
  const inner = points.length === 1 ? `${points[0]},` : points.join(", ");
  if (inner.length <= LINE) return [`    Stroke((${inner}), ${rest}`];
  const lines = [""];
  for (const point of points) {
    if (lines[lines.length - 1].length + point.length > LINE) lines.push("");
    lines[lines.length - 1] += `${lines[lines.length - 1] && " "}${point},`;
  }
  return ["    Stroke((", ...lines.map((line) => `        ${line}`), `    ), ${rest}`];
}

/**
 * The picture as the network saw it: the float32 pixels of the ink's rectangle, in base64.
 * @param {import("./types.js").Read} read @returns {Code}
 */
function picture({ network, values }) {
  const input = network.stages[0];
  const { rows, columns } = positions(input);
  const pixels = values.subarray(input.offset, input.offset + rows * columns);
  const bounds = boundsOf(Uint8Array.from(pixels, (pixel) => Number(pixel !== 0)), columns);
  const [top, bottom] = bounds?.rows ?? [0, 0];
  const [left, right] = bounds?.columns ?? [0, 0];
  const height = bottom - top + 1;
  const width = right - left + 1;
  const bytes = new DataView(new ArrayBuffer(4 * height * width));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      bytes.setFloat32(4 * (row * width + column), pixels[(top + row) * columns + left + column], true);
    }
  }
  const text = btoa(Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join(""));
  return {
    imports: ["import base64", "import numpy as np"],
    lines: [
      "pixels = (",
      ...(text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? []).map((part) => `    "${part}"`),
      ")",
      `ink = np.frombuffer(base64.b64decode(pixels), "<f4").reshape(${height}, ${width})  # the inked rectangle`,
      `digit = np.pad(ink, ((${top}, ${rows - 1 - bottom}), (${left}, ${columns - 1 - right})))  # (${rows}, ${columns})`,
    ],
  };
}
