// @ts-check
/** A dense layer's number: every entry times its weight, added up, plus the bias. */

import { cellsPerMap, channelsOf } from "../view/chain.js";
import { cellOf, mapsBehind } from "./flatten.js";
import { inputOf, valueAt } from "./geometry.js";

/** @typedef {import("./types.js").Contribution} Contribution */

const MOST = 10;

/**
 * @param {import("./types.js").Read} read @param {import("./types.js").Cell} cell
 * @returns {import("./types.js").DenseExplanation}
 */
export function explainDense(read, cell) {
  const { network, values } = read;
  const stage = network.stages[cell.stage];
  const input = /** @type {number} */ (inputOf(network, cell.stage));
  const { offset, length } = network.stages[input];
  const inputs = values.subarray(offset, offset + length);
  const weight = /** @type {Float32Array} */ (stage.weight);
  const weights = weight.subarray(cell.column * length, (cell.column + 1) * length);
  const products = new Float64Array(length);
  const bias = stage.bias ? stage.bias[cell.column] : 0;
  let sum = 0;
  for (let index = 0; index < length; index++) {
    products[index] = inputs[index] * weights[index];
    sum += products[index];
  }
  const maps = mapsBehind(network, input);
  /** @param {number} index @returns {Contribution} */
  const contribution = (index) => ({
    index,
    from: maps === null ? null : cellOf(network, maps, index),
    value: inputs[index],
    weight: weights[index],
    product: products[index],
  });
  const total = sum + bias;
  return {
    kind: "dense",
    cell,
    input,
    maps,
    terms: { inputs, weights, products },
    perMap: maps === null ? null : gathered(products, network.stages[maps]),
    largest: { for: foremost(products, 1).map(contribution), against: foremost(products, -1).map(contribution) },
    bias,
    total,
    recorded: valueAt(read, cell),
    result: total,
  };
}

/** @param {Float64Array} products @param {import("./types.js").Stage} maps */
function gathered(products, maps) {
  const cells = cellsPerMap(maps);
  return Array.from({ length: channelsOf(maps) }, (_, channel) => {
    let sum = 0;
    for (let index = channel * cells; index < (channel + 1) * cells; index++) sum += products[index];
    return { channel, sum };
  });
}

/**
 * @param {Float64Array} products @param {1 | -1} sign
 * @returns {number[]} where the largest products of that sign are, the largest first, the first of equals
 */
function foremost(products, sign) {
  /** @type {number[]} */
  const found = [];
  for (let index = 0; index < products.length; index++) {
    const size = products[index] * sign;
    if (!(size > 0) || (found.length === MOST && size <= products[found[MOST - 1]] * sign)) continue;
    let place = found.length;
    while (place > 0 && products[found[place - 1]] * sign < size) place--;
    found.splice(place, 0, index);
    if (found.length > MOST) found.pop();
  }
  return found;
}
