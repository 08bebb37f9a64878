// @ts-check
/** The learner's digit as the network reads it now: ten probabilities, and which digit it is meant to be. */

import { element, write } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";

/** @param {any} words @param {(digit: number) => void} meant */
export function createOwn(words, meant) {
  const title = element("h3", {});
  const bars = Array.from({ length: 10 }, (_, digit) => {
    const fill = element("span", {});
    const value = element("span", { class: "tr-share" });
    const root = element("button", { type: "button", class: "tr-class", "data-testid": "probability", "data-digit": digit, onclick: () => meant(digit) },
      element("span", { class: "tr-digit" }, String(digit)), element("span", { class: "tr-shares" }, fill), value);
    return { root, fill, value };
  });
  const hint = element("p", { class: "tr-hint" });
  const root = element("div", { class: "tr-own", "data-testid": "own" }, title, element("div", { class: "tr-classes", role: "group", "aria-label": words.ownLabel }, ...bars.map((bar) => bar.root)), hint);
  return {
    root,
    /** @param {Float32Array | null} shares @param {number} label @param {boolean} trained */
    show(shares, label, trained) {
      write(title, trained ? words.ownNow : words.ownBefore);
      const best = shares ? shares.indexOf(Math.max(...shares)) : -1;
      root.dataset.best = String(best);
      bars.forEach(({ root: bar, fill, value }, digit) => {
        const share = shares?.[digit] ?? NaN;
        const told = Number.isFinite(share) ? percentage(share) : "–";
        bar.dataset.value = String(share);
        fill.style.transform = `scaleX(${Number.isFinite(share) ? share : 0})`; // a width would be laid out
        write(value, told);
        bar.classList.toggle("is-best", digit === best);
        bar.setAttribute("aria-pressed", String(digit === label));
      });
      write(hint, filled(words.meant, { digit: label }));
    },
  };
}
