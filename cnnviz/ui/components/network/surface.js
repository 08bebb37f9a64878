// @ts-check
/**
 * The drawing surface, followed in the page.
 *
 * streamlit-drawable-canvas lies in an open shadow root of its own and reports strokes
 * long after the pen is lifted. The pointer events on its canvas are the strokes, at once.
 */

import { element } from "./dom.js";
import { smoothed, tenths } from "./strokes.js";

const SIZE = 280; // px, width and height of the canvas

/**
 * @param {ParentNode} scope where to look for the surface
 * @param {{
 *   start: () => {width: number, erases: boolean},
 *   move: (stroke: number[]) => void,
 *   end: (stroke: number[]) => void,
 * }} pen `start` says what pen is in use; `move` gets the stroke so far, `end` the whole
 * @returns {() => void} stops following
 */
export function followSurface(scope, pen) {
  /** @type {HTMLCanvasElement | null} */
  let canvas = null;
  const listening = new AbortController();
  /** @type {number[] | null} */
  let stroke = null;
  let pointer = -1;

  /** @param {PointerEvent} event */
  const point = (event) => {
    const box = /** @type {HTMLCanvasElement} */ (canvas).getBoundingClientRect();
    const scale = /** @type {HTMLCanvasElement} */ (canvas).width / box.width;
    return [tenths((event.clientX - box.left) * scale), tenths((event.clientY - box.top) * scale)];
  };
  /** @param {PointerEvent} event */
  const down = (event) => {
    attach();
    // The canvas draws with the first finger or the main button only.
    if (event.composedPath()[0] !== canvas || !event.isPrimary || event.button !== 0 || stroke) return;
    const { width, erases } = pen.start();
    stroke = [width, erases ? 1 : 0, ...point(event)];
    pointer = event.pointerId;
    pen.move(stroke);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!stroke || event.pointerId !== pointer) return;
    const [x, y] = point(event);
    if (x === stroke[stroke.length - 2] && y === stroke[stroke.length - 1]) return;
    // With the shift key held the canvas moves the line's end instead of adding to it.
    if (event.shiftKey && stroke.length > 4) stroke.length -= 2;
    stroke.push(x, y);
    pen.move(smoothed(stroke));
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    if (!stroke || event.pointerId !== pointer) return;
    const whole = stroke;
    stroke = null;
    // The canvas leaves the last point but one out of the line that it keeps.
    if (whole.length > 6) whole.splice(-4, 2);
    pen.end(smoothed(whole));
  };

  const attach = () => {
    const found = findCanvas(scope);
    if (!found || found === canvas) return;
    canvas = found;
    hideToolbar(canvas);
  };
  const options = { signal: listening.signal, capture: true };
  // On the window, the first to hear of them: a stroke may leave the canvas and be let go anywhere, and the window
  // that Streamlit opens while its server is away keeps what happens outside it to itself.
  const page = window;
  page.addEventListener("pointerdown", down, options);
  page.addEventListener("pointermove", move, options);
  page.addEventListener("pointerup", up, options);
  page.addEventListener("pointercancel", up, options);
  attach();
  // The canvas arrives after this component, or is made anew: it has a name and no toolbar before anybody gets there.
  const watch = setInterval(attach, 50);
  return () => {
    clearInterval(watch);
    listening.abort();
  };
}

/**
 * Whether the canvas shows these strokes. It loses a stroke that is made while it is being laid out.
 *
 * @param {ParentNode} scope where to look for the surface @param {number[][]} strokes the last ones made, in order
 */
export function shows(scope, strokes) {
  const canvas = findCanvas(scope)?.parentElement?.querySelector("canvas.lower-canvas");
  if (!(canvas instanceof HTMLCanvasElement) || strokes.length === 0) return true;
  // A copy to read from: the canvas itself is made for drawing.
  const glass = element("canvas", { width: SIZE, height: SIZE });
  const context = /** @type {CanvasRenderingContext2D} */ (glass.getContext("2d", { willReadFrequently: true }));
  context.drawImage(canvas, 0, 0, SIZE, SIZE);
  const { data } = context.getImageData(0, 0, SIZE, SIZE);
  // What lies below strokes of the other kind cannot be told any more.
  const kind = strokes[strokes.length - 1][1];
  const other = strokes.map((stroke) => stroke[1]).lastIndexOf(1 - kind);
  return strokes.slice(other + 1).every((stroke) => {
    let [seen, missed] = [0, 0];
    for (let at = 2; at < stroke.length; at += 2) {
      const [column, row] = [Math.floor(stroke[at]), Math.floor(stroke[at + 1])];
      if (column < 0 || row < 0 || column >= SIZE || row >= SIZE) continue;
      const inked = data[4 * (row * SIZE + column)] > 127;
      if (inked === (kind === 0)) seen += 1;
      else missed += 1;
    }
    // A line of the pen is not missed for a point at its edge; of what was erased nothing may be left.
    return kind === 0 ? missed <= seen : missed === 0;
  });
}

/** @param {ParentNode} scope @returns {HTMLCanvasElement | null} */
function findCanvas(scope) {
  const surface = scope.querySelector(".st-key-cnnviz-surface");
  if (!surface) return null;
  // The fixed name by which assistive technology and tests find the surface.
  if (surface.getAttribute("data-testid") !== "drawing") surface.setAttribute("data-testid", "drawing");
  for (const element of surface.querySelectorAll("*")) {
    const canvas = element.shadowRoot?.querySelector("canvas.upper-canvas");
    if (canvas instanceof HTMLCanvasElement) {
      if (!canvas.hasAttribute("aria-label")) {
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", "Drawing surface: draw a digit with mouse, pen or finger");
      }
      return canvas;
    }
  }
  return null;
}

/**
 * The canvas's own toolbar floats over the drawing and shows on hover only; the desk has buttons of its own.
 *
 * @param {HTMLCanvasElement} canvas
 */
function hideToolbar(canvas) {
  const root = canvas.getRootNode();
  if (!(root instanceof ShadowRoot) || root.querySelector("style[data-cnnviz]")) return;
  const style = document.createElement("style");
  style.dataset.cnnviz = "";
  style.textContent = ".dc-toolbar { display: none !important; }";
  root.append(style);
}
