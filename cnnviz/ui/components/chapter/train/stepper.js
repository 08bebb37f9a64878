// @ts-check
/** A number that is turned by two buttons or typed. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";

/**
 * @param {{label: string, least: number, most: number, step: number, value: number, testid: string, less: string, more: string, bad: string}} is
 * @param {(value: number) => void} turned @param {(message: string | null) => void} say
 */
export function createStepper({ label, least, most, step, value, testid, less, more, bad }, turned, say) {
  const input = element("input", {
    type: "text", inputmode: "decimal", class: "tr-number", value, "aria-label": label, "data-testid": testid, "data-key": testid,
    onchange: () => give(input.value.trim() === "" ? NaN : Number(input.value.replace(",", "."))),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      give(by(event.key === "ArrowUp" ? step : -step));
    },
  });

  /** @param {number} change */
  const by = (change) => Math.max(least, Math.min(most, Math.round((value + change) * 100) / 100));

  /** @param {number} next */
  function give(next) {
    if (next >= least && next <= most && (step < 1 || Number.isInteger(next))) {
      say(null);
      turned(next);
      return;
    }
    say(filled(bad, { text: input.value.slice(0, 20), what: label, least, most }));
    input.value = String(value);
  }

  return element("div", { class: "tr-stepper" }, element("span", {}, label),
    element("span", { class: "tr-turn" },
      element("button", { type: "button", "aria-label": filled(less, { what: label }), "data-key": `${testid} less`, disabled: value <= least, onclick: () => give(by(-step)) }, "−"),
      input,
      element("button", { type: "button", "aria-label": filled(more, { what: label }), "data-key": `${testid} more`, disabled: value >= most, onclick: () => give(by(step)) }, "+")));
}
