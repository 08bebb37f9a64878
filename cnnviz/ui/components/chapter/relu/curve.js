// @ts-check
/** The curve with the cell's point on it; below, on the same axis, how many cells of the map lie where. */

import { svg } from "../../network/dom.js";
import { paintOf } from "../../network/detail/parts/colours.js";
import { brief } from "../../network/view/numbers.js";
import { spread } from "./arithmetic.js";

const WIDTH = 460; // px of the drawing's own; it is scaled to the room there is
const HEIGHT = 238;
const EDGE = 14;
const TOP = 20;
const FLOOR = 128; // of the curve
const BASE = 232; // of the bars
const TALLEST = 72;
const BINS = 60;

/** @param {any} words */
export function createCurve(words) {
  const parts = Object.fromEntries(["cutside", "axis", "across", "drop", "line"].map((name) => [name, svg("path", { class: `cr-${name}` })]));
  const bars = Array.from({ length: BINS }, () => svg("rect", { class: "cr-bar" }));
  const point = svg("circle", { class: "cr-point", r: 8 });
  const texts = Object.fromEntries([["low", "start"], ["zero", "middle"], ["high", "end"], ["formula", "end"], ["cut", "start"], ["kept", "end"]]
    .map(([name, anchor]) => [name, svg("text", { "text-anchor": anchor })]));
  const root = svg("svg", { class: "cr-curve", role: "img", viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  root.append(parts.cutside, ...bars, parts.axis, parts.across, parts.drop, parts.line, point, ...Object.values(texts));
  const middle = WIDTH / 2;
  const half = middle - EDGE;
  parts.cutside.setAttribute("d", `M${EDGE} ${FLOOR + 24}H${middle}V${BASE}H${EDGE}z`);
  for (const [text, x, y] of /** @type {[any, number, number][]} */ ([
    [texts.low, EDGE, FLOOR + 18], [texts.zero, middle, FLOOR + 18], [texts.high, WIDTH - EDGE, FLOOR + 18],
    [texts.formula, middle - 12, TOP + 4], [texts.cut, EDGE + 6, FLOOR + 42], [texts.kept, WIDTH - EDGE, FLOOR + 42],
  ])) {
    text.setAttribute("x", String(x));
    text.setAttribute("y", String(y));
  }
  texts.zero.textContent = "0";
  texts.cut.textContent = words.cutSide;

  return {
    root,
    /**
     * @param {{before: Float32Array, reach: number, bias: number}} map @param {number} value the cell before, the bias with it
     * @param {boolean} on @param {Uint32Array} ramp @param {string} label
     */
    show({ before, reach, bias }, value, on, ramp, label) {
      const widest = reach + Math.abs(bias); // nothing can lie outside
      const at = (/** @type {number} */ x) => middle + (x / widest) * half;
      const height = (/** @type {number} */ y) => FLOOR - (y / widest) * (FLOOR - TOP);
      const counts = spread(before, widest, BINS);
      const most = Math.sqrt(Math.max(...counts));
      const width = (2 * half) / BINS;
      bars.forEach((bar, bin) => {
        const tall = counts[bin] ? Math.max(1.5, (TALLEST * Math.sqrt(counts[bin])) / most) : 0;
        bar.setAttribute("x", String(EDGE + bin * width + 0.5));
        bar.setAttribute("width", String(width - 1));
        bar.setAttribute("y", String(BASE - tall));
        bar.setAttribute("height", String(tall));
        bar.setAttribute("fill", paintOf(((bin + 0.5) / BINS * 2 - 1) * widest, reach, ramp).background);
      });
      parts.axis.setAttribute("d", `M${EDGE} ${FLOOR}H${WIDTH - EDGE}M${middle} ${TOP - 8}V${BASE}M${EDGE} ${BASE}H${WIDTH - EDGE}`);
      parts.line.setAttribute("d", on ? `M${EDGE} ${FLOOR}H${middle}L${WIDTH - EDGE} ${TOP}` : `M${EDGE} ${FLOOR + (FLOOR - TOP)}L${WIDTH - EDGE} ${TOP}`);
      parts.cutside.setAttribute("visibility", on ? "visible" : "hidden");
      texts.cut.setAttribute("visibility", on ? "visible" : "hidden");
      texts.kept.textContent = words.keptSide;
      texts.formula.textContent = on ? "max(0, x)" : "x";
      texts.low.textContent = brief(-widest);
      texts.high.textContent = brief(widest);
      const y = height(on ? Math.max(0, value) : value);
      point.setAttribute("cx", String(at(value)));
      point.setAttribute("cy", String(y));
      parts.drop.setAttribute("d", `M${at(value)} ${FLOOR}V${y}`);
      parts.across.setAttribute("d", `M${at(value)} ${y}H${middle}`);
      root.setAttribute("aria-label", label);
    },
  };
}
