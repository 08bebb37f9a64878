// @ts-check
/** One input of a convolution spelled out: its window product by product, their sum, and its partial result. */

import { positions } from "../../arithmetic/geometry.js";
import { element } from "../../dom.js";
import { createLegend } from "./legend.js";
import { createMap } from "./map.js";
import { createProducts } from "./products.js";
import { createRows } from "./rows.js";
import { createText } from "./text.js";

/** @typedef {import("../convolution.js").Scene} Scene */

/**
 * @param {import("../types.js").Host} host
 * @param {{open: () => void, tap: (place: number | null) => void}} hooks
 */
export function createSpelled(host, hooks) {
  const title = createText("span");
  const link = element("button", { type: "button", class: "dt-link", onclick: hooks.open }, title.root, " ↗");
  const key = createText("p", "dt-key");
  key.say("value, weight, product");
  const products = createProducts(hooks.tap);
  const sum = createRows(1, "dt-theirsum");
  const partial = createMap();
  const legend = createLegend("kernel");
  const caption = element("span", { class: "dt-legendname" }, "this input, everywhere");
  const root = element("div", { class: "dt-spelled", "data-testid": "spelled" },
    element("div", { class: "dt-spelledhead" }, element("h4", {}, link), key.root), products.root, sum.root,
    element("div", { class: "dt-partial" }, partial.root, element("div", { class: "dt-legends" }, caption, legend.root)));
  return {
    root,

    /** @param {Scene} scene */
    build({ stage, kernel, arrangement }) {
      const { cell, list, partial: size } = arrangement.products;
      products.setShape({ ...kernel, cell, list });
      const dense = !list && kernel.columns > 3;
      key.root.hidden = !dense;
      legend.root.hidden = dense && kernel.rows > 3;
      partial.root.hidden = size === 0;
      caption.hidden = size === 0;
      if (size) partial.setShape({ ...positions(stage), cell: size });
    },

    /** @param {Scene} scene @param {number} place of the input @param {import("../printing.js").ConvolutionTexts} texts */
    show({ state, told, stage, before, ramp, weights, partials, arrangement }, place, texts) {
      const input = told.inputs[place];
      const name = before.shape[0] === 1 ? before.name : `${before.name}, map ${input.channel}`;
      title.say(name);
      link.title = `Open ${name}`;
      products.show({
        terms: input.terms,
        products: texts.products,
        number: host.number,
        inputs: { reach: state.reach(input.stage, input.channel), ramp },
        weights,
      });
      sum.show([["their sum", texts.sums[place]]]);
      legend.show(weights.reach);
      if (!arrangement.products.partial) return;
      const values = partials.maps[place];
      partial.paint(values, 0, values.length, partials.reach, weights.ramp, state.filled);
      partial.markCell("cell", state.cell.row, state.cell.column);
    },
  };
}
