// @ts-check
/**
 * What speaks for a class, and where on the picture it lies.
 *
 * A logit is a sum of contributions, value times weight, and a bias. The entries of the last dense layer are cells of
 * maps, and a cell lies over the middle of the pixels that it sees. Where a hidden layer comes between, it is carried
 * through: for this very picture a ReLU passes some of its numbers and stops the others (another layer that changes
 * each number by itself, as tanh, makes a part of it), so what is left is a weighted sum of the pixels, and exact.
 */

import { explainDense } from "../../network/arithmetic/dense.js";
import { mapsBehind } from "../../network/arithmetic/flatten.js";
import { inputOf, positions } from "../../network/arithmetic/geometry.js";
import { answerOf, channelsOf } from "../../network/view/chain.js";

/**
 * @typedef {import("../types.js").Read} Read
 *
 * @typedef {object} Plane     a grid of areas on the picture, in pixels
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} start  of the area (0, 0): row, column
 * @property {number[]} side   of an area: height, width
 *
 * @typedef {object} Evidence
 * @property {number[]} classes           the class; and, in a comparison, the one that it is compared with
 * @property {import("../../network/arithmetic/types.js").DenseExplanation} explanation   of the logit, or of the difference
 * @property {number} stage               of the entries: maps where there are any, else the row of numbers
 * @property {number} seen                index of the stage whose cells lie over the picture
 * @property {Plane} plane
 * @property {Float64Array} areas         (rows * columns): contributions of an area, of all maps together
 * @property {number} carried             biases of hidden layers on their way to the logit; 0 without one
 * @property {number} pro                 the sum of what speaks for it
 * @property {number} con                 the sum of what speaks against it, negative
 */

/**
 * @param {Read} read @param {number} chosen class @param {number | null} [against] another class: what speaks for the
 * one more than for the other
 * @returns {Evidence}
 */
export function evidenceOf(read, chosen, against = null) {
  const one = ofClass(read, chosen);
  if (against === null) return one;
  const other = ofClass(read, against);
  const less = (/** @type {ArrayLike<number>} */ minuend, /** @type {ArrayLike<number>} */ subtrahend) =>
    Float64Array.from(minuend, (value, index) => value - subtrahend[index]);
  const products = less(one.explanation.terms.products, other.explanation.terms.products);
  const weights = Float32Array.from(one.explanation.terms.weights, (value, index) => value - other.explanation.terms.weights[index]);
  const explanation = {
    ...one.explanation,
    terms: { ...one.explanation.terms, weights, products },
    perMap: one.explanation.perMap && one.explanation.perMap.map(({ channel, sum }, place) => ({
      channel, sum: sum - /** @type {{sum: number}[]} */ (other.explanation.perMap)[place].sum,
    })),
    bias: one.explanation.bias - other.explanation.bias,
    total: one.explanation.total - other.explanation.total,
    recorded: one.explanation.recorded - other.explanation.recorded,
    result: one.explanation.total - other.explanation.total,
  };
  return { ...one, classes: [chosen, against], explanation, areas: less(one.areas, other.areas), carried: one.carried - other.carried, ...sides(products) };
}

/** @param {Read} read @param {number} chosen @returns {Evidence} */
function ofClass(read, chosen) {
  const { network } = read;
  const answer = answerOf(network.stages);
  if (!answer) throw new Error(`${network.model} ends without softmax: it gives no classes.`);
  const explanation = explainDense(read, { stage: answer.logits, channel: 0, row: 0, column: chosen });
  const { maps, products, bias } = carriedBack(read, explanation.input, Float64Array.from(explanation.terms.weights));
  return {
    classes: [chosen],
    explanation,
    stage: explanation.maps ?? explanation.input,
    seen: maps,
    plane: planeOf(network.stages[maps]),
    areas: overMaps(products, channelsOf(network.stages[maps])),
    carried: bias,
    ...sides(explanation.terms.products),
  };
}

/**
 * A weighted sum of a stage's numbers as one of the maps that they come of.
 * @param {Read} read @param {number} stage @param {Float64Array} factors one for each of its numbers
 * @returns {{maps: number, products: Float64Array, bias: number}}
 */
function carriedBack(read, stage, factors) {
  const { network, values } = read;
  const { kind, offset, length, weight, bias } = network.stages[stage];
  const maps = mapsBehind(network, stage);
  if (maps !== null) return { maps, products: factors.map((factor, index) => factor * values[offset + index]), bias: 0 };
  const before = inputOf(network, stage);
  if (before === null) throw new Error(`${network.model} has no maps behind its stage ${stage}.`);
  const from = network.stages[before];
  if (kind !== "dense") {
    return carriedBack(read, before, factors.map((factor, index) => {
      const came = values[from.offset + index];
      return came === 0 ? 0 : (factor * values[offset + index]) / came;
    }));
  }
  const width = from.length;
  const carried = new Float64Array(width);
  let added = 0;
  for (let unit = 0; unit < length; unit++) {
    if (factors[unit] === 0) continue;
    for (let entry = 0; entry < width; entry++) carried[entry] += factors[unit] * /** @type {Float32Array} */ (weight)[unit * width + entry];
    added += factors[unit] * (bias ? bias[unit] : 0);
  }
  const below = carriedBack(read, before, carried);
  return { ...below, bias: below.bias + added };
}

/**
 * Where a map's cells lie on the picture: as large as the step from one to the next, in the middle of what they see.
 * @param {import("../../network/view/types.js").Stage} stage @returns {Plane}
 */
export function planeOf(stage) {
  const { rows, columns } = positions(stage);
  const { size, step, offset } = stage.receptive_field ?? { size: [1, 1], step: [1, 1], offset: [0, 0] };
  return { rows, columns, side: step, start: offset.map((first, axis) => first + (size[axis] - step[axis]) / 2) };
}

/** @param {Float64Array} products cells of maps, map after map @param {number} channels @returns {Float64Array} one number a place: all maps together */
function overMaps(products, channels) {
  const size = products.length / channels;
  const areas = new Float64Array(size);
  products.forEach((product, index) => (areas[index % size] += product));
  return areas;
}

/** @param {Float64Array} products */
function sides(products) {
  let pro = 0;
  let con = 0;
  for (const product of products) {
    if (product > 0) pro += product;
    else con += product;
  }
  return { pro, con };
}
