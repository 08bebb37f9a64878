// @ts-check
/** The task: which is the first stage whose cells see as much as a square that one sets on the digit? */

import { element } from "../../network/dom.js";
import { grouped } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { fieldOf, firstSeeing, parametersUpTo } from "./costs.js";
import { createSight } from "./sight.js";

/** @typedef {import("../types.js").Read} Read @typedef {import("../../network/view/types.js").Stage} Stage */

const DIGIT = 252; // px: nine a pixel

/**
 * Whether a stage is the first whose cells see so many pixels, and the numbers that tell why.
 * @param {Stage[]} stages @param {number} side @param {number} guess
 * @returns {{verdict: "right" | "small" | "late", numbers: Record<string, string | number>}}
 */
export function marked(stages, side, guess) {
  const { rows, columns } = fieldOf(stages, guess);
  const first = firstSeeing(stages, side);
  const before = guess > 0 ? fieldOf(stages, guess - 1) : { rows: 0, columns: 0 };
  return {
    verdict: guess === first ? "right" : guess < first ? "small" : "late",
    numbers: {
      stage: stages[guess].name, height: rows, width: columns, side, less: `${before.rows}\u202f×\u202f${before.columns}`,
      parameters: grouped(parametersUpTo(stages, guess)), all: grouped(parametersUpTo(stages, stages.length - 1)),
    },
  };
}

/** @param {number} middle @param {number} side @returns {number} the first pixel of a square that stays on the picture */
const startOf = (middle, side) => Math.max(0, Math.min(28 - side, middle - Math.floor(side / 2)));

/** @param {import("../types.js").Host} host */
export function createTask(host) {
  const words = host.words.words.task;
  const digit = createSight(DIGIT, "wn-movable");
  const told = element("span", { class: "wn-side" });
  const slider = element("input", { type: "range", min: 1, max: 28, step: 1, "aria-label": words.label, "data-testid": "side",
    oninput: () => host.change({ side: Number(slider.value), guess: null }, "side") });
  const list = element("div", { class: "wn-guesses", role: "group", "aria-label": words.stages });
  const verdict = element("p", { class: "wn-verdict", role: "status", "data-testid": "task-verdict" });
  const surface = element("div", { class: "wn-surface", tabindex: "0", role: "application", "aria-label": words.place, "data-testid": "square" }, digit.root);
  /** @type {HTMLElement[]} */
  let buttons = [];
  let builtFor = "";

  /** @param {PointerEvent} event */
  function follow(event) {
    const box = digit.canvas.getBoundingClientRect();
    const pixel = (/** @type {number} */ share) => Math.max(0, Math.min(27, Math.floor(share * 28)));
    host.change({ y: pixel((event.clientY - box.top) / box.height), x: pixel((event.clientX - box.left) / box.width) }, "square");
  }
  surface.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    surface.setPointerCapture(event.pointerId);
    follow(event);
  });
  surface.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => { if (surface.hasPointerCapture(event.pointerId)) follow(event); });
  surface.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const way = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const { y, x, side } = host.knobs();
    // From where the square is seen, not from where it was asked to be.
    const [top, left] = [startOf(y, side) + way[0], startOf(x, side) + way[1]];
    const middle = (/** @type {number} */ start) => Math.max(0, Math.min(28 - side, start)) + Math.floor(side / 2);
    host.change({ y: Math.min(27, middle(top)), x: Math.min(27, middle(left)) }, "square");
  });

  return {
    root: element("section", { class: "wn-task", "data-testid": "task" }, element("h3", { class: "wn-heading" }, words.title),
      element("div", { class: "wn-taskbody" }, surface,
        element("div", { class: "wn-asked" }, element("p", {}, ...host.prose(words.lead)), element("p", { class: "ch-quiet" }, words.place),
          element("label", { class: "wn-slider" }, told, slider), list, verdict))),
    /** @param {Read} read @param {Record<string, any>} knobs */
    show(read, { side, y, x, guess }) {
      const { stages, model } = read.network;
      if (builtFor !== model) {
        builtFor = model;
        buttons = stages.map((stage, index) => element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "guess", onclick: () => host.change({ guess: index }) }, stage.name));
        list.replaceChildren(...buttons);
      }
      digit.show(read, { top: startOf(y, side), left: startOf(x, side), height: side, width: side });
      told.textContent = filled(words.side, { side });
      if (Number(slider.value) !== side) slider.value = String(side);
      const chosen = guess !== null && guess < stages.length ? guess : null;
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(index === chosen)));
      if (chosen === null) {
        verdict.replaceChildren();
        delete verdict.dataset.verdict;
        return;
      }
      const found = marked(stages, side, chosen);
      verdict.dataset.verdict = found.verdict;
      verdict.replaceChildren(...host.prose(filled(words[found.verdict], found.numbers)));
    },
  };
}
