// @ts-check
/** A dense layer's three pictures: values times weights gives contributions, every entry at its cell. */

import { element } from "../../dom.js";
import { channelsOf } from "../../view/chain.js";
import { largestSize } from "../contributions.js";
import { arrangePictures, arrangeStrips } from "../pictures.js";
import { createLegend } from "./legend.js";
import { createMosaic } from "./mosaic.js";

/**
 * @typedef {object} Content
 * @property {import("../types.js").State} state
 * @property {import("../../arithmetic/types.js").DenseExplanation} shown
 * @property {"now" | "pinned" | "difference"} view   the values of this drawing have the overview's colours
 * @property {number} largest      the largest contribution that is to be told apart
 * @property {import("../../view/theme.js").Theme} theme
 */

/** @param {{point: (index: number) => void, leave: () => void, enter: (index: number) => void}} hooks */
export function createPictures(hooks) {
  /** @param {string} name @param {boolean} keys */
  const picture = (name, keys) => {
    const legend = createLegend(name);
    const mosaic = createMosaic({ ...hooks, keys });
    const root = element("figure", { class: "dc-picture" }, element("figcaption", {}, legend.root), mosaic.root);
    return { root, legend, mosaic, name: /** @type {HTMLElement} */ (legend.root.firstElementChild) };
  };
  const [values, weights, contributions] = ["values", "weights", "contributions"].map((name, place) => picture(name, place === 2));
  /** @param {string} text */
  const sign = (text) => element("span", { class: "dc-sign", "aria-hidden": "true" }, text);
  const root = element("div", { class: "dc-pictures" }, values.root, sign("×"), weights.root, sign("="), contributions.root);
  /** @type {WeakMap<Float32Array, number>} a layer's weights do not change */
  const weightReaches = new WeakMap();
  let buffer = new Float32Array(0);

  return {
    root,

    /** @param {import("../../view/types.js").Stage} source @param {boolean} maps whether the entries are cells of maps @param {{width: number, height: number}} room */
    arrange({ length, shape: [channels, rows, columns] }, maps, room) {
      const { way, factor, product } = maps ? arrangePictures({ channels, rows, columns }, room) : arrangeStrips(length, room.width);
      root.dataset.way = way;
      values.mosaic.arrange(factor);
      weights.mosaic.arrange(factor);
      contributions.mosaic.arrange(product);
    },

    /** @param {Content} content */
    paint({ state, shown, view, largest, theme }) {
      const { network, reach, cell } = state;
      const from = shown.maps ?? shown.input;
      const source = network.stages[from];
      const grey = source.kind === "input" && view !== "difference";
      const { inputs, weights: factors, products } = shown.terms;
      const own = view === "now" || grey ? null : largestSize(inputs);
      const reaches = Array.from({ length: channelsOf(source) }, (_, channel) => reach(from, channel));
      values.mosaic.paint(inputs, 0, (channel) => own ?? reaches[Math.min(channel, reaches.length - 1)], grey ? theme.grey : theme.signed);
      values.legend.show(own ?? Math.max(...reaches), grey);
      const layer = /** @type {Float32Array} */ (network.stages[cell.stage].weight);
      const widest = weightReaches.get(layer) ?? largestSize(layer);
      weightReaches.set(layer, widest);
      weights.mosaic.paint(factors, 0, () => widest, theme.signed);
      weights.legend.show(widest);
      if (buffer.length !== products.length) buffer = new Float32Array(products.length);
      buffer.set(products);
      contributions.mosaic.paint(buffer, 0, () => largest, theme.signed);
      contributions.legend.show(largest);
    },

    /** @param {{values: string, weights: string, layer: string}} names @param {string[]} sums below the contributions of each map */
    name(names, sums) {
      values.name.textContent = names.values;
      weights.name.textContent = names.weights;
      values.mosaic.name(`Values: ${names.values}`);
      weights.mosaic.name(`${names.layer}: ${names.weights}`);
      contributions.mosaic.label(sums);
    },

    /** @param {number} index of the entry @param {string} name @param {string} spoken */
    mark(index, name, spoken) {
      for (const { mosaic } of [values, weights, contributions]) mosaic.mark(index);
      contributions.mosaic.name(name, spoken);
    },
  };
}
