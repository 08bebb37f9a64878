// @ts-check
/** The chapter's knobs, and what they make of a scene: the picture and the filter. */

import { flag, oneOf, Unreadable, word } from "../knobs.js";
import { PRESETS } from "./presets.js";
import { DILATIONS, PADDINGS, SIZES, STRIDES } from "./sizes.js";
import { MOST, weightIn } from "./weights.js";

/** @typedef {import("./layer.js").Picture} Picture @typedef {import("../types.js").Scene} Scene */

const FARTHEST = 200; // cells: no map is as large
// Red, green and blue in brightness: ITU-R BT.601, as cnnviz/picture_files.py and Pillow take them.
export const BRIGHTNESS = [0.299, 0.587, 0.114];
export const PICTURES = ["digit", "scene", "upload"];

/** @type {import("../types.js").Knob} */
const kernelKnob = {
  initial: PRESETS.vertical(3),
  read(text) {
    const kernels = text.split("*").map((one) => one.split(/[_,]/).map(weightIn));
    const size = Math.sqrt(kernels[0].length);
    const whole = kernels.every((one) => one.length === kernels[0].length && one.every((weight) => weight !== null));
    if (!whole || !SIZES.includes(size) || (kernels.length !== 1 && kernels.length !== 3)) {
      throw new Unreadable("kernel", { most: MOST });
    }
    return { size, kernels };
  },
  write({ kernels }) {
    const texts = kernels.map((/** @type {number[]} */ one) => one.join("_"));
    return texts.every((/** @type {string} */ text) => text === texts[0]) ? texts[0] : texts.join("*");
  },
};

/** @type {import("../types.js").Knob} */
const biasKnob = {
  initial: 0,
  read(text) {
    const value = weightIn(text);
    if (value === null) throw new Unreadable("range", { low: -MOST, high: MOST });
    return value;
  },
  write: String,
};

/** Where the window is, in cells of the map; null until it was moved. @type {import("../types.js").Knob} */
const placeKnob = {
  initial: null,
  read(text) {
    const found = /^(\d{1,3})_(\d{1,3})$/.exec(text);
    const [row, column] = found ? [Number(found[1]), Number(found[2])] : [NaN, NaN];
    if (!(row <= FARTHEST && column <= FARTHEST)) throw new Unreadable("window");
    return { row, column };
  },
  write: (value) => (value ? `${value.row}_${value.column}` : ""),
};

export const knobs = {
  picture: word(PICTURES, "digit"),
  colour: flag(true),
  torch: flag(true),
  kernel: kernelKnob,
  bias: biasKnob,
  stride: oneOf(STRIDES, 1),
  padding: oneOf(PADDINGS, 0),
  dilation: oneOf(DILATIONS, 1),
  window: placeKnob,
  task: oneOf([1, 2, 3, 4, 5], 1),
};

/** @param {Scene} scene @returns {string} the picture that is shown: an address holds no photograph */
export const shownPicture = ({ knobs: { picture }, arrays }) => (picture === "upload" && !arrays.photo ? "scene" : picture);

/** @param {Scene} scene @returns {boolean} whether the picture has three channels */
export const inColour = (scene) => scene.knobs.colour && shownPicture(scene) !== "digit";

/** @param {Scene} scene @returns {Picture} */
export function pictureOf(scene) {
  const shown = shownPicture(scene);
  if (shown === "digit") {
    const { values, network } = scene.read;
    const [channels, rows, columns] = network.stages[0].shape;
    return { channels, rows, columns, values: values.slice(network.stages[0].offset, network.stages[0].length) };
  }
  const { shape, values } = scene.arrays[shown === "upload" ? "photo" : "scene"];
  const [, rows, columns] = shape;
  if (inColour(scene)) return { channels: 3, rows, columns, values };
  const count = rows * columns;
  const grey = Float32Array.from({ length: count }, (_, cell) => BRIGHTNESS.reduce((sum, part, channel) => sum + part * values[channel * count + cell], 0));
  return { channels: 1, rows, columns, values: grey };
}

/** @param {Scene} scene @returns {import("./layer.js").Filter} */
export function filterOf({ knobs: { kernel, bias, stride, padding, dilation } }) {
  return { ...kernel, bias, stride, padding, dilation };
}

/**
 * Where the window is before it was moved: about the cell whose surroundings differ most, whatever the kernel.
 * @param {Picture} picture @returns {{row: number, column: number}} in cells of the picture
 */
export function liveliest({ rows, columns, values }) {
  let best = -1;
  let place = { row: rows >> 1, column: columns >> 1 };
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const change = Math.abs(values[at + 1] - values[at - 1]) + 0.25 * Math.abs(values[at + columns] - values[at - columns]);
      if (change > best + 1e-6) {
        best = change;
        place = { row, column };
      }
    }
  }
  return place;
}

/**
 * The window whose middle is nearest to a cell of the picture.
 * @param {{row: number, column: number}} cell @param {import("./layer.js").Filter} filter @param {{rows: number, columns: number}} out
 */
export function windowOver({ row, column }, { size, stride, padding, dilation }, out) {
  const reach = (dilation * (size - 1)) / 2;
  /** @param {number} place @param {number} count */
  const nearest = (place, count) => Math.max(0, Math.min(count - 1, Math.round((place + padding - reach) / stride)));
  return { row: nearest(row, out.rows), column: nearest(column, out.columns) };
}
