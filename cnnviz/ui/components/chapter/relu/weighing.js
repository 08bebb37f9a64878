// @ts-check
/** The linear network as what it is: ten pictures of weights, and the drawing weighed with each. */

import { createLegend } from "../../network/detail/parts/legend.js";
import { element } from "../../network/dom.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { fixed } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { parts, weighed } from "./arithmetic.js";
import { pictureOf } from "./chosen.js";

/** @param {import("../types.js").Host} host */
export function createWeighing(host) {
  const { words } = host.words;
  const buttons = [false, true].map((times) => element("button", {
    type: "button", class: "cnnviz-button ch-small", "data-testid": times ? "times" : "weights", onclick: () => host.change({ times }),
  }, times ? words.times : words.weights));
  const classes = Array.from({ length: 10 }, (_, digit) => {
    const canvas = element("canvas", { class: "cr-cells", "aria-hidden": "true" });
    const sum = element("span", {});
    return { canvas, sum, picture: new CellPicture(canvas, 28, 28), root: element("figure", { class: "cr-class", "data-testid": "weighed", "data-digit": digit }, canvas, element("figcaption", {}, element("strong", {}, String(digit)), sum)) };
  });
  const legend = createLegend("");
  const told = element("p", { class: "ch-quiet", "data-testid": "folded" });
  const root = element("div", { class: "cr-weighing" },
    element("div", { class: "cr-tabs", role: "group", "aria-label": words.pictures }, ...buttons, element("div", { class: "cnnviz-detail is-part cr-legend" }, legend.root)),
    element("div", { class: "cr-classes" }, ...classes.map((one) => one.root)), told);
  /** @type {unknown[]} */
  let painted = [];

  /** @param {import("../types.js").Scene} scene */
  function show({ read, data, arrays, knobs, theme }) {
    if (painted[0] === arrays && painted[1] === theme && painted[2] === knobs.times) return;
    painted = [arrays, theme, knobs.times];
    const { values: weights } = arrays.weights;
    const { values: bias } = arrays.bias;
    const { values: logits } = arrays.logits;
    const picture = pictureOf(read);
    const shown = classes.map((_, digit) => (knobs.times ? parts(weights, 784 * digit, picture) : weights.subarray(784 * digit, 784 * digit + 784)));
    const reach = shown.reduce((most, one) => one.reduce((more, value) => Math.max(more, Math.abs(value)), most), 0);
    const sums = classes.map((_, digit) => weighed(weights, 784 * digit, picture, bias[digit]));
    const best = sums.indexOf(Math.max(...sums));
    buttons.forEach((button, times) => button.setAttribute("aria-pressed", String(knobs.times === Boolean(times))));
    classes.forEach(({ sum, picture: painter, root: figure }, digit) => {
      painter.paint(/** @type {Float32Array} */ (shown[digit]), 0, 784, reach, theme.signed);
      sum.textContent = fixed(sums[digit], 2);
      figure.dataset.value = String(sums[digit]);
      figure.classList.toggle("is-best", digit === best);
    });
    legend.show(reach);
    root.style.setProperty("--dt-gradient", theme.gradient);
    const off = Math.max(...sums.map((value, digit) => Math.abs(value - logits[digit])));
    told.textContent = filled(words.folded, { model: data.linear, best, off: off < 1e-6 ? "0.000001" : off.toFixed(6) });
  }
  return { root, show };
}
