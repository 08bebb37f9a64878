// @ts-check
/** A knob of few values as a row of buttons, one of them pressed; the arrow keys go from one to the next. */

import { element } from "../../network/dom.js";

/**
 * @param {string} label @param {{value: any, text: string}[]} options @param {(value: any) => void} choose @param {string} name for tests
 */
export function createSegments(label, options, choose, name) {
  const buttons = options.map(({ value, text }, place) => element("button", {
    type: "button", role: "radio", class: "pl-segment", "aria-checked": "false", tabindex: "-1",
    onclick: () => choose(value),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(options.length - 1, place + step));
      buttons[next].focus();
      choose(options[next].value);
    },
  }, text));
  const root = element("div", { class: "pl-knob", "data-testid": `knob-${name}` },
    element("span", { class: "pl-label", "aria-hidden": "true" }, label),
    element("div", { class: "pl-segments", role: "radiogroup", "aria-label": label }, ...buttons));
  return {
    root,
    /** @param {any} value */
    show(value) {
      const at = options.findIndex((option) => option.value === value);
      buttons.forEach((button, place) => {
        button.setAttribute("aria-checked", String(place === at));
        button.tabIndex = place === Math.max(at, 0) ? 0 : -1;
      });
    },
  };
}
