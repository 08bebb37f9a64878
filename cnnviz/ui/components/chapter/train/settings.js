// @ts-check
/** How the stack is trained: a choice for each setting. */

import { element } from "../../network/dom.js";
import { OPTIMIZERS, RANGES, VARIATIONS } from "./knobs.js";
import { filled } from "../prose.js";

/** Offered values; others come by the address or by typing. */
const OFFERED = /** @type {Record<string, (number | string | boolean)[]>} */ ({
  optimizer: OPTIMIZERS,
  learning_rate: [0.00001, 0.0001, 0.0003, 0.001, 0.002, 0.004, 0.01, 0.03, 0.1, 0.3, 1, 10],
  falling: [true, false],
  batch: [1, 8, 16, 32, 64, 128, 256, 512],
  epochs: [1, 2, 3, 5, 10, 20, 50],
  digits: [100, 1000, 5000, 10000, 20000, 55000],
  augmentation: VARIATIONS,
});

/** @param {import("../types.js").Host} host */
export function createSettings(host) {
  const { words } = host.words;
  /** @type {Record<string, any> | null} */
  let shown = null;
  const fields = Object.entries(OFFERED).map(([name, offered]) => {
    const select = element("select", { class: "tr-select", "data-testid": name, onchange: () => {
      const value = offered.find((each) => String(each) === select.value) ?? Number(select.value);
      host.change({ [name]: value });
    } });
    return { name, offered, select, root: element("label", { class: "tr-setting" }, element("span", {}, words.training[name]), select) };
  });
  const seed = element("input", { class: "tr-number", type: "text", inputmode: "numeric", "data-testid": "seed", onchange: () => {
    const value = Number(seed.value);
    const [least, most] = RANGES.seed;
    const right = seed.value.trim() !== "" && Number.isInteger(value) && value >= least && value <= most;
    host.say(right ? null : filled(words.badNumber, { text: seed.value.slice(0, 20), what: words.training.seed, least, most }));
    if (right) host.change({ seed: value });
    seed.value = String(host.knobs().seed); // 12 where 012 was typed
  } });
  const root = element("div", { class: "tr-settings", "data-testid": "settings" }, ...fields.map((field) => field.root),
    element("label", { class: "tr-setting" }, element("span", {}, words.training.seed), seed));

  return {
    root,
    /** @param {import("../types.js").Scene} scene */
    show({ knobs }) {
      if (knobs === shown) return; // somebody may be typing
      shown = knobs;
      for (const { name, offered, select } of fields) {
        const value = knobs[name];
        const all = offered.includes(value) ? offered : [...offered, value].sort((one, other) => Number(one) - Number(other));
        if (select.dataset.filled !== all.join()) {
          select.dataset.filled = all.join();
          select.replaceChildren(...all.map((each) => element("option", { value: String(each) }, words.choices[String(each)] ?? (Number(each) < 1 ? plain(Number(each)) : Number(each).toLocaleString("en-US")))));
        }
        select.value = String(value);
      }
      seed.value = String(knobs.seed);
    },
  };
}

/** 0.00001 and not 1e-5. @param {number} value */
const plain = (value) => value.toFixed(8).replace(/0+$/, "");
