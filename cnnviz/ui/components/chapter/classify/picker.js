// @ts-check
/** Ten digits to choose one of, as a group of radio buttons: arrow keys choose too. */

import { element } from "../../network/dom.js";

/**
 * @param {{label: string, values: (number | null)[], name: (value: number | null) => string, testid: string,
 *   below?: boolean, choose: (value: number | null) => void}} options below: whether a number stands below each digit
 */
export function createPicker({ label, values, name, testid, below = false, choose }) {
  const buttons = values.map((value) => element("button", {
    type: "button", role: "radio", class: "cl-pick", "data-class": value ?? "none", onclick: () => choose(value),
  }, name(value), ...(below ? [element("span", { class: "cl-below" })] : [])));
  const root = element("div", {
    class: `cl-picks${below ? " is-tall" : ""}`, role: "radiogroup", "aria-label": label, "data-testid": testid,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const free = buttons.filter((button) => !button.disabled);
      const next = free[Math.max(0, Math.min(free.length - 1, free.findIndex((button) => button === event.target) + step))];
      next.focus();
      next.click();
    },
  }, ...buttons);
  return {
    root,
    /** @param {number | null} chosen @param {(value: number | null) => string} spoken @param {{barred?: number | null, texts?: string[]}} [more]
     * barred cannot be chosen; texts stand below */
    show(chosen, spoken, { barred = null, texts = [] } = {}) {
      buttons.forEach((button, place) => {
        const value = values[place];
        button.setAttribute("aria-checked", String(value === chosen));
        button.tabIndex = value === chosen ? 0 : -1;
        button.disabled = value !== null && value === barred;
        button.setAttribute("aria-label", spoken(value));
        if (texts[place] !== undefined) button.lastChild.textContent = texts[place];
      });
    },
  };
}
