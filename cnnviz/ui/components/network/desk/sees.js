// @ts-check
import { element, paintInk } from "../dom.js";

const STEPS = [
  ["redraw", "pen redrawn at 14 %", "Strokes redrawn with a pen in proportion, so that a tiny or huge drawing is as thick as MNIST's"],
  ["crop", "fitted into 20 × 20", "The box around the ink, scaled with its proportions kept"],
  ["center", "centred by mass", "The centre of the ink moved to the middle, as MNIST was made"],
];

/**
 * What the network sees: the 28x28 picture, and the steps that make it, each to be switched off.
 *
 * @param {(step: string, on: boolean) => void} change
 */
export function createSees(change) {
  const canvas = element("canvas", { width: 28, height: 28, role: "img", "aria-label": "What the network sees, 28 by 28 cells" });
  /** @type {Record<string, any>} */
  const boxes = {};
  const switches = STEPS.map(([name, text, title]) => {
    boxes[name] = element("input", { type: "checkbox", onchange: () => change(name, boxes[name].checked) });
    return element("label", { class: "cnnviz-check", title }, boxes[name], element("span", {}, text));
  });
  const root = element(
    "section", { class: "cnnviz-sees" },
    element("h2", {}, "What the network sees"),
    element("div", { class: "cnnviz-seesrow" }, canvas,
      element("div", { class: "cnnviz-switches" }, element("p", {}, "28 × 28 cells, 0 to 1"), ...switches)),
  );
  return {
    root,
    /** @param {ArrayLike<number> | null} ink 784 values, 0 to 1, or null when nothing is drawn */
    paint(ink) { paintInk(canvas, ink ?? new Float32Array(784), 1); },
    /** @param {Record<string, boolean>} steps @param {boolean} strokesOnly whether the pen can be redrawn at all */
    show(steps, strokesOnly) {
      for (const [name] of STEPS) boxes[name].checked = steps[name];
      boxes.redraw.disabled = !strokesOnly;
      boxes.redraw.closest("label").classList.toggle("cnnviz-off", !strokesOnly);
    },
  };
}
