// @ts-check
/** The answer: the most probable digit, and for each digit its logit and its probability. */

import { element, write } from "../../dom.js";
import { answerOf } from "../chain.js";
import { fixed, percentage } from "../numbers.js";
import { stripOf } from "../layout/strip.js";
import { titleOf } from "../words.js";
import { createMap } from "./maps.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("./maps.js").MapPart} MapPart
 */

export const DRAW_A_DIGIT = "Draw a digit";

/**
 * @param {Stage[]} stages
 * @param {boolean} lying   whether the bars stand side by side, the two strips lying below them
 * @returns {{
 *   root: HTMLElement, maps: MapPart[], lying: boolean,
 *   show: (values: Float32Array | null) => number | null,
 *   say: (text: string) => void,
 *   sentence: () => string,
 * } | null} null for a network that does not classify
 */
export function createAnswer(stages, lying) {
  const found = answerOf(stages);
  if (!found) return null;
  const logits = stages[found.logits];
  const probabilities = stages[found.probabilities];
  const digit = element("div", { class: "nv-digit" });
  const percent = element("div", { class: "nv-percent" });
  const caption = element("div", { class: "nv-caption" });
  const rows = Array.from({ length: probabilities.length }, (_, index) => createRow(index, lying));
  const maps = [found.logits, found.probabilities].map((index) => {
    const strip = stripOf(stages, index);
    return createMap(stages, index, 0, lying ? { columns: strip.long, rows: strip.thick } : { columns: strip.thick, rows: strip.long });
  });
  const root = element(
    "section",
    { class: "nv-answer", "aria-label": "The answer" },
    element("div", { class: "nv-verdict" }, digit, element("div", { class: "nv-sure" }, percent, caption)),
    element(
      "header",
      { class: "nv-answerhead" },
      element("span", { class: "nv-title" }, `${titleOf(logits)} → ${titleOf(probabilities)}`),
      element("span", { class: "nv-shape" }, `${probabilities.length} classes`),
    ),
    element(
      "div",
      { class: "nv-table" },
      element("div", { class: "nv-strips" }, ...maps.map((map) => map.button)),
      element("div", { class: "nv-rows", role: "list" }, ...rows.map((row) => row.root)),
    ),
    element("p", { class: "nv-note" }, "Softmax always adds up to 100 %, for a scribble too."),
  );
  return {
    root,
    maps,
    lying,
    say(text) {
      caption.textContent = text;
    },
    sentence: () => `Most probable: ${digit.textContent}, ${percent.textContent}.`,
    show(values) {
      if (!values) {
        for (const row of rows) row.show(null, null, false);
        digit.textContent = "";
        percent.textContent = "";
        caption.textContent = DRAW_A_DIGIT;
        return null;
      }
      let winner = 0;
      for (let index = 1; index < rows.length; index++) {
        if (values[probabilities.offset + index] > values[probabilities.offset + winner]) winner = index;
      }
      rows.forEach((row, index) => {
        row.show(values[probabilities.offset + index], values[logits.offset + index], index === winner);
      });
      write(digit, String(winner));
      write(percent, percentage(values[probabilities.offset + winner]));
      write(caption, "most probable");
      return winner;
    },
  };
}

/** @param {number} index the digit @param {boolean} lying */
function createRow(index, lying) {
  const fill = element("div", { class: "nv-fill" });
  const percent = element("span", { class: "nv-p" });
  const logit = element("span", { class: "nv-logit" });
  const root = element(
    "div",
    { class: "nv-row", role: "listitem", "data-testid": "probability", "data-digit": index, "data-value": "" },
    element("span", { class: "nv-class" }, String(index)),
    element("div", { class: "nv-bar", "aria-hidden": "true" }, fill),
    percent,
    logit,
  );
  return {
    root,
    /** @param {number | null} probability @param {number | null} value the logit @param {boolean} wins */
    show(probability, value, wins) {
      root.dataset.value = probability === null ? "" : String(probability);
      root.classList.toggle("is-winner", wins);
      fill.style.transform = lying ? `scaleY(${probability ?? 0})` : `scaleX(${probability ?? 0})`;
      write(percent, probability === null ? "" : percentage(probability));
      write(logit, value === null ? "" : `${lying ? "" : "logit "}${fixed(value, 2)}`);
    },
  };
}
