// @ts-check
/** Build a filter: it is measured on strokes, and the task is solved or not. */

import { element, write } from "../../network/dom.js";
import { fixed } from "../../network/view/numbers.js";
import { createText } from "../../network/detail/parts/text.js";
import { filled } from "../prose.js";
import { createCanvasMap } from "./canvas-map.js";
import { answerTo, isSolved } from "./measure.js";
import { filterOf, inColour } from "./state.js";

const CELL = 4; // px

/** @param {import("../types.js").Host} host */
export function createTasks(host) {
  const { words } = host;
  const goal = createText("p", "cv-goal");
  const verdict = element("p", { class: "cv-verdict", role: "status", "data-testid": "verdict" });
  const note = createText("p", "ch-quiet");
  const cards = element("div", { class: "cv-strokes" });
  const numbers = element("div", { class: "cv-choices", role: "group", "aria-label": words.task });
  const root = element("div", { class: "cv-tasks cnnviz-detail", "data-testid": "tasks" },
    element("div", { class: "cv-taskhead" }, element("h3", { class: "cv-taskname" }, words.tasks), numbers, goal.root), cards, verdict, note.root);
  /** @type {{name: string, wanted: boolean, picture: any, map: any, bar: HTMLElement, value: any}[]} */
  let shown = [];
  let built = "";

  /** @param {import("./measure.js").Task} task */
  function build(task) {
    shown = [...task.wanted, ...task.unwanted].map((name, place) => ({
      name, wanted: place < task.wanted.length, picture: createCanvasMap(), map: createCanvasMap(), bar: element("span", { class: "cv-bar-fill" }), value: createText("strong"),
    }));
    cards.replaceChildren(...shown.map(({ name, wanted, picture, map, bar, value }) => element("div", { class: `cv-stroke${wanted ? " is-wanted" : ""}`, "data-testid": "stroke", "data-stroke": name },
      element("p", {}, element("strong", {}, wanted ? words.yes : words.no), ` ${words.strokes[name]}`),
      element("div", { class: "cv-pair" }, picture.root, element("span", { "aria-hidden": "true" }, "→"), map.root),
      element("div", { class: "cv-measure" }, element("span", { class: "cv-track", "aria-hidden": "true" }, bar), value.root))));
  }

  return {
    root,
    /** @param {import("../types.js").Scene} scene */
    show(scene) {
      const { data, arrays, knobs, theme } = scene;
      const task = data.tasks[knobs.task - 1];
      if (!numbers.children.length) {
        numbers.append(...data.tasks.map((/** @type {any} */ _, /** @type {number} */ place) => element("button", {
          type: "button", class: "cnnviz-button cv-choice", "data-testid": `task-${place + 1}`, onclick: () => host.change({ task: place + 1 }),
        }, String(place + 1))));
      }
      [...numbers.children].forEach((button, place) => button.setAttribute("aria-pressed", String(place + 1 === knobs.task)));
      if (built !== task.name) build(task);
      built = task.name;
      const filter = filterOf(scene);
      const [, rows, columns] = arrays.strokes.shape;
      const answers = new Map(shown.map(({ name }) => [name, answerTo(arrays.strokes, data.strokes.indexOf(name), filter)]));
      const strongest = (/** @type {string} */ name) => answers.get(name)?.strongest ?? 0;
      const most = Math.max(...shown.map(({ name }) => strongest(name)), 1e-9);
      const reach = Math.max(...[...answers.values()].map(({ map }) => map.reduce((size, value) => Math.max(size, Math.abs(value)), 0)), 1e-9);
      for (const { name, picture, map, bar, value } of shown) {
        const answer = /** @type {ReturnType<typeof answerTo>} */ (answers.get(name));
        picture.setShape({ rows, columns, cell: CELL, ring: 0 });
        picture.paint(arrays.strokes.values, data.strokes.indexOf(name) * rows * columns, rows * columns, 1, theme.grey);
        map.setShape({ rows: answer.rows, columns: answer.columns, cell: CELL, ring: 0 });
        map.paint(answer.map, 0, answer.map.length, reach, theme.signed);
        bar.style.width = `${(100 * answer.strongest) / most}%`;
        value.say(fixed(answer.strongest, 2));
        value.root.dataset.value = String(answer.strongest);
      }
      const solved = isSolved(task, strongest);
      goal.say(words.goals[task.name]);
      const text = `${solved ? "✓ " : ""}${filled(solved ? words.solved : words.unsolved, { factor: task.factor })}`;
      write(verdict, text);
      root.dataset.solved = String(solved);
      note.say(inColour(scene) ? words.measuredGrey : words.measured);
    },
  };
}
