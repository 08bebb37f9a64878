// @ts-check
/** How many digits of the tray each network reads rightly: a bar for each. */

import { element } from "../../../network/dom.js";
import { filled } from "../../prose.js";

/**
 * @typedef {object} Row   of `read-tray` in cnnviz/ui/own_files.py
 * @property {"strip" | "earlier" | "before" | "run"} who
 * @property {number} step        batches learned from
 * @property {number[]} answers
 * @property {number} right
 * @property {number} learned     digits of the tray that it learned from
 */

/** @param {any} words */
export function createTrayReadings(words) {
  const list = element("div", { class: "tr-rows", "data-testid": "tray-rows" });
  const note = element("p", { class: "tr-hint" });
  const root = element("div", { class: "tr-readings", hidden: true }, element("h4", {}, words.rows), list, note);
  return {
    root,
    /** @param {Row[]} rows @param {number} total digits @param {string} label of the network in the strip */
    show(rows, total, label) {
      root.hidden = rows.length === 0 || total === 0;
      list.replaceChildren(...rows.map(({ who, step, right }) => {
        const fill = element("span", {});
        fill.style.transform = `scaleX(${right / Math.max(1, total)})`;
        return element("div", { class: "tr-row", "data-who": who, "data-right": right },
          element("span", { class: "tr-rowname" }, filled(words.who[who], { label, step: step.toLocaleString("en-US") })),
          element("span", { class: "tr-shares" }, fill), element("span", { class: "tr-share" }, filled(words.of, { right, total })));
      }));
      const last = rows[rows.length - 1];
      const learned = last?.who === "run" ? last.learned : 0;
      note.textContent = learned ? filled(words[learned === total ? "learnedAll" : "learned"], { learned, total }) : last?.who === "run" ? words.test : "";
    },
  };
}
