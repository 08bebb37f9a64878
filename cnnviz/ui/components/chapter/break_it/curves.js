// @ts-check
/** One change from end to end: the share of the first answer of two networks, where they break, and where we are. */

import { element, paintInk, svg } from "../../network/dom.js";
import { filled } from "../prose.js";
import { valueText } from "./changing.js";
import { RANGES } from "./knobs.js";

const HEIGHT = 230; // px
const LEFT = 44;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
const NEAR = 6; // px: a breaking point this near is meant
/** @type {[number, number]} px between two breaking points whose labels would meet */
const CLOSE = [8, 70];

/**
 * @typedef {object} Content
 * @property {string} name
 * @property {number} value               now
 * @property {number[]} values
 * @property {Float32Array} curves        (2, values)
 * @property {(import("./changing.js").Break | null)[][]} breaks of each network
 * @property {number[]} film              which of the values there are pictures of
 * @property {Float32Array} pictures      (film, 28, 28)
 * @property {number[][]} digits          what each network names at each value
 */

/** @param {any} words @param {(value: number, exact: boolean) => void} choose */
export function createCurves(words, choose) {
  const plot = svg("svg", { class: "bi-plot", role: "img", "aria-label": words.curve, "data-testid": "curves" });
  const film = element("div", { class: "bi-film" });
  const root = element("div", { class: "bi-curves" }, plot, film);
  /** @type {Content | null} */
  let now = null;
  /** @type {any[]} */
  let frames = [];
  /** @type {Float32Array | null} */
  let painted = null;
  const observer = new ResizeObserver(() => draw());
  observer.observe(root);

  const width = () => Math.max(260, root.clientWidth);
  /** @param {number} value */
  function across(value) {
    const { low, high } = RANGES[/** @type {Content} */ (now).name];
    return LEFT + ((value - low) / (high - low)) * (width() - LEFT - RIGHT);
  }
  /** @param {number} share */
  const down = (share) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);

  /** @param {PointerEvent} event */
  function pick(event) {
    if (!now) return;
    const { low, high } = RANGES[now.name];
    const at = event.clientX - plot.getBoundingClientRect().left;
    const mark = now.breaks.flat().find((one) => one && Math.abs(across(one.value) - at) < NEAR);
    if (mark) choose(mark.value, true);
    else choose(low + ((at - LEFT) / (width() - LEFT - RIGHT)) * (high - low), false);
  }
  let dragging = false;
  plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    dragging = true;
    plot.setPointerCapture(event.pointerId);
    if (event.pointerType !== "touch") pick(event);
  });
  plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => dragging && pick(event));
  plot.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
    if (dragging) pick(event);
    dragging = false;
  });
  plot.addEventListener("pointercancel", () => (dragging = false));

  function draw() {
    if (!now) return;
    const { name, value, values, curves, breaks } = now;
    const { low, high, none } = RANGES[name];
    const right = width() - RIGHT;
    plot.setAttribute("viewBox", `0 0 ${width()} ${HEIGHT}`);
    plot.setAttribute("height", String(HEIGHT));
    const nodes = [];
    for (const share of [0, 0.5, 1]) {
      nodes.push(svg("line", { class: "bi-grid", x1: LEFT, x2: right, y1: down(share), y2: down(share) }));
      nodes.push(text(LEFT - 6, down(share) + 5, `${100 * share}%`, "end"));
    }
    const marks = [low, none, high].filter((mark, place, all) => all.indexOf(mark) === place);
    for (const mark of marks) nodes.push(text(across(mark), HEIGHT - 6, valueText(name, mark, words.unit), mark === low ? "start" : mark === high ? "end" : "middle"));
    nodes.push(svg("line", { class: "bi-none", x1: across(none), x2: across(none), y1: TOP, y2: down(0) }));
    nodes.push(svg("line", { class: "bi-now", x1: across(value), x2: across(value), y1: TOP - 8, y2: down(0), "data-testid": "now" }));
    nodes.push(svg("circle", { class: "bi-handle", cx: across(value), cy: TOP - 4, r: 7 }));
    for (const network of [1, 0]) {
      const points = values.map((one, place) => `${across(one).toFixed(1)},${down(curves[network * values.length + place]).toFixed(1)}`);
      nodes.push(svg("polyline", { class: `bi-line is-${network}`, points: points.join(" ") }));
    }
    for (const network of [1, 0]) {
      for (const mark of breaks[network]) {
        if (mark === null) continue;
        const [x, y] = [across(mark.value), down(mark.share)];
        const before = mark.value < none;
        nodes.push(svg("line", { class: `bi-drop is-${network}`, x1: x, x2: x, y1: y, y2: down(0) }));
        // Two labels at the same place would lie on each other: that of the first network goes up, of the second down;
        // and where the other one breaks a little further out, this one's goes inwards, where nothing is in its way.
        const further = breaks[1 - network].some((other) => other !== null && other.value < none === before && isIn(Math.abs(across(other.value) - across(none)) - Math.abs(x - across(none)), CLOSE));
        const left = before !== further;
        nodes.push(text(x + (left ? -10 : 10), y + (network === 0 ? -8 : 18), valueText(name, mark.value, words.unit), left ? "end" : "start", `bi-mark is-${network}`));
        nodes.push(svg("circle", { class: `bi-break is-${network}`, cx: x, cy: y, r: 6, "data-testid": "break", "data-network": network, "data-value": mark.value }));
      }
    }
    plot.replaceChildren(...nodes);
    frame();
  }

  function frame() {
    const { name, film: places, pictures, values, digits } = /** @type {Content} */ (now);
    if (frames.length !== places.length) {
      frames = places.map((_, at) => {
        const canvas = element("canvas", { width: 28, height: 28, class: "bi-cells" });
        const said = element("span", { class: "bi-says" });
        const button = element("button", { type: "button", class: "bi-frame", "data-testid": "film", onclick: () => now && choose(now.values[now.film[at]], true) }, canvas, said);
        return { canvas, said, button };
      });
      film.replaceChildren(...frames.map((one) => one.button));
      painted = null;
    }
    if (painted === pictures) return;
    painted = pictures;
    places.forEach((place, at) => {
      const { canvas, said, button } = frames[at];
      paintInk(canvas, pictures.subarray(784 * at, 784 * at + 784), 1);
      const both = digits.map((one) => one[place]);
      said.replaceChildren(...both.map((digit, network) => element("span", { class: `bi-says is-${network}` }, String(digit))));
      button.setAttribute("aria-label", filled(words.film, { value: valueText(name, values[place], words.unit), unit: "", digits: both.join(", ") }));
    });
  }

  return {
    root,
    /** @param {Content} next */
    show(next) {
      now = next;
      draw();
    },
    /** The marker alone: the curve stays till the answer is here. @param {string} name @param {number} value */
    mark(name, value) {
      if (now?.name !== name) return;
      now = { ...now, value };
      const line = plot.querySelector(".bi-now");
      line?.setAttribute("x1", String(across(value)));
      line?.setAttribute("x2", String(across(value)));
      plot.querySelector(".bi-handle")?.setAttribute("cx", String(across(value)));
    },
    dispose: () => observer.disconnect(),
  };
}

/** @param {number} value @param {[number, number]} range */
const isIn = (value, [low, high]) => value > low && value < high;

/** @param {number} x @param {number} y @param {string} content @param {string} anchor @param {string} [kind] */
function text(x, y, content, anchor, kind = "") {
  const made = svg("text", { x, y, "text-anchor": anchor, class: kind });
  made.textContent = content;
  return made;
}
