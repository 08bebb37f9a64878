// @ts-check
/** Which entry a cell becomes: map · H · W + row · W + column, in this cell's numbers. */

import { element } from "../../dom.js";
import { createText } from "./text.js";

const WORDS = ["map", "row", "column", "entry"];

/** Each number stands below its word. */
export function createFormula() {
  const heads = WORDS.map((word) => createText("span", `dc-word is-${word}`));
  const numbers = WORDS.map((word) => createText("span", `dc-number is-${word}`));
  const results = WORDS.map((word) => createText("span", `dc-number is-${word}`));
  const factors = [0, 1, 2, 3].map(() => createText("span", "dc-operator"));
  /** @param {{root: HTMLElement}[]} cells @param {(string | {root: HTMLElement})[]} between */
  const row = (cells, between) => cells.flatMap((cell, place) => {
    const sign = between[place];
    if (sign === undefined) return [cell.root];
    return [cell.root, typeof sign === "string" ? element("span", { class: "dc-operator" }, sign) : sign.root];
  });
  const root = element("div", { class: "dc-formula", role: "group", "aria-label": "Which entry it becomes" },
    ...row(heads, [factors[0], factors[1], "="]),
    ...row(numbers, [factors[2], factors[3], "="]),
    ...row(results, ["+", "+", "="]));
  return {
    root,
    /** @param {{channels: number, rows: number, columns: number}} shape @param {import("../../arithmetic/types.js").Cell} from @param {number} index */
    show({ channels, rows, columns }, { channel, row: line, column }, index) {
      root.classList.toggle("is-single", channels === 1);
      WORDS.forEach((word, place) => heads[place].say(word));
      for (const [place, text] of [`× ${rows} × ${columns} +`, `× ${columns} +`].entries()) {
        factors[place].say(text);
        factors[place + 2].say(text);
      }
      [channel, line, column, index].forEach((number, place) => numbers[place].say(String(number)));
      [channel * rows * columns, line * columns, column, index].forEach((number, place) => results[place].say(String(number)));
    },
  };
}
