// @ts-check
/** Check yourself: questions of the learner's own numbers, new ones on demand. */

import { element } from "../network/dom.js";
import { readTheme } from "../network/view/theme.js";
import { createAddress } from "./address.js";
import { createProse, filled } from "./prose.js";
import { createQuestion } from "./question.js";

/** @param {HTMLElement} root @param {(name: string, value: any) => void} send @returns {import("./index.js").Part} */
export function createCheck(root, send) {
  const address = createAddress();
  /** @type {Record<string, boolean>} kinds that were answered, and whether rightly */
  let answers = {};
  /** @type {any} */
  let header;
  let shown = "";
  const title = element("h2", { class: "ch-heading" });
  const done = element("span", { class: "ch-quiet", "data-testid": "progress" });
  const list = element("div", { class: "ch-questions" });
  const again = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "again", onclick: () => {
    send("round", header.round + 1);
    list.querySelector("button, input")?.focus({ preventScroll: true });
  } });
  root.classList.add("ch-check");
  root.replaceChildren(element("div", { class: "ch-head" }, title, done, again), list);

  function tellProgress() {
    done.textContent = filled(header.frame.progress, header.progress);
  }

  return {
    receive(message) {
      header = message.header;
      const { frame, questions, glossary } = header;
      title.textContent = frame.check;
      again.textContent = frame.again;
      tellProgress();
      address.note({ round: header.round === 1 ? null : String(header.round) });
      // The same questions stay as they were answered.
      const wanted = JSON.stringify(questions);
      root.dataset.round = String(header.round);
      if (wanted === shown) return;
      shown = wanted;
      const prose = createProse(glossary);
      const theme = readTheme(root);
      again.hidden = done.hidden = questions.length === 0;
      if (questions.length === 0) list.replaceChildren(element("p", { class: "ch-quiet" }, ...prose(header.words.unasked ?? "")));
      else list.replaceChildren(...questions.map((/** @type {any} */ question) => createQuestion(question, {
        read: message.read, theme, frame, prose,
        answered(right) {
          answers = { ...answers, [question.kind]: answers[question.kind] || right };
          send("answers", answers);
        },
      }).root));
    },
    setTheme() { readTheme(root); },
    dispose: () => address.stop(),
  };
}
