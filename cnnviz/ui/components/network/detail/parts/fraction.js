// @ts-check
/** Softmax as a fraction: e to the logit over the sum of all, with the numbers of this drawing. */

import { element } from "../../dom.js";
import { fixed } from "../../view/numbers.js";
import { createText } from "./text.js";

/**
 * @typedef {object} Content
 * @property {import("../../arithmetic/types.js").SoftmaxExplanation} explanation
 * @property {import("../shares.js").Texts} texts
 * @property {boolean} full
 * @property {(value: number) => string} number
 */

/**
 * @param {(index: number | null) => void} light a term is pointed at @param {(index: number) => void} choose
 * @param {HTMLElement} recorded what stands beside the result
 */
export function createFraction(light, choose, recorded) {
  const left = createText("span", "dc-fractionname");
  const above = createText("sup");
  const numerator = element("div", { class: "dc-numerator" }, "e", above.root);
  const denominator = element("div", { class: "dc-denominator", onpointerleave: () => light(null) });
  const [top, bottom, result] = ["dc-numerator", "dc-denominator", "dc-share"].map((name) => createText("span", name));
  const shortened = createText("p", "dc-hint");
  const root = element("div", { class: "dc-fractions" },
    element("div", { class: "dc-fraction" }, left.root, element("span", { class: "dc-operator" }, "="), element("div", { class: "dc-quotient" }, numerator, denominator)),
    element("div", { class: "dc-fraction" }, element("span", { class: "dc-fractionname", "aria-hidden": "true" }),
      element("span", { class: "dc-operator" }, "="), element("div", { class: "dc-quotient is-short" }, top.root, bottom.root),
      element("span", { class: "dc-operator" }, "="), element("div", {}, result.root, recorded)),
    shortened.root);
  /** @type {{root: HTMLElement, exponent: any}[]} */
  let terms = [];

  /** @param {number} count */
  function build(count) {
    terms = Array.from({ length: count }, (_, index) => {
      const exponent = createText("sup");
      const root = element("span", {
        class: "dc-term", "data-class": index, onpointerenter: () => light(index), onclick: () => choose(index),
      }, "e", exponent.root);
      return { root, exponent };
    });
    denominator.replaceChildren(...terms.flatMap((term, index) => (index ? [" + ", term.root] : [term.root])));
  }

  return {
    root,
    /** @param {Content} content */
    show({ explanation, texts, full, number }) {
      const { terms: values, cell, temperature } = explanation;
      if (terms.length !== values.length) build(values.length);
      const power = (/** @type {number} */ logit) => (full ? number(Math.fround(logit / temperature)) : fixed(logit / temperature, 2));
      left.say(`P(${cell.column})`);
      above.say(power(values[cell.column].logit));
      terms.forEach((term, index) => term.exponent.say(power(values[index].logit)));
      top.say(texts.exponentials[cell.column]);
      bottom.say(texts.sum);
      result.say(texts.share);
      const largest = values.reduce((most, term) => Math.max(most, term.logit), -Infinity);
      const scaled = temperature === 1 ? "" : ` Each exponent is the logit divided by T = ${temperature.toFixed(2)}.`;
      shortened.say(`Shortened by the largest, e to the ${power(largest)}: no share changes, and the numbers stay small. PyTorch does the same.${scaled}`);
    },
    /** @param {number} lit @param {number} chosen */
    mark(lit, chosen) {
      terms.forEach((term, index) => {
        term.root.classList.toggle("is-lit", index === lit);
        term.root.classList.toggle("is-chosen", index === chosen);
      });
      numerator.classList.toggle("is-lit", lit === chosen);
    },
  };
}
