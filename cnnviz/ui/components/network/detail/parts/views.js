// @ts-check
/** Which drawing is looked at while two are compared: this one, the pinned one, or the difference of the two. */

import { element } from "../../dom.js";

/** @typedef {"now" | "pinned" | "difference"} View */

/** @type {[View, string][]} */
const VIEWS = [["now", "this drawing"], ["pinned", "the pinned one"], ["difference", "the difference"]];

/** @param {(view: View) => void} choose */
export function createViews(choose) {
  const buttons = VIEWS.map(([view, words]) =>
    element("button", { type: "button", class: "dc-view", "data-view": view, onclick: () => choose(view) }, words));
  const root = element("div", { class: "dc-views", role: "group", "aria-label": "Look at", hidden: true }, ...buttons);
  return {
    root,
    /** @param {View | null} view null where there is nothing to compare with */
    show(view) {
      root.hidden = view === null;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    },
  };
}
