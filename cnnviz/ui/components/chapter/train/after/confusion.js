// @ts-check
/** The confusion matrix: how many digits of each kind were read as what, and the digits behind each number. */

import { element } from "../../../network/dom.js";
import { filled } from "../../prose.js";
import { createGallery } from "./gallery.js";
import { measuredOf } from "./measured.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);
const KEYS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });

/** @param {import("../../types.js").Host} host @param {any} words @param {(digit: import("./gallery.js").Digit, picture: Float32Array) => void} load */
export function createConfusion(host, words, load) {
  const { confusion } = words.after;
  /** @type {number[][]} */
  let counts = [];
  /** @type {{label: number, answer: number} | null} */
  let open = null;
  let run = "";
  const none = element("p", { class: "tr-hint" }, words.after.unmeasured);
  const sum = element("p", { class: "tr-hint" });
  const gallery = createGallery(words, load);
  const cells = DIGITS.map((label) => DIGITS.map((answer) => element("button", {
    type: "button", class: "tr-count", "data-testid": "count", "data-label": label, "data-answer": answer, tabindex: label + answer ? -1 : 0,
    onclick: () => choose(label, answer), onkeydown: (/** @type {KeyboardEvent} */ event) => move(event, label, answer),
  })));
  const grid = element("table", { class: "tr-confusion" },
    element("thead", {}, element("tr", {}, element("th", { class: "tr-corner" }, `${confusion.label} ↓ ${confusion.answer} →`), ...DIGITS.map((answer) => element("th", { scope: "col" }, String(answer))))),
    element("tbody", {}, ...DIGITS.map((label) => element("tr", {}, element("th", { scope: "row" }, String(label)), ...cells[label].map((cell) => element("td", {}, cell))))));
  const board = element("div", { class: "tr-matrix" }, sum, element("div", { class: "tr-wide" }, grid), gallery.root);

  const measured = measuredOf(host, ({ data, wants }) => {
    counts = data.counts;
    run = wants.run;
    const right = counts.reduce((total, row, label) => total + row[label], 0);
    sum.textContent = filled(confusion.right, { right: right.toLocaleString("en-US"), total: data.total.toLocaleString("en-US") });
    const most = mostWrong(counts);
    for (const label of DIGITS) {
      for (const answer of DIGITS) {
        const count = counts[label][answer];
        const cell = cells[label][answer];
        cell.textContent = count ? String(count) : "";
        cell.setAttribute("aria-label", filled(confusion.cell, { count, label, answer }));
        cell.classList.toggle("is-right", label === answer);
        cell.style.setProperty("--depth", label === answer || !count ? "0%" : `${Math.round(12 + (68 * count) / most)}%`);
      }
    }
    const worst = open ?? placeOf(counts, most);
    choose(worst.label, worst.answer);
  });

  /** @param {number} label @param {number} answer */
  function choose(label, answer) {
    open = { label, answer };
    for (const row of cells) {
      for (const cell of row) {
        const chosen = cell === cells[label][answer];
        cell.setAttribute("aria-pressed", String(chosen));
        cell.tabIndex = chosen ? 0 : -1;
      }
    }
    host.ask("cell", { run, label, answer }, ({ data, arrays }) => {
      const shown = data.digits.length;
      gallery.show(filled(shown < data.count ? confusion.shown : confusion.all, { shown, count: data.count, label, answer }), data.digits, arrays.pictures.values);
    }, { anyway: true });
  }

  /** @param {KeyboardEvent} event @param {number} label @param {number} answer */
  function move(event, label, answer) {
    const by = KEYS[event.key];
    const next = by && cells[label + by[0]]?.[answer + by[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  return {
    root: element("div", { class: "tr-panel", "data-testid": "confusion" }, none, board),
    /** @param {import("../types.js").Scene} scene @param {import("../types.js").Run | null} shown */
    show(scene, shown) {
      const has = shown !== null && shown.test !== null;
      none.hidden = has;
      board.hidden = !has;
      measured.show(scene, shown);
    },
  };
}

/** The largest number of digits of one kind that were read as another; at least 1. @param {number[][]} counts */
export function mostWrong(counts) {
  return Math.max(1, ...counts.flatMap((row, label) => row.filter((_, answer) => answer !== label)));
}

/** Where that is; the first of the diagonal when nothing is wrong. @param {number[][]} counts @param {number} most */
export function placeOf(counts, most) {
  for (const [label, row] of counts.entries()) {
    for (const [answer, count] of row.entries()) if (label !== answer && count === most) return { label, answer };
  }
  return { label: 0, answer: 0 };
}
