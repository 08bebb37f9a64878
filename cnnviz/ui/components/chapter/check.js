// @ts-check
/** Check yourself: questions of the learner's own numbers, new ones on demand. */

import { element } from "../network/dom.js";
import { readTheme } from "../network/view/theme.js";
import { createAddress } from "./address.js";
import { aboutOf, bodyOf } from "./body.js";
import { readMessage } from "./message.js";
import { createProse, filled } from "./prose.js";
import { createQuestion } from "./question.js";

const PATIENCE = 2000; // ms until the session is told all the same

/** @param {HTMLElement} root @param {(name: string, value: any) => void} send @returns {import("./index.js").Part} */
export function createCheck(root, send) {
  const address = createAddress();
  /** @type {Record<string, boolean>} kinds that were answered, and whether rightly */
  let answers = {};
  /** @type {any} */
  let header;
  /** @type {import("../network/arithmetic/types.js").Read} */
  let read;
  let shown = "";
  let round = 0; // that was asked for last
  const gone = new AbortController();
  const title = element("h2", { class: "ch-heading" });
  const done = element("span", { class: "ch-quiet", "data-testid": "progress" });
  const list = element("div", { class: "ch-questions" });
  const again = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "again", onclick: more });
  root.classList.add("ch-check");
  root.replaceChildren(element("div", { class: "ch-head" }, title, done, again), list);

  /** Other questions: without a run of the page's script, which is told of them. */
  async function more() {
    round = Math.max(round, header.round) + 1;
    const asked = round;
    try {
      const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(PATIENCE)]);
      const body = bodyOf(aboutOf(read), { round: asked, found: header.found });
      const response = await fetch(header.another, { method: "POST", body, signal });
      const next = response.ok ? readMessage(new Uint8Array(await response.arrayBuffer())).header : null;
      if (next?.reading === header.reading && asked === round && !gone.signal.aborted) {
        header = { ...header, ...next };
        show();
      }
    } catch {
      // The session is told, and its script asks them.
    }
    if (asked !== round || gone.signal.aborted) return;
    send("round", asked);
    list.querySelector("button, input")?.focus({ preventScroll: true });
  }

  function tellProgress() {
    done.textContent = filled(header.frame.progress, header.progress);
  }

  function show() {
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
      read, theme, frame, prose,
      answered(right) {
        answers = { ...answers, [question.kind]: answers[question.kind] || right };
        send("answers", answers);
      },
    }).root));
  }

  return {
    receive(message) {
      if (message.header.round < round && message.header.reading === header.reading) {
        header = { ...header, progress: message.header.progress }; // of the round before
        tellProgress();
        return;
      }
      round = message.header.round;
      ({ header, read } = message);
      show();
    },
    setTheme() { readTheme(root); },
    dispose() {
      gone.abort();
      address.stop();
    },
  };
}
