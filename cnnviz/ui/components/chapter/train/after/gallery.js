// @ts-check
/**
 * Test digits to click on.
 *
 * @typedef {{place: number, label: number, answer: number, sureness: number, code: string}} Digit
 */

import { element, paintInk } from "../../../network/dom.js";
import { percentage } from "../../../network/view/numbers.js";
import { filled } from "../../prose.js";

const SIDE = 28;

/** @param {any} words @param {(digit: Digit, picture: Float32Array) => void} load */
export function createGallery(words, load) {
  const title = element("p", { class: "tr-hint", role: "status" });
  const list = element("div", { class: "tr-gallery" });
  return {
    root: element("div", { class: "tr-found", "data-testid": "gallery" }, title, list),
    /** @param {string} text @param {Digit[]} digits @param {Float32Array} pictures one after the other */
    show(text, digits, pictures) {
      title.textContent = text;
      list.replaceChildren(...digits.map((digit, at) => {
        const canvas = element("canvas", { width: SIDE, height: SIDE, "aria-hidden": "true" });
        const picture = pictures.slice(at * SIDE * SIDE, (at + 1) * SIDE * SIDE);
        paintInk(canvas, picture, 1);
        const said = filled(words.after.digit, { ...digit, share: percentage(digit.sureness) });
        return element("button", { type: "button", class: "tr-found-digit", "data-testid": "found", "data-place": digit.place, title: said, "aria-label": said, onclick: () => load(digit, picture) },
          canvas, element("span", {}, filled(words.after.caption, digit)));
      }));
    },
  };
}
