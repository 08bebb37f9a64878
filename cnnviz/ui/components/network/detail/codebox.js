// @ts-check
/** "Show me the code": the lines of PyTorch that print the very number, ready to be copied. */

import { element } from "../dom.js";
import { codeFor } from "../arithmetic/code.js";

const SETTLED = 200; // ms without a change

/** @param {() => any} desk what lies on the desk, so that the code reads the same drawing */
export function createCodebox(desk) {
  const code = element("code", {});
  const said = element("span", { class: "dt-copied", role: "status" });
  const copy = element("button", { type: "button", class: "dt-button", onclick: copied }, "Copy");
  const lines = element("pre", { tabindex: "0", role: "region", "aria-label": "PyTorch code that prints this number" }, code);
  const root = element("details", { class: "dt-details dt-code", "data-testid": "code", ontoggle: opened },
    element("summary", {}, "Show me the code"),
    element("div", { class: "dt-panel" }, element("div", { class: "dt-copy" }, copy, said), lines));
  let timer = 0;
  /** @type {import("./types.js").State | null} */
  let state = null;

  function opened() {
    refresh();
    if (root.open) root.scrollIntoView({ block: "nearest" });
  }

  function refresh() {
    clearTimeout(timer);
    if (!root.open || !state) return;
    code.textContent = codeFor(state.read, state.cell, { desk: desk(), temperature: state.temperature });
    said.textContent = "";
  }

  async function copied() {
    refresh();
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = "Copied. Paste it into a Python prompt.";
    } catch {
      // A page without permission: selected, it is one key press away.
      getSelection()?.selectAllChildren(code);
      said.textContent = "Selected. Press Ctrl+C to copy.";
    }
  }

  return {
    root,
    /** @param {import("./types.js").State | null} next */
    show(next) {
      state = next;
      clearTimeout(timer);
      if (root.open) timer = window.setTimeout(refresh, SETTLED);
    },
    dispose: () => clearTimeout(timer),
  };
}
