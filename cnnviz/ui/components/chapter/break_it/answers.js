// @ts-check
/** The answer of the network as trained beside that of the changed one, digit by digit. */

import { element } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { bestOf } from "./changing.js";

/** @param {import("../types.js").Host} host */
export function createAnswers(host) {
  const { words } = host.words;
  const told = element("p", { class: "bi-task", role: "status", "data-testid": "answer-told" });
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const [before, after] = [element("span", { class: "bi-before" }), element("span", { class: "bi-after" })];
    const [was, now] = [element("span", { class: "bi-was" }), element("span", { class: "bi-is" })];
    return { before, after, was, now, root: element("div", { class: "bi-pair", role: "listitem" }, element("strong", {}, String(digit)), element("span", { class: "bi-pairbars" }, before, after), was, now) };
  });
  const head = element("div", { class: "bi-pair is-head", "aria-hidden": "true" }, element("span", {}), element("span", {}), element("span", { class: "bi-was" }, words.original), element("span", { class: "bi-is" }, words.changed));
  const list = element("div", { class: "bi-pairs", role: "list" }, ...rows.map((row) => row.root));
  const root = element("div", { class: "bi-answers", "data-testid": "answers" }, element("h4", { class: "bi-subtitle" }, words.answerTitle), told, head, list);

  return {
    root,
    /** @param {Float32Array} whole @param {Float32Array} changed probabilities */
    show(whole, changed) {
      const [first, second] = [bestOf(whole), bestOf(changed)];
      told.replaceChildren(...host.prose(first === second
        ? filled(words.answerSame, { digit: first, whole: percentage(whole[first]), changed: percentage(changed[first]) })
        : filled(words.answerLost, { whole: first, wholeShare: percentage(whole[first]), digit: second, share: percentage(changed[second]) })));
      Object.assign(root.dataset, { prediction: String(second), shares: Array.from(changed).join(" ") });
      rows.forEach((row, digit) => {
        row.before.style.width = `${100 * whole[digit]}%`;
        row.after.style.width = `${100 * changed[digit]}%`;
        row.was.textContent = percentage(whole[digit]);
        row.now.textContent = percentage(changed[digit]);
        row.root.classList.toggle("is-best", digit === second);
        row.root.setAttribute("aria-label", filled(words.answerRow, { digit, whole: row.was.textContent, changed: row.now.textContent }));
      });
    },
  };
}
