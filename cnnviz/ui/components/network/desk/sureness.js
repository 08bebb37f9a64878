// @ts-check
import { element, svg } from "../dom.js";
import { REMEMBERED } from "../strokes.js";
import { percentage } from "../view/numbers.js";

const WIDTH = 280;
const HEIGHT = 72;
const INSET = 8;

/**
 * How the ten probabilities moved, stroke by stroke: one fine line a digit, the leading one strong.
 */
export function createSureness() {
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const words = element("p", { class: "cnnviz-surewords" });
  const root = element("section", { class: "cnnviz-sureness" }, element("h2", {}, "How sure, stroke by stroke"), chart, words);
  return {
    root,
    /** @param {import("../strokes.js").Sure[]} rows oldest first @param {number} strokes */
    show(rows, strokes) {
      const history = rows.map((row) => row.shares);
      chart.replaceChildren();
      for (const share of [0, 0.5, 1]) {
        chart.append(svg("line", { x1: 0, x2: WIDTH, y1: y(share), y2: y(share), class: "cnnviz-grid" }));
      }
      const now = history[history.length - 1];
      const leader = now ? now.indexOf(Math.max(...now)) : -1;
      for (let digit = 0; digit < 10 && now; digit++) if (digit !== leader) draw(digit, false);
      if (now) draw(leader, true);
      words.textContent = sentence(history, leader, strokes);
      chart.setAttribute("aria-label", words.textContent);

      /** @param {number} digit @param {boolean} leads */
      function draw(digit, leads) {
        const kind = leads ? "cnnviz-leader" : "cnnviz-other";
        const points = history.map((row, index) => `${x(index, history.length)},${y(row[digit])}`).join(" ");
        chart.append(svg("polyline", { points, class: kind }));
        const end = history.length - 1;
        if (leads) {
          history.forEach((row, index) =>
            chart.append(svg("circle", { cx: x(index, history.length), cy: y(row[digit]), r: index === end ? 4 : 2.5, class: kind })));
        }
      }
    },
  };
}

/** @param {number[][]} history @param {number} leader @param {number} strokes */
function sentence(history, leader, strokes) {
  if (leader < 0) return "The line starts with your first stroke.";
  const share = percentage(history[history.length - 1][leader]);
  if (strokes === 0) return `${leader} at ${share} before your first stroke`;
  const part = history.length === REMEMBERED && strokes > REMEMBERED ? `; the line shows the last ${REMEMBERED}` : "";
  return `${leader} at ${share} after ${strokes} ${strokes === 1 ? "stroke" : "strokes"}${part}`;
}

/** @param {number} index @param {number} count */
const x = (index, count) => (count < 2 ? WIDTH / 2 : INSET + (index * (WIDTH - 2 * INSET)) / (count - 1));
/** @param {number} share */
const y = (share) => HEIGHT - INSET - share * (HEIGHT - 2 * INSET);
