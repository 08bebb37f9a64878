// @ts-check
/** Show me the code: the PyTorch lines for what is on screen, and the Keras layer beside them. */

import { createCopying } from "../copying.js";
import { element } from "../network/dom.js";

/** @param {any} frame @param {() => import("./types.js").Code} code made when it is looked at */
export function createCode(frame, code) {
  const boxes = [["PyTorch", "pytorch"], ["Keras", "keras"]].map(([title, name]) => {
    const lines = element("code", {});
    const copying = createCopying(frame.copy, () => lines.textContent, frame.copied, "cnnviz-button ch-small");
    const root = element("div", { class: "ch-codebox", "data-testid": `code-${name}` },
      element("div", { class: "ch-codehead" }, element("strong", {}, title), ...copying.nodes),
      element("pre", { tabindex: "0", role: "region", "aria-label": `${title}` }, lines));
    return { root, lines, name };
  });
  const root = element("details", { class: "ch-code", "data-testid": "code", ontoggle: show },
    element("summary", {}, frame.code), element("div", { class: "ch-codes" }, ...boxes.map((box) => box.root)));

  function show() {
    if (!root.open) return;
    const made = code();
    for (const { root: box, lines, name } of boxes) {
      lines.textContent = made[/** @type {"pytorch" | "keras"} */ (name)];
      box.hidden = lines.textContent === "";
    }
  }
  return { root, show };
}
