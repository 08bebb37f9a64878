// @ts-check
/** The window cell by cell: what lies in it, times its weight, is the product. The weights are typed, dragged, or stepped by keys. */

import { dress, paintOf } from "../../network/detail/parts/colours.js";
import { createText } from "../../network/detail/parts/text.js";
import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { MOST, tidy, weightIn } from "./weights.js";

const STEP = 0.1; // of an arrow key, and of so many px of dragging
const LARGE = 1; // with Shift
const DRAG = 6; // px
const STILL = 5; // px: less is a click

/**
 * @typedef {object} Content
 * @property {import("../../network/arithmetic/types.js").Product[]} terms
 * @property {string[]} products            as printed
 * @property {(value: number) => string} number
 * @property {Uint32Array} inputs           ramp of the values, 0 to 1
 * @property {{reach: number, ramp: Uint32Array}} weights
 * @property {string | null} channel        name of the channel, if there are several
 *
 * @typedef {{weight: (place: number, value: number) => void, refuse: (message: string | null) => void, point: (place: number | null) => void}} Hooks
 */

/** @param {any} words @param {Hooks} hooks */
export function createKernelGrid(words, hooks) {
  const root = element("div", { class: "cv-grid", role: "group" });
  /** @type {{root: HTMLElement, value: any, product: any, field: ReturnType<typeof createWeight>}[]} */
  let cells = [];
  let size = 0;
  root.addEventListener("pointerover", (/** @type {PointerEvent} */ event) => {
    const found = event.target instanceof Element ? event.target.closest(".cv-tap") : null;
    hooks.point(found ? cells.findIndex((cell) => cell.root === found) : null);
  });
  root.addEventListener("pointerleave", () => hooks.point(null));
  root.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
    hooks.point(cells.findIndex((cell) => cell.root.contains(/** @type {Node} */ (event.target))));
  });
  root.addEventListener("focusout", () => hooks.point(null));

  /** @param {number} next */
  function build(next) {
    size = next;
    root.style.setProperty("--cv-size", String(size));
    root.dataset.size = String(size);
    cells = Array.from({ length: size * size }, (_, place) => {
      const [value, product] = [createText("span", "cv-value"), createText("span", "cv-product")];
      const field = createWeight(words, { set: (weight) => hooks.weight(place, weight), refuse: hooks.refuse });
      return { root: element("div", { class: "cv-tap" }, value.root, field.root, product.root), value, product, field };
    });
    root.replaceChildren(...cells.map((cell) => cell.root));
  }

  return {
    root,
    /** @param {number} next side of the kernel @param {Content} content */
    show(next, { terms, products, number, inputs, weights, channel }) {
      if (next !== size) build(next);
      root.setAttribute("aria-label", words.edit);
      cells.forEach((cell, place) => {
        const { input, weight, inside } = terms[place];
        cell.value.say(number(input));
        if (inside) dress(cell.value.root, paintOf(input, 1, inputs));
        else cell.value.root.removeAttribute("style");
        cell.root.classList.toggle("is-padding", !inside);
        cell.product.say(products[place]);
        const at = { row: Math.floor(place / size), column: place % size };
        cell.field.show(weight, channel ? filled(words.weightOf, { name: channel, ...at }) : filled(words.weight, at));
        dress(cell.field.root, paintOf(weight, weights.reach, weights.ramp));
      });
    },
    /** The kernel alone: the picture is too small for a window. @param {number} next @param {number[]} kernel @param {Content["weights"]} weights */
    showAlone(next, kernel, weights) {
      const none = { row: 0, column: 0, inside: false, input: 0, product: 0 };
      this.show(next, {
        terms: kernel.map((weight) => ({ ...none, weight })), products: kernel.map(() => ""), number: () => "",
        inputs: weights.ramp, weights, channel: null,
      });
    },
  };
}

/**
 * A weight that can be changed in four ways; what is no number is refused, and the weight stays.
 * @param {any} words @param {{set: (weight: number) => void, refuse: (message: string | null) => void}} hooks
 */
export function createWeight(words, hooks) {
  let weight = 0;
  let before = 0; // when typing began
  let typing = false;
  /** @type {{id: number, y: number, from: number, moved: boolean} | null} */
  let drag = null;
  const input = element("input", {
    type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", class: "cv-weight", "data-testid": "weight",
    onfocus() {
      before = weight;
      input.select();
    },
    oninput() {
      typing = true;
      const value = weightIn(input.value);
      if (value !== null) hooks.set(value);
    },
    onchange: settle,
    onblur: settle,
    onkeydown(/** @type {KeyboardEvent} */ event) {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (way) {
        event.preventDefault();
        settle();
        step(weight + way * (event.shiftKey ? LARGE : STEP));
        input.select();
      } else if (event.key === "Enter") {
        settle();
        input.select();
      } else if (event.key === "Escape" && typing) {
        typing = false;
        hooks.set(before);
        write();
      }
    },
    onpointerdown(/** @type {PointerEvent} */ event) {
      if (event.button === 0) drag = { id: event.pointerId, y: event.clientY, from: weight, moved: false };
    },
    onpointermove(/** @type {PointerEvent} */ event) {
      if (drag?.id !== event.pointerId) return;
      const up = drag.y - event.clientY;
      if (!drag.moved && Math.abs(up) < STILL) return;
      if (!drag.moved) {
        drag.moved = true;
        typing = false;
        input.setPointerCapture(event.pointerId);
      }
      event.preventDefault();
      step(drag.from + Math.round(up / DRAG) * STEP);
    },
    onpointerup: release,
    onpointercancel: release,
  });
  const root = element("label", { class: "cv-factor" }, input);

  function release() {
    if (drag?.moved) input.select();
    drag = null;
  }

  /** @param {number} value */
  function step(value) {
    const next = Math.max(-MOST, Math.min(MOST, Number(value.toFixed(4))));
    hooks.refuse(null);
    hooks.set(next);
  }

  /** What was typed counts, or is told to be no number. */
  function settle() {
    if (!typing) return;
    typing = false;
    const value = weightIn(input.value);
    if (value === null) {
      hooks.refuse(filled(words.badWeight, { text: input.value.slice(0, 20), value: text(before), most: MOST }));
      hooks.set(before);
    } else {
      hooks.refuse(null);
      hooks.set(value);
      before = value;
    }
    write();
  }

  /** @param {number} value */
  const text = (value) => String(tidy(Number(value.toFixed(4)))).replace("-", "\u2212");
  const write = () => {
    if (!typing && input.value !== text(weight)) input.value = text(weight);
  };

  return {
    root,
    input,
    /** @param {number} value @param {string} label */
    show(value, label) {
      weight = value;
      if (input.getAttribute("aria-label") !== label) input.setAttribute("aria-label", label);
      input.title = words.edit;
      write();
    },
  };
}
