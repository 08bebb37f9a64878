// @ts-check
/** The three curves: loss, how many digits are read rightly, and what the learner's own digit is taken for. */

import { element, svg, write } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { endOfPasses, firstRight, line, lossText, topOfLoss } from "./curves.js";

/** @typedef {import("./types.js").Run} Run @typedef {import("./curves.js").Place} Place */

const WIDTH = 200;
const HEIGHT = 98;
const GUESS = Math.log(10);

/** @param {any} words */
export function createCharts(words) {
  const charts = {
    loss: createChart(words.charts.loss, ["training", "held"], words),
    accuracy: createChart(words.charts.accuracy, ["training", "held", "tray"], words),
    own: createChart(words.charts.own, ["own"], words),
  };
  const root = element("div", { class: "tr-charts" }, ...Object.values(charts).map((chart) => chart.root));
  return {
    root,
    /** @param {Run | null} run @param {number} whole passes of the run @param {number} label the digit that the own one is @param {Float32Array | null} probabilities now */
    show(run, whole, label, probabilities) {
      const points = run?.points ?? [];
      const now = run?.now;
      const epochs = endOfPasses(Math.max(now?.epoch ?? 0, points[points.length - 1]?.epoch ?? 0), whole);
      /** @param {number | null | undefined} y @returns {Place[]} */
      const last = (y) => (now && y !== null && y !== undefined && points.length && now.step > points[points.length - 1].step ? [{ x: now.epoch, y }] : []);
      const top = topOfLoss(points);
      charts.loss.show(epochs, top, [
        [...points.map(({ epoch: x, loss: y }) => ({ x, y })), ...last(now?.loss)],
        measured(points.map(({ epoch: x, heldBackLoss: y }) => ({ x, y }))),
      ], lossText, GUESS, words.charts.guess);
      charts.accuracy.call("tray", run?.order.tray ? filled(words.charts.lines[run.order.learned ? "trayLearned" : "tray"], { count: run.order.tray }) : null);
      charts.accuracy.show(epochs, 1, [
        [...points.map(({ epoch: x, accuracy: y }) => ({ x, y })), ...last(now?.accuracy)],
        measured(points.map(({ epoch: x, heldBack: y }) => ({ x, y }))),
        measured(points.map(({ epoch: x, tray: y }) => ({ x, y }))),
      ], counted, 0.1, words.charts.tenth);
      const before = (run?.own ?? []).map((shares, at) => ({ x: points[at].epoch, y: shares[label] }));
      charts.own.show(epochs, 1, [[...before, ...last(probabilities?.[label])]], percentage, 0.1, words.charts.tenth, label);
      const first = run ? firstRight(run.own, label) : null;
      charts.own.note(first === null ? "" : points[first].step === 0 ? words.charts.firstBefore : filled(words.charts.first, { step: points[first].step.toLocaleString("en-US") }));
    },
  };
}

/** Of digits that were counted all can be right, or none, which is told as it is. @param {number} share */
const counted = (share) => (share === 1 || share === 0 ? `${100 * share}\u202f%` : percentage(share));

/** @param {Place[]} places @returns {Place[]} */
const measured = (places) => places.filter(({ y }) => !Number.isNaN(y));

/** @param {string} title @param {string[]} lines @param {any} words */
function createChart(title, lines, words) {
  const heading = element("h3", {});
  const grid = svg("path", { class: "tr-grid" });
  const guess = svg("path", { class: "tr-guess" });
  const guessWord = svg("text", { class: "tr-guessword", x: WIDTH - 2, "text-anchor": "end" });
  const paths = lines.map((name) => svg("path", { class: `tr-line is-${name}` }));
  const dots = lines.map((name) => svg("circle", { class: `tr-dot is-${name}`, r: 3.5, visibility: "hidden" }));
  const top = svg("text", { x: 0, y: -5, class: "tr-tick" });
  const foot = svg("g", { class: "tr-tick" });
  const picture = svg("svg", { viewBox: `-1 -17 ${WIDTH + 6} ${HEIGHT + 36}`, class: "tr-chart", "aria-hidden": "true" });
  picture.append(grid, guess, guessWord, ...paths, ...dots, top, foot);
  const values = lines.map((name) => element("span", { class: `tr-value is-${name}` }));
  const root = element("figure", { class: "tr-figure", "data-testid": `chart-${lines.length > 1 ? title.split(" ")[0].toLowerCase() : "own"}` }, heading, picture, element("figcaption", {}, ...values));
  const noted = element("span", {});
  root.lastChild.append(noted);
  let marked = "";
  const names = lines.map((name) => words.charts.lines[name]);

  return {
    root,
    /** What a line is called that is not always there. @param {string} name @param {string | null} called */
    call(name, called) {
      const at = lines.indexOf(name);
      values[at].hidden = called === null;
      names[at] = called;
    },
    /** @param {string} text */
    note(text) { write(noted, text); },
    /**
     * @param {number} right passes @param {number} high the largest y @param {Place[][]} all @param {(value: number) => string} say
     * @param {number} level of guessing @param {string} levelWord @param {number} [label]
     */
    show(right, high, all, say, level, levelWord, label) {
      write(heading, title.replace("{digit}", String(label ?? "")));
      const frame = { width: WIDTH, height: HEIGHT, right, top: high };
      const axes = `${right} ${high}`;
      if (axes !== marked) {
        marked = axes;
        grid.setAttribute("d", `M0 0V${HEIGHT}H${WIDTH}`);
        const at = HEIGHT - (level / high) * HEIGHT;
        guess.setAttribute("d", `M0 ${at}H${WIDTH}`);
        guessWord.setAttribute("y", at < 24 ? at + 13 : at - 4);
        guessWord.textContent = levelWord;
        top.textContent = high === 1 ? "100\u202f%" : say(high);
        foot.replaceChildren(...[0, 0.5, 1].map((share, at) => {
          const mark = svg("text", { x: share * WIDTH, y: HEIGHT + 15, "text-anchor": ["start", "middle", "end"][at] });
          mark.textContent = share === 1 ? filled(words.charts[right === 1 ? "pass" : "passes"], { count: right }) : String(share * right);
          return mark;
        }));
      }
      all.forEach((places, at) => {
        paths[at].setAttribute("d", line(places, frame));
        const end = places.filter(({ y }) => Number.isFinite(y)).pop();
        dots[at].setAttribute("visibility", end ? "visible" : "hidden");
        if (end) {
          dots[at].setAttribute("cx", (end.x / right) * WIDTH);
          dots[at].setAttribute("cy", HEIGHT - (Math.min(end.y, high) / high) * HEIGHT);
        }
        write(values[at], `${names[at]} ${end ? say(end.y) : "–"}`);
        values[at].dataset.value = end ? String(end.y) : "";
      });
    },
  };
}
