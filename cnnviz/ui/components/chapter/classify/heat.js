// @ts-check
/** The temperature from a tenth to ten: a logarithmic slider with 1 in the middle. */

import { element } from "../../network/dom.js";
import { createText } from "../../network/detail/parts/text.js";
import { placeOfTemperature, STEPS, temperatureAt } from "./turning.js";

const TICKS = ["0.1", "1", "10"];

/** @param {any} words @param {(temperature: number) => void} change */
export function createHeat(words, change) {
  const slider = element("input", {
    type: "range", min: -STEPS, max: STEPS, step: 1, "aria-label": words.temperature, "data-testid": "temperature",
    oninput: () => change(temperatureAt(Number(slider.value))),
  });
  const value = createText("output", "cl-degrees");
  const told = createText("p", "ch-quiet");
  const root = element("div", { class: "cl-heat" },
    element("div", { class: "cl-heathead" }, element("span", {}, words.temperature), value.root),
    slider,
    element("div", { class: "cl-ticks", "aria-hidden": "true" }, ...TICKS.map((tick) => element("span", {}, tick))),
    told.root);
  return {
    root,
    /** @param {number} temperature */
    show(temperature) {
      const place = String(placeOfTemperature(temperature));
      if (slider.value !== place) slider.value = place;
      value.say(String(temperature));
      slider.setAttribute("aria-valuetext", String(temperature));
      told.say(temperature === 1 ? words.temperatureOne : temperature < 1 ? words.temperatureLow : words.temperatureHigh);
    },
  };
}
