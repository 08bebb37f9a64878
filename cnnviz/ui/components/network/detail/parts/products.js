// @ts-check
/** One window spelled out: value times weight, product by product, in the colours of the maps. */

import { element } from "../../dom.js";
import { dress, paintOf, undress } from "./colours.js";
import { createText } from "./text.js";

/**
 * @typedef {object} Content
 * @property {import("../../arithmetic/types.js").Product[]} terms
 * @property {string[]} products          as printed
 * @property {(value: number) => string} number
 * @property {{reach: number, ramp: Uint32Array}} inputs   colours of the values
 * @property {{reach: number, ramp: Uint32Array}} weights
 *
 * @typedef {{rows: number, columns: number, cell: number, list: boolean}} Shape   px of a product's width
 */

/** @param {(place: number | null) => void} point a product is pointed at */
export function createProducts(point) {
  const root = element("div", { class: "dt-products" });
  /** @type {{root: HTMLElement, value: any, weight: any, product: any, inside: boolean}[]} */
  let cells = [];
  root.addEventListener("pointerover", (/** @type {PointerEvent} */ event) => {
    const found = event.target instanceof Element ? event.target.closest(".dt-product") : null;
    point(found ? cells.findIndex((cell) => cell.root === found) : null);
  });
  root.addEventListener("pointerleave", () => point(null));
  return {
    root,
    /** @param {Shape} shape */
    setShape({ rows, columns, cell, list }) {
      root.classList.toggle("is-list", list);
      // Narrow columns have no room for the signs; the line above says what stands below what.
      root.classList.toggle("is-dense", !list && columns > 3);
      root.style.gridTemplateColumns = list ? "" : `repeat(${columns}, ${cell}px)`;
      cells = Array.from({ length: rows * columns }, () => {
        const [value, weight, product] = ["dt-value", "dt-factor", "dt-result"].map((name) => createText("span", name));
        return { root: element("div", { class: "dt-product" }, value.root, weight.root, product.root), value, weight, product, inside: true };
      });
      root.replaceChildren(...cells.map((one) => one.root));
    },
    /** @param {Content} content */
    show({ terms, products, number, inputs, weights }) {
      cells.forEach((cell, place) => {
        const { input, weight, inside } = terms[place];
        cell.value.say(number(input));
        cell.weight.say(number(weight));
        cell.product.say(products[place]);
        dress(cell.weight.root, paintOf(weight, weights.reach, weights.ramp));
        if (inside) dress(cell.value.root, paintOf(input, inputs.reach, inputs.ramp));
        else undress(cell.value.root);
        if (cell.inside !== inside) {
          cell.inside = inside;
          cell.root.classList.toggle("is-padding", !inside);
        }
      });
    },
  };
}
