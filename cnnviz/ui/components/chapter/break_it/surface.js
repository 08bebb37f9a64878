// @ts-check
/** The changed digit, large: it is dragged to move it, or rubbed out with the pointer or with the keys. */

import { element, paintInk } from "../../network/dom.js";
import { between, covered, SIDE } from "./cells.js";

/** @typedef {{row: number, column: number}} Place @typedef {"still" | "move" | "rub"} Mode */

const ARROWS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });

/**
 * @param {{
 *   rub: (cells: number[], stroke: string) => void,
 *   move: (down: number, right: number, stroke: string) => void,
 * }} hooks `move` in whole pixels since the last call
 */
export function createSurface(hooks) {
  const canvas = element("canvas", { width: SIDE, height: SIDE, class: "bi-cells" });
  const square = element("span", { class: "bi-rubber", hidden: true });
  const root = element("div", { class: "bi-surface", role: "application", tabindex: "0", "data-testid": "surface" }, canvas, square);
  /** @type {Mode} */
  let mode = "still";
  let rubber = 3;
  let strokes = 0;
  /** @type {Place} */
  let at = { row: 13, column: 13 };
  /** @type {{id: number, from: Place} | null} */
  let drag = null;
  /** @type {Float32Array} */
  let shown = new Float32Array(SIDE * SIDE);

  /** @param {PointerEvent} event @returns {Place} */
  function cellUnder(event) {
    const box = canvas.getBoundingClientRect();
    const nth = (/** @type {number} */ share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE)));
    return { row: nth((event.clientY - box.top) / box.height), column: nth((event.clientX - box.left) / box.width) };
  }

  function showSquare(/** @type {boolean} */ on) {
    square.hidden = !on || mode !== "rub";
    const unit = 100 / SIDE;
    const reach = (rubber - 1) / 2;
    Object.assign(square.style, { left: `${(at.column - reach) * unit}%`, top: `${(at.row - reach) * unit}%`, width: `${rubber * unit}%`, height: `${rubber * unit}%` });
  }

  /** Rub at once what is seen; the numbers follow. @param {Place[]} places */
  function rub(places) {
    const cells = places.flatMap((place) => covered(place, rubber)).filter((cell) => shown[cell] > 0);
    if (cells.length === 0) return;
    const left = shown.slice();
    for (const cell of cells) left[cell] = 0;
    paint(left);
    hooks.rub(cells, `rub ${strokes}`);
  }

  root.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (mode === "still" || event.button !== 0) return;
    strokes++;
    drag = { id: event.pointerId, from: cellUnder(event) };
    root.setPointerCapture(event.pointerId);
    at = drag.from;
    showSquare(true);
    if (mode === "rub") rub([at]);
  });
  root.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const to = cellUnder(event);
    if (mode === "rub" && (drag || event.pointerType === "mouse")) {
      at = to;
      showSquare(true);
    }
    if (!drag || drag.id !== event.pointerId) return;
    if (mode === "rub") rub(between(drag.from, to));
    else hooks.move(to.row - drag.from.row, to.column - drag.from.column, `move ${strokes}`);
    drag.from = to;
  });
  const release = () => (drag = null);
  root.addEventListener("pointerup", release);
  root.addEventListener("pointercancel", release);
  root.addEventListener("pointerleave", () => showSquare(document.activeElement === root || root.matches(":focus-visible")));
  root.addEventListener("focus", () => showSquare(root.matches(":focus-visible")));
  root.addEventListener("blur", () => showSquare(false));
  root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (mode === "still" || (!arrow && !(mode === "rub" && (event.key === " " || event.key === "Enter")))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!arrow) {
      strokes++;
      rub([at]);
    } else if (mode === "move") hooks.move(arrow[0], arrow[1], "move by keys");
    else {
      at = { row: Math.max(0, Math.min(SIDE - 1, at.row + arrow[0])), column: Math.max(0, Math.min(SIDE - 1, at.column + arrow[1])) };
      showSquare(true);
    }
  });

  /** @param {Float32Array} picture */
  function paint(picture) {
    shown = picture;
    paintInk(canvas, picture, 1);
    root.dataset.ink = String(picture.reduce((sum, value) => sum + Number(value > 0), 0));
  }

  return {
    root,
    paint,
    /** @param {Mode} next @param {number} width of the rubber, cells @param {string} label */
    show(next, width, label) {
      mode = next;
      rubber = width;
      root.dataset.mode = mode;
      root.setAttribute("aria-label", label);
      if (mode !== "rub") showSquare(false);
    },
  };
}
