// @ts-check
/** The wrong answers that a network gives most surely. */

import { element } from "../../../network/dom.js";
import { filled } from "../../prose.js";
import { createGallery } from "./gallery.js";
import { measuredOf } from "./measured.js";

/** @param {import("../../types.js").Host} host @param {any} words @param {(digit: import("./gallery.js").Digit, picture: Float32Array) => void} load */
export function createMistakes(host, words, load) {
  const none = element("p", { class: "tr-hint" }, words.after.unmeasured);
  const gallery = createGallery(words, load);
  const measured = measuredOf(host, ({ data, arrays }) => {
    const wrong = data.total - data.counts.reduce((/** @type {number} */ sum, /** @type {number[]} */ row, /** @type {number} */ label) => sum + row[label], 0);
    const text = wrong ? filled(words.after.mistakes.shown, { shown: data.digits.length, count: wrong.toLocaleString("en-US") }) : words.after.mistakes.none;
    gallery.show(text, data.digits, arrays.pictures.values);
  });
  return {
    root: element("div", { class: "tr-panel", "data-testid": "mistakes" }, none, gallery.root),
    /** @param {import("../types.js").Scene} scene @param {import("../types.js").Run | null} run */
    show(scene, run) {
      const has = run !== null && run.test !== null;
      none.hidden = has;
      gallery.root.hidden = !has;
      measured.show(scene, run);
    },
  };
}
