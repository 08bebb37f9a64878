// @ts-check
/** The temperature of a softmax: a logarithmic slider from a quarter to four, and the way back to 1. */

import { element } from "../../dom.js";
import { placeOfTemperature, temperatureAt } from "../shares.js";
import { createText } from "./text.js";

const STEPS = 40; // to either side of 1
const TICKS = [0.25, 0.5, 1, 2, 4];

/** @param {(temperature: number) => void} change */
export function createTemperature(change) {
  const slider = element("input", {
    type: "range", min: -STEPS, max: STEPS, step: 1, value: 0, "aria-label": "Temperature", "data-testid": "temperature",
    oninput: () => change(temperatureAt(Number(slider.value) / STEPS)),
    // The keys that move the slider move nothing else.
    onkeydown: (/** @type {KeyboardEvent} */ event) => /^(Arrow|Home|End|Page)/.test(event.key) && event.stopPropagation(),
  });
  const value = createText("output", "dc-degrees");
  const reset = element("button", { type: "button", class: "dt-button", onclick: () => change(1) }, "Back to 1");
  const words = createText("p", "dc-hint");
  const root = element("div", { class: "dc-temperature" },
    element("div", { class: "dc-temperaturehead" }, element("span", {}, "Temperature T"), value.root, reset),
    slider,
    element("div", { class: "dc-ticks", "aria-hidden": "true" }, ...TICKS.map((tick) => element("span", {}, String(tick)))),
    words.root);
  return {
    root,
    /** @param {number} temperature */
    show(temperature) {
      const place = Math.round(STEPS * placeOfTemperature(temperature));
      if (Number(slider.value) !== place) slider.value = String(place);
      const text = temperature.toFixed(2);
      value.say(text);
      slider.setAttribute("aria-valuetext", text);
      reset.disabled = temperature === 1;
      words.say(
        temperature === 1 ? "1 is what the network computes."
          : temperature < 1 ? "Below 1 the shares sharpen: the largest logit takes more."
            : "Above 1 the shares even out: the smaller logits get more.",
      );
    },
  };
}
