// @ts-check
/** The curve max(0, x) with a point on it. */

import { svg } from "../../dom.js";
import { brief } from "../../view/numbers.js";

const EDGE = { left: 12, right: 12, top: 14, bottom: 24 }; // px around the axes, for the words

export function createCurve() {
  const root = svg("svg", { class: "dt-curve", role: "img" });
  const parts = Object.fromEntries(
    ["axis", "across", "drop", "line"].map((name) => [name, svg("path", { class: `dt-curve-${name}` })]),
  );
  const point = svg("circle", { class: "dt-curve-point", r: 7 });
  const [low, zero, high, word] = ["start", "middle", "end", "end"].map((anchor) => svg("text", { "text-anchor": anchor }));
  root.append(...Object.values(parts), point, low, zero, high, word);
  word.textContent = "max(0, x)";
  zero.textContent = "0";
  let drawn = "";
  let scale = { x: 1, y: 1, origin: 0, floor: 0, reach: 1 };

  return {
    root,
    /** @param {{width: number, height: number}} size px @param {number} reach of x, to either side */
    setShape({ width, height }, reach) {
      const wanted = `${width} ${height} ${reach}`;
      if (wanted === drawn) return;
      drawn = wanted;
      const least = reach > 0 ? reach : 1;
      const half = (width - EDGE.left - EDGE.right) / 2;
      const floor = height - EDGE.bottom;
      const origin = EDGE.left + half;
      scale = { x: half / least, y: (floor - EDGE.top) / least, origin, floor, reach: least };
      root.setAttribute("width", String(width));
      root.setAttribute("height", String(height));
      parts.axis.setAttribute("d", `M${EDGE.left} ${floor}H${width - EDGE.right}M${origin} ${floor}V${EDGE.top}`);
      parts.line.setAttribute("d", `M${EDGE.left} ${floor}H${origin}L${width - EDGE.right} ${EDGE.top}`);
      const below = height - 7;
      for (const [text, x] of /** @type {[any, number][]} */ ([[low, EDGE.left], [zero, origin], [high, width - EDGE.right]])) {
        text.setAttribute("x", String(x));
        text.setAttribute("y", String(below));
      }
      low.textContent = brief(-least);
      high.textContent = brief(least);
      word.setAttribute("x", String(origin - 12));
      word.setAttribute("y", String(EDGE.top + 14));
    },
    /** @param {number} before @param {number} after @param {string} label */
    show(before, after, label) {
      const clamped = Math.max(-scale.reach, Math.min(scale.reach, before));
      const x = scale.origin + clamped * scale.x;
      const y = scale.floor - Math.min(scale.reach, after) * scale.y;
      point.setAttribute("cx", String(x));
      point.setAttribute("cy", String(y));
      parts.drop.setAttribute("d", `M${x} ${scale.floor}V${y}`);
      parts.across.setAttribute("d", `M${x} ${y}H${scale.origin}`);
      root.setAttribute("aria-label", label);
    },
  };
}
