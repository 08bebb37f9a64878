// @ts-check
/** A chapter: the strip, a prediction, then the picture with its knobs, the sentences and the code. */

import { element } from "../network/dom.js";
import { readTheme } from "../network/view/theme.js";
import { createAddress } from "./address.js";
import { createAnother, same } from "./another.js";
import { aboutOf } from "./body.js";
import { createCode } from "./code.js";
import { createKnobs, readKnobs, told, writeKnobs } from "./knobs.js";
import { pictureOf } from "./pictures.js";
import { createLaboratory } from "./laboratory.js";
import { createProse } from "./prose.js";
import { createQuestion } from "./question.js";
import { share } from "./readings.js";
import { createSettling } from "./settling.js";
import { createStrip } from "./strip.js";

/** @param {HTMLElement} root @param {(name: string, value: any) => void} tell the session @returns {import("./index.js").Part} */
export function createLesson(root, tell) {
  const address = createAddress();
  const controller = new AbortController();
  let theme = readTheme(root);
  /** @type {import("./types.js").Message} */
  let message;
  /** @type {import("./types.js").Chapter} */
  let chapter;
  /** @type {import("./types.js").Picture | null} */
  let picture = null;
  /** @type {ReturnType<typeof createKnobs>} */
  let knobs;
  /** @type {ReturnType<typeof createStrip>} */
  let strip;
  /** @type {ReturnType<typeof createCode>} */
  let code;
  let revealed = false;
  let asked = "";
  /** @type {string[]} */
  let problems = [];
  // Whether the message is the picture's own: with the next turn of a knob it is out of date.
  let complained = false;
  /** @type {any} what the chapter has found out that its questions are about */
  let found = null;

  const alertBox = element("p", { class: "cnnviz-alert", role: "alert", hidden: true });
  const title = element("h1", { class: "ch-title" });
  const lead = element("p", { class: "ch-lead" });
  const predict = element("section", { class: "ch-predict", "data-testid": "predict" });
  const see = element("section", { class: "ch-see", "data-testid": "see" });
  const change = element("section", { class: "ch-change", "data-testid": "change" });
  const words = element("section", { class: "ch-say", "data-testid": "say" });
  const undo = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "undo", onclick: () => { knobs.undo(); turned(); } });
  const reset = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "reset", onclick: () => { knobs.reset(); turned(); } });
  const lesson = element("div", { class: "ch-lesson", hidden: true });
  // Streamlit's charts are megabytes of script, which hold the page up for a moment: they come when one gets near them.
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    send("charts", true);
  }, { rootMargin: "0px 0px 200px 0px" });
  root.classList.add("ch-chapter");

  /** @param {string | null} text */
  function say(text) {
    alertBox.textContent = text ?? "";
    alertBox.hidden = !text;
  }

  const laboratory = createLaboratory({
    path: () => message.header.laboratory,
    about: () => aboutOf(message.read),
    say: complain,
    unreachable: () => message.header.frame.unreachable,
  });

  const another = createAnother({ shown: () => message, found: () => found, come: take, tell: (wish) => send("wish", wish) });
  const settling = createSettling(root, () => tell("knobs", knobs.state));

  /** @param {string} name @param {any} value */
  function send(name, value) {
    settling.now(); // what follows may turn the page
    if (name === "found") found = value;
    tell(name, value);
  }

  /** @param {import("./types.js").Message} next */
  function take(next) {
    message = next;
    share(message.header.reading, message.read);
    present();
  }

  function scene() {
    const { header, arrays, read } = message;
    return { read, arrays, data: header.data, knobs: knobs.state, theme };
  }

  /** @param {string | null} text */
  function complain(text) {
    complained = text !== null;
    say(text);
  }

  function show() {
    if (!picture) return;
    picture.show(scene());
    code.show();
    undo.disabled = !knobs.canUndo;
    reset.disabled = !knobs.canReset;
  }

  /** A knob was turned. */
  function turned() {
    if (complained) complain(null);
    show();
    address.note(writeKnobs(chapter.knobs, knobs.state));
    settling.later();
  }

  /** Everything that stays as long as the page is open. */
  function build() {
    const { header } = message;
    const { frame } = header;
    strip = createStrip({ wish: another.wish, link: address.link }, frame);
    code = createCode(frame, () => /** @type {import("./types.js").Picture} */ (picture).code(scene()));
    undo.textContent = frame.undo;
    reset.textContent = frame.reset;
    lesson.append(see, change, words, code.root);
    near.observe(code.root);
    root.classList.add(`is-${header.chapter}`);
    root.replaceChildren(strip.root, alertBox, element("div", { class: "ch-top" }, title, lead), predict, lesson);
    const found = readKnobs(chapter.knobs, window.location.search, header.kept.knobs);
    problems = found.problems.map((problem) => told(problem, header.words, frame));
    knobs = createKnobs(chapter.knobs, found.state);
    const { signal } = controller;
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLElement && event.composedPath()[0] instanceof HTMLElement
        && /** @type {HTMLElement} */ (event.composedPath()[0]).closest("input:not([type=range]):not([type=checkbox]):not([readonly]), select, textarea, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") strip.go("next");
      else if (event.key === "p") strip.go("previous");
    }, { signal });
  }

  /** The prediction, as long as the picture is hidden; then a line that offers another one. */
  function ask() {
    const { header, read } = message;
    const { frame } = header;
    const wanted = JSON.stringify([header.predict, revealed]);
    if (wanted === asked) return;
    const answeredHere = predict.querySelector("[data-correct=true]");
    if (revealed && answeredHere && asked === JSON.stringify([header.predict, false])) {
      asked = wanted;
      return;
    }
    asked = wanted;
    if (revealed) {
      predict.replaceChildren(element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "predict-again", onclick: () => {
        reveal(false);
      } }, frame.predictAgain));
      return;
    }
    const prose = createProse(header.glossary);
    const question = createQuestion(header.predict, {
      read, theme, frame, prose,
      answered: () => reveal(true),
    });
    predict.replaceChildren(element("h2", { class: "ch-heading" }, frame.predict), question.root,
      element("button", { type: "button", class: "ch-skip", "data-testid": "skip", onclick: () => { reveal(true); ask(); } }, frame.skip));
  }

  /** @param {boolean} on */
  function reveal(on) {
    if (revealed === on) return;
    revealed = on;
    send("revealed", on);
    if (!on) ask();
    else predict.querySelector(".ch-skip")?.remove();
    open();
  }

  /** Show or hide the picture; it is made when it is first seen. */
  function open() {
    lesson.hidden = !revealed;
    if (!revealed) return;
    if (!picture) {
      const { header } = message;
      picture = chapter.create({
        words: header.words, frame: header.frame, knobs: () => knobs.state, send, say: complain, wish: another.wish,
        ask: laboratory.ask, work: laboratory.work, prose: createProse(header.glossary),
        change(changes, together) { if (knobs.change(changes, together)) turned(); },
        undo() { knobs.undo(); turned(); },
        canUndo: () => knobs.canUndo,
      });
      see.append(element("h2", { class: "ch-heading" }, header.frame.see), picture.see);
      change.append(element("div", { class: "ch-head" }, element("h2", { class: "ch-heading" }, header.frame.change), undo, reset), picture.change);
    }
    show();
  }

  /** All that a message may have changed. */
  function present() {
    const { header } = message;
    const prose = createProse(header.glossary);
    strip.show(message);
    title.textContent = header.words.title;
    lead.replaceChildren(...prose(header.words.lead));
    words.replaceChildren(element("h2", { class: "ch-heading" }, header.frame.say), ...header.words.say.map((/** @type {string} */ text) => element("p", {}, ...prose(text))));
    say([...header.problems, ...problems, ...(header.notice ? [header.notice] : [])].join(" ") || null);
    address.note({ sample: null, digit: null, exact: null, model: null, ...header.address, ...writeKnobs(chapter.knobs, knobs.state) });
    ask();
    open();
  }

  return {
    async receive(next) {
      if (!message) {
        message = next;
        share(message.header.reading, message.read);
        chapter = await pictureOf(next.header.chapter);
        if (controller.signal.aborted) return;
        revealed = message.header.kept.revealed;
        build();
        if (!revealed && chapter.begun?.()) {
          revealed = true;
          send("revealed", true);
        }
        present();
      } else if (!strip) {
        message = next; // while the picture's module is under way: shown with it
        share(message.header.reading, message.read);
      } else if (another.isTimely(next)) {
        if (same(message, next)) message = { ...message, header: { ...message.header, wish: next.header.wish } };
        else take(next);
      }
    },
    setTheme() {
      theme = readTheme(root);
      show();
    },
    dispose() {
      controller.abort();
      laboratory.dispose();
      another.dispose();
      near.disconnect();
      settling.dispose();
      address.stop();
      picture?.dispose();
    },
  };
}
