// @ts-check
/** Softmax: every exponential over the sum of all, and what the temperature does to the shares. */

import { explainSoftmax } from "../arithmetic/softmax.js";
import { element } from "../dom.js";
import { followDigits } from "./digits.js";
import { createFraction } from "./parts/fraction.js";
import { createRecorded } from "./parts/recorded.js";
import { createShares } from "./parts/shares.js";
import { createTemperature } from "./parts/temperature.js";
import { shareTexts } from "./shares.js";

/** @typedef {import("./types.js").State} State */

const BESIDE = 640; // px: from here on fraction and shares stand side by side
const ROOMY = 960; // px: below, the columns of the shares are squeezed

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createSoftmax(host) {
  const choose = (/** @type {number} */ column) => host.select({ ...state.cell, column });
  const recorded = createRecorded(host);
  const fraction = createFraction(light, choose, recorded.root);
  const shares = createShares(light, choose);
  const temperature = createTemperature((next) => host.setTemperature(next));
  const key = element("p", { class: "dc-hint dc-wasline" }, element("span", { class: "dc-waskey", "aria-hidden": "true" }), "the network’s own share, at T = 1");
  const always = element("p", { class: "dc-always" },
    "Softmax always sums to 1, for a scribble too: it can only share out, it cannot answer “none of them”.");
  const root = element("div", { class: "dc-softmax" },
    element("div", { class: "dc-formulas" }, fraction.root, temperature.root),
    element("div", { class: "dc-result" }, shares.root, key, always));
  const unfollow = followDigits(root, (digit) => {
    if (digit < state.network.stages[state.cell.stage].length) choose(digit);
  });
  /** @type {State} */
  let state;
  /** @type {number | null} the class that is pointed at */
  let lit = null;

  /** @param {number | null} index */
  function light(index) {
    lit = index;
    const shown = lit ?? state.cell.column;
    fraction.mark(shown, state.cell.column);
    shares.mark(shown);
    host.hover(lit === null ? null : { ...state.cell, column: lit });
  }

  return {
    root,
    show(next) {
      state = next;
      const { explanation, pinned, cell, room, full } = state;
      if (explanation.kind !== "softmax") return;
      root.classList.toggle("is-beside", room.width >= BESIDE);
      root.classList.toggle("is-narrow", room.width < ROOMY);
      root.classList.toggle("is-changed", state.temperature !== 1);
      const texts = shareTexts(explanation, full);
      fraction.show({ explanation, texts, full, number: host.number });
      shares.show({ explanation, texts, full, pinned: pinned && explainSoftmax(pinned, cell, { temperature: state.temperature }) });
      temperature.show(state.temperature);
      recorded.show(state);
      const shown = lit ?? cell.column;
      fraction.mark(shown, cell.column);
      shares.mark(shown);
    },
    dispose: unfollow,
  };
}
