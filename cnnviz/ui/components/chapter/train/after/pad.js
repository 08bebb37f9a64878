// @ts-check
/** A small surface to draw digits on, one after the other; where nothing is drawn it has the digit on screen, or nothing. */

import { element, paintInk } from "../../../network/dom.js";
import { smoothed, tenths } from "../../../network/strokes.js";

/** @typedef {number[]} Stroke   width, 0, then x and y of each point in canvas px, as the drawing page has them */

const SIZE = 280; // px, as cnnviz.drawing.CANVAS
const PEN = 18; // px

/** @param {any} words @param {(digit: number) => void} typed a digit key was pressed on the surface @param {() => void} changed */
export function createPad(words, typed, changed) {
  /** @type {Stroke[]} */
  let strokes = [];
  /** @type {Float32Array | null} */
  let screen = null;
  /** @type {Stroke | null} */
  let current = null;
  let pointer = -1;
  const small = element("canvas", { width: 28, height: 28 });
  const canvas = element("canvas", { class: "tr-pad", width: SIZE, height: SIZE, tabindex: "0", role: "img", "aria-label": words.pad, "data-testid": "pad" });
  const hint = element("span", { class: "tr-padhint", "aria-hidden": "true" }, words.draw);
  const root = element("div", { class: "tr-padbox" }, canvas, hint);

  /** @param {PointerEvent} event */
  function point(event) {
    const box = canvas.getBoundingClientRect();
    return [tenths(((event.clientX - box.left) * SIZE) / box.width), tenths(((event.clientY - box.top) * SIZE) / box.height)];
  }

  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (!event.isPrimary || event.button !== 0 || current) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    current = [PEN, 0, ...point(event)];
    screen = null;
    paint();
  });
  canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!current || event.pointerId !== pointer) return;
    const [x, y] = point(event);
    if (x === current[current.length - 2] && y === current[current.length - 1]) return;
    current.push(x, y);
    paint();
  });
  const up = (/** @type {PointerEvent} */ event) => {
    if (!current || event.pointerId !== pointer) return;
    strokes = [...strokes, smoothed(current)];
    current = null;
    paint();
    changed();
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    event.preventDefault();
    typed(Number(event.key));
  });

  function paint() {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.fillStyle = "#000";
    context.fillRect(0, 0, SIZE, SIZE);
    hint.hidden = Boolean(screen || current || strokes.length);
    if (screen) {
      paintInk(small, screen, 1);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, 0, 0, SIZE, SIZE);
      return;
    }
    context.strokeStyle = context.fillStyle = "#fff";
    context.lineCap = context.lineJoin = "round";
    for (const stroke of current ? [...strokes, current] : strokes) {
      context.lineWidth = stroke[0];
      context.beginPath();
      context.moveTo(stroke[2], stroke[3]);
      if (stroke.length === 4) context.lineTo(stroke[2], stroke[3]);
      for (let at = 4; at < stroke.length; at += 2) context.lineTo(stroke[at], stroke[at + 1]);
      context.stroke();
    }
  }

  paint();
  return {
    root,
    get strokes() { return strokes; },
    /** The digit on screen, if that is what it shows. */
    get screen() { return screen; },
    /** @param {Float32Array | null} [ink] the digit on screen; else nothing */
    clear(ink = null) {
      strokes = [];
      current = null;
      screen = ink;
      paint();
      changed();
    },
    undo() {
      strokes = strokes.slice(0, -1);
      paint();
      changed();
    },
  };
}
