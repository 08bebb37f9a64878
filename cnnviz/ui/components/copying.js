// @ts-check
/** A button that copies a text, and says that it did. */

import { element } from "./network/dom.js";

/** @param {string} name of the button @param {() => string} text @param {string} done what is said then @param {string} kind its class */
export function createCopying(name, text, done, kind = "cnnviz-button") {
  const said = element("span", { class: "ch-said", role: "status" });
  const button = element("button", { type: "button", class: kind, onclick: copy }, name);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = done;
    } catch {
      // A page without permission, as one that came over plain http from another machine.
      said.textContent = "This browser allows no copying here: select the text and press Ctrl+C.";
    }
  }

  return {
    nodes: [button, said],
    forget() { said.textContent = ""; },
  };
}
