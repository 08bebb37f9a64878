// @ts-check
/** One input map of a convolution: the map with its window, its kernel, and what the two give. */

import { element } from "../../dom.js";
import { signed } from "../printing.js";
import { createKernel } from "./kernel.js";
import { createMap } from "./map.js";
import { createText } from "./text.js";

/**
 * @param {{choose: (place: number) => void, peek: (place: number | null) => void}} hooks
 * @param {number} place among the input maps
 */
export function createCard(hooks, place) {
  const map = createMap();
  const kernel = createKernel();
  const name = createText("span", "dt-cardname");
  const sum = createText("span", "dt-cardsum");
  const partial = createMap();
  const side = element("span", { class: "dt-side" }, name.root, kernel.root, sum.root, partial.root);
  const root = element("button", {
    type: "button", class: "dt-card", title: "Spell it out", "aria-pressed": "false", "data-testid": "input-card", "data-input": place,
    onclick: () => hooks.choose(place),
    onpointerenter: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && hooks.peek(place),
    onpointerleave: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && hooks.peek(null),
  }, map.root, side);
  return {
    root,
    map,
    kernel,
    partial,
    /** @param {import("../arrangement.js").Cards} cards */
    setShape(cards) {
      side.style.width = `${cards.side}px`;
      side.classList.toggle("is-flat", cards.flat);
      // With its values a kernel stands beside the map; as colours alone it fits above the sum.
      if (cards.numbers) map.root.after(kernel.root);
      else name.root.after(kernel.root);
      partial.root.hidden = cards.partial === 0;
    },
    /** @param {string} title @param {string} text the sum as printed @param {boolean} chosen */
    show(title, text, chosen) {
      name.say(title);
      sum.say(signed(text));
      if (root.getAttribute("aria-pressed") !== String(chosen)) root.setAttribute("aria-pressed", String(chosen));
    },
  };
}
