// @ts-check
/** The stack as layers, as PyTorch and as Keras: one at a time, in the same place. */

import { createCopying } from "../../copying.js";
import { element } from "../../network/dom.js";

const FILES = /** @type {Record<string, string>} */ ({ pytorch: "network_pytorch.py", keras: "network_keras.py" });

/** @param {import("../types.js").Host} host @param {HTMLElement} layers @param {HTMLElement} preset stands beside the tabs */
export function createBeside(host, layers, preset) {
  const { words } = host.words;
  let shown = "layers";
  /** @type {import("./types.js").Description | null} */
  let description = null;
  const tabs = ["layers", "pytorch", "keras"].map((name) => element("button", {
    type: "button", role: "tab", class: "tr-tab", "data-testid": `tab-${name}`, "data-name": name, onclick: () => open(name), onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = tabs[(tabs.findIndex((tab) => tab.dataset.name === name) + by + tabs.length) % tabs.length];
      open(next.dataset.name);
      next.focus();
    },
  }, words.tabs[name]));
  const lines = element("code", {});
  const copying = createCopying(host.frame.copy, () => lines.textContent ?? "", host.frame.copied, "cnnviz-button ch-small");
  const save = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "save-code", onclick: () => {
    const link = element("a", { href: URL.createObjectURL(new Blob([lines.textContent ?? ""], { type: "text/x-python" })), download: FILES[shown] });
    link.click();
    URL.revokeObjectURL(link.href);
  } }, words.saveCode);
  const code = element("div", { class: "tr-codebox", "data-testid": "stack-code", hidden: true },
    element("div", { class: "ch-codehead" }, ...copying.nodes, save), element("pre", { tabindex: "0", role: "region" }, lines));
  const root = element("div", { class: "tr-beside" }, element("div", { class: "tr-head" }, element("div", { class: "tr-tabs", role: "tablist", "aria-label": words.tabsLabel }, ...tabs), preset), layers, code);

  /** @param {string} name */
  function open(name) {
    shown = name;
    present();
  }

  function present() {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.name === shown));
      tab.tabIndex = tab.dataset.name === shown ? 0 : -1;
    }
    layers.hidden = shown !== "layers";
    code.hidden = shown === "layers";
    const made = shown === "layers" ? "" : description?.code?.[/** @type {"pytorch" | "keras"} */ (shown)] ?? description?.problem?.text ?? "";
    if (lines.textContent !== made) {
      lines.textContent = made;
      copying.forget();
    }
    code.querySelector("pre")?.setAttribute("aria-label", words.tabs[shown]);
  }

  present();
  return {
    root,
    /** @param {import("./types.js").Description | null} next */
    show(next) {
      description = next ?? description;
      present();
    },
  };
}
