// @ts-check
/** The digits of the tray, each with what it is and what it was read as; one can be chosen. */

import { element } from "../../../network/dom.js";
import { filled } from "../../prose.js";
import { bytesOf } from "./tray-file.js";

/** @typedef {import("./tray-file.js").Digit} Digit */

/** @param {any} words @param {{choose: (place: number) => void, remove: (place: number) => void}} on */
export function createShelf(words, on) {
  const root = element("div", { class: "tr-shelf", role: "group", "aria-label": words.shelf, "data-testid": "shelf" });
  /** @type {{digit: Digit, root: any, read: any}[]} */
  let things = [];

  /** @param {Digit} digit */
  function made(digit) {
    const canvas = element("canvas", { width: 28, height: 28, "aria-hidden": "true" });
    paint(canvas, bytesOf(digit.pixels));
    const read = element("span", { class: "tr-readas" });
    const button = element("button", { type: "button", class: "tr-thing", "data-testid": "tray-digit",
      onclick: () => on.choose(things.findIndex((each) => each.root === button)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Delete" && event.key !== "Backspace") return;
        event.preventDefault();
        on.remove(things.findIndex((each) => each.root === button));
      },
    }, canvas, read);
    return { digit, root: button, read };
  }

  return {
    root,
    /** @param {Digit[]} digits @param {number[] | null} answers of a network, in the same order @param {number | null} chosen */
    show(digits, answers, chosen) {
      const focused = things.findIndex((each) => each.root.matches(":focus"));
      const before = new Map(things.map((each) => [each.digit, each]));
      const same = digits.length === things.length && digits.every((digit, at) => things[at].digit === digit);
      if (!same) {
        things = digits.map((digit) => before.get(digit) ?? made(digit));
        root.replaceChildren(...things.map((each) => each.root));
        if (focused >= 0) things[Math.min(focused, things.length - 1)]?.root.focus();
      }
      things.forEach(({ digit: { label }, root: button, read }, place) => {
        const answer = answers?.[place];
        const right = answer === undefined ? "" : String(answer === label);
        button.dataset.right = right;
        button.dataset.label = String(label);
        button.setAttribute("aria-pressed", String(place === chosen));
        read.textContent = answer === undefined || answer === label ? String(label) : filled(words.wrongly, { label, answer });
        button.setAttribute("aria-label", filled(answer === undefined ? words.unread : answer === label ? words.rightly : words.readWrongly, { label, answer: answer ?? "" }));
      });
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} grey */
function paint(canvas, grey) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(28, 28);
  grey.forEach((value, cell) => image.data.set([value, value, value, 255], 4 * cell));
  context.putImageData(image, 0, 0);
}
