// @ts-check
/** What softmax is given: the learner's digit, or a scribble that is no digit at all. */

import { element, paintInk } from "../../network/dom.js";

const PIXELS = 28;

/** @param {any} words @param {(name: string) => void} choose "none" for the digit */
export function createSources(words, choose) {
  const list = element("div", { class: "cl-sources", role: "group", "aria-label": words.read });
  /** @type {{button: HTMLElement, name: string, canvas: HTMLCanvasElement}[]} */
  let buttons = [];
  /** @type {any} */
  let painted = null;
  return {
    root: element("div", { class: "cl-reads" }, element("span", {}, words.read), list),
    /** @param {import("../types.js").Scene} scene @param {string} chosen */
    show({ read, data, arrays }, chosen) {
      const names = ["none", ...data.scribbles.map((/** @type {{name: string}} */ one) => one.name)];
      if (buttons.length !== names.length) {
        buttons = names.map((name, place) => {
          const label = place === 0 ? words.digit : data.scribbles[place - 1].label;
          const canvas = element("canvas", { width: PIXELS, height: PIXELS, "aria-hidden": "true" });
          const button = element("button", { type: "button", class: "cl-source", "data-testid": "source", "data-name": name, onclick: () => choose(name) },
            canvas, element("span", {}, label));
          return { button, name, canvas };
        });
        list.replaceChildren(...buttons.map((one) => one.button));
      }
      if (painted !== read) {
        painted = read;
        const size = PIXELS * PIXELS;
        buttons.forEach(({ canvas }, place) =>
          paintInk(canvas, place === 0 ? read.values.subarray(0, size) : arrays.pictures.values.subarray((place - 1) * size, place * size), 1));
      }
      for (const { button, name } of buttons) button.setAttribute("aria-pressed", String(name === chosen));
    },
  };
}
