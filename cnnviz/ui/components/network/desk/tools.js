// @ts-check
import { element } from "../dom.js";

/**
 * Pen, eraser, undo, redo, clear, and the width of the pen.
 *
 * @param {{
 *   tool: (erases: boolean) => void, undo: () => void, redo: () => void, clear: () => void,
 *   pen: (width: number) => void,
 * }} act
 */
export function createTools(act) {
  const pen = button("Pen", () => act.tool(false), { "aria-pressed": "true" });
  const eraser = button("Eraser", () => act.tool(true), { "aria-pressed": "false" });
  const undo = button("Undo", act.undo, { title: "Take the last stroke back (Ctrl+Z)" });
  const redo = button("Redo", act.redo, { title: "Draw it again (Ctrl+Shift+Z)" });
  const clear = button("Clear", act.clear, { title: "Start with an empty canvas; Undo brings the drawing back" });
  const dot = element("span", { class: "cnnviz-dot", "aria-hidden": "true" });
  const width = element("output", { class: "cnnviz-width" });
  const slider = element("input", {
    type: "range", min: 8, max: 34, step: 1, "aria-label": "Width of the pen in pixels",
    oninput: () => { label(Number(slider.value)); },
    onchange: () => act.pen(Number(slider.value)),
  });
  /** @param {number} pixels */
  const label = (pixels) => {
    width.textContent = `${pixels} px`;
    dot.style.width = dot.style.height = `${pixels}px`;
  };
  const root = element(
    "div", { class: "cnnviz-tools" },
    element("div", { class: "cnnviz-row", role: "toolbar", "aria-label": "Drawing tools" }, pen, eraser, undo, redo, clear),
    element("label", { class: "cnnviz-row cnnviz-penwidth" }, element("span", {}, "Width"), slider,
      element("span", { class: "cnnviz-dotbox" }, dot), width),
  );
  return {
    root,
    /** @param {{erases: boolean, pen: number, canUndo: boolean, canRedo: boolean, canClear: boolean}} state */
    show(state) {
      pen.setAttribute("aria-pressed", String(!state.erases));
      eraser.setAttribute("aria-pressed", String(state.erases));
      undo.disabled = !state.canUndo;
      redo.disabled = !state.canRedo;
      clear.disabled = !state.canClear;
      if (document.activeElement !== slider) slider.value = String(state.pen);
      label(Number(slider.value));
    },
  };
}

/** @param {string} text @param {() => void} press @param {Record<string, string>} [attributes] */
function button(text, press, attributes = {}) {
  return element("button", { type: "button", class: "cnnviz-button", onclick: press, ...attributes }, text);
}
