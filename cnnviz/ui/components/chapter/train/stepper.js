// @ts-check
/** A number that is turned by two buttons or typed. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";

/**
 * @param {{label: string, least: number, most: number, step: number, testid: string, less: string, more: string, bad: string}} is
 * @param {(value: number) => void} turned @param {(message: string | null) => void} say
 */
export function createStepper({ label, least, most, step, testid, less, more, bad }, turned, say) {
  let now = NaN;
  const input = element("input", {
    type: "text", inputmode: "decimal", class: "tr-number", "aria-label": label, "data-testid": testid, "data-key": testid,
    onchange: () => give(input.value.trim() === "" ? NaN : Number(input.value.replace(",", "."))),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      give(by(event.key === "ArrowUp" ? step : -step));
    },
  });

  /** @param {number} change */
  const by = (change) => Math.max(least, Math.min(most, Math.round((now + change) * 100) / 100));

  /** @param {number} next */
  function give(next) {
    if (next >= least && next <= most && (step < 1 || Number.isInteger(next))) {
      say(null);
      input.value = String(next); // 7 where 07 was typed
      turned(next);
      return;
    }
    say(filled(bad, { text: input.value.slice(0, 20), what: label, least, most }));
    input.value = String(now);
  }

  /** @param {string} text @param {string} name @param {string} sign @param {number} change */
  const button = (text, name, sign, change) => element("button", {
    type: "button", "aria-label": filled(text, { what: label }), "data-key": `${testid} ${name}`, onclick: () => give(by(change)),
  }, sign);
  const fewer = button(less, "less", "−", -step);
  const further = button(more, "more", "+", step);

  return {
    root: element("div", { class: "tr-stepper" }, element("span", {}, label), element("span", { class: "tr-turn" }, fewer, input, further)),
    /** @param {number} value */
    show(value) {
      if (value === now) return; // somebody may be typing
      now = value;
      input.value = String(value);
      fewer.disabled = value <= least;
      further.disabled = value >= most;
    },
  };
}
