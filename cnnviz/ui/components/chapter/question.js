// @ts-check
/** A question: answered by clicking, typing or pointing, marked at once, with the reason. */

import { element } from "../network/dom.js";
import { createFigure } from "./figures.js";
import { markCell, markChoice, markNumber, numberIn } from "./marking.js";

/** @typedef {import("./marking.js").Question} Question @typedef {import("./marking.js").Verdict} Verdict */

const SIDE = { question: 196, choice: 112 }; // px of a figure

/**
 * @param {Question} question
 * @param {{read: import("./types.js").Read, theme: import("./types.js").Theme, frame: any, prose: (text: string) => Node[],
 *   answered: (right: boolean) => void}} host
 */
export function createQuestion(question, host) {
  const { frame } = host;
  const verdict = element("div", { class: "ch-verdict", role: "status", hidden: true });
  const figures = question.figures.map((figure) => createFigure(figure, host.read, host.theme, SIDE.question));
  const root = element("article", { class: "ch-question", "data-testid": "question", "data-kind": question.kind },
    element("p", { class: "ch-asked" }, ...host.prose(question.text)));

  /** @param {Verdict} found */
  function say({ right, why }) {
    root.dataset.correct = String(right);
    verdict.hidden = false;
    // A wrong answer may be thought over: what is right is told once it is found, or asked for.
    const rest = right ? [element("p", {}, ...host.prose(question.reason))] : [reveal];
    verdict.replaceChildren(
      element("p", {}, element("strong", {}, right ? frame.right : frame.wrong), why ? " " : "", ...(why ? host.prose(why) : [])), ...rest);
    host.answered(right);
  }

  const reveal = element("button", { type: "button", class: "cnnviz-button ch-small", onclick: () => {
    reveal.replaceWith(element("p", {}, ...host.prose(question.reason)));
    showAnswer();
  } }, frame.tell);

  const form = { choice: choiceForm, number: numberForm, cell: cellForm }[question.form]();
  const showAnswer = form.reveal;
  if (question.form !== "cell" && figures.length) root.append(element("div", { class: "ch-figures" }, ...figures.map((one) => one.root)));
  root.append(form.root, verdict);

  function choiceForm() {
    const buttons = question.choices.map((choice, place) => {
      const figure = choice.figure && createFigure(choice.figure, host.read, host.theme, SIDE.choice).root;
      const button = element("button", { type: "button", class: "ch-choice", "data-testid": "choice", onclick: () => {
        const found = markChoice(question, place);
        button.dataset.marked = found.right ? "right" : "wrong";
        button.append(element("span", { class: "ch-mark", "aria-hidden": "true" }, found.right ? "✓" : "✗"));
        button.disabled = true;
        if (found.right) for (const one of buttons) one.disabled = true;
        say(found);
      } }, ...(figure ? [figure] : []), element("span", {}, choice.text));
      return button;
    });
    const pictured = question.choices.some((choice) => choice.figure);
    return {
      root: element("div", { class: `ch-choices${pictured ? " is-pictured" : ""}`, role: "group", "aria-label": frame.answers }, ...buttons),
      reveal() { buttons[question.choices.findIndex((choice) => choice.right)].dataset.marked = "right"; },
    };
  }

  function numberForm() {
    const input = element("input", { class: "ch-input", inputmode: "decimal", autocomplete: "off", "aria-label": frame.yourNumber, "data-testid": "number" });
    const root = element("form", { class: "ch-typed", onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const typed = numberIn(input.value);
      if (typed === null) {
        verdict.hidden = false;
        verdict.replaceChildren(element("p", {}, frame.noNumber));
        return;
      }
      const found = markNumber(question, typed);
      input.dataset.marked = found.right ? "right" : "wrong";
      input.readOnly = found.right; // and the keys that turn the page are no text any more
      say(found);
    } }, input, element("button", { type: "submit", class: "cnnviz-button ch-small" }, frame.answer));
    return { root, reveal() { input.value = String(question.value); } };
  }

  function cellForm() {
    const [figure] = figures;
    let at = { row: Math.floor(figure.rows / 2), column: Math.floor(figure.columns / 2) };
    const place = () => filledCell(frame.cellAt, at);
    const told = element("span", { class: "ch-quiet", role: "status" }, frame.pointHelp);
    const surface = element("div", {
      class: "ch-pointing", tabindex: "0", role: "application", "aria-label": frame.pointHelp, "data-testid": "pointing",
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (step) move(at.row + step[0], at.column + step[1]);
        else if (event.key === "Enter" || event.key === " ") choose();
        else return;
        event.preventDefault();
      },
      onpointermove: (/** @type {PointerEvent} */ event) => {
        const { row, column } = figure.cellUnder(event);
        move(row, column);
      },
      onclick: (/** @type {PointerEvent} */ event) => {
        // Enter on a focused element clicks without a position.
        if (event.detail === 0) return;
        const { row, column } = figure.cellUnder(event);
        move(row, column);
        choose();
      },
    }, figure.root);

    /** @param {number} row @param {number} column */
    function move(row, column) {
      at = { row: Math.max(0, Math.min(figure.rows - 1, row)), column: Math.max(0, Math.min(figure.columns - 1, column)) };
      figure.mark(at.row, at.column);
      told.textContent = place();
    }
    function choose() { say(markCell(question, at, frame.wrongCell)); }
    return {
      root: element("div", { class: "ch-celled" }, surface, told),
      reveal() { const [row, column] = /** @type {[number, number]} */ (question.cell); move(row, column); },
    };
  }

  return { root };
}

/** @param {string} text @param {{row: number, column: number}} at */
const filledCell = (text, { row, column }) => text.replace("{row}", String(row)).replace("{column}", String(column));
