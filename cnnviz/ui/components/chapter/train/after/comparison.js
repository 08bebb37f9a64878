// @ts-check
/** The run beside an earlier one: what differs, both curves, and the digits that only one of them reads rightly. */

import { element, svg } from "../../../network/dom.js";
import { percentage } from "../../../network/view/numbers.js";
import { filled } from "../../prose.js";
import { line } from "../curves.js";
import { createGallery } from "./gallery.js";
import { layersOf, pairs } from "./pairs.js";

const FRAME = { width: 520, height: 150 };
const SETTLED = 0.2; // of the passes: what comes before is the same steep rise in every run

/** @param {import("../../types.js").Host} host @param {any} words @param {(digit: import("./gallery.js").Digit, picture: Float32Array) => void} load */
export function createComparison(host, words, load) {
  const { comparison } = words.after;
  let known = "";
  let asked = "";
  /** @type {any} */
  let askedFor = null;
  /** @type {any[]} */
  let others = [];
  const none = element("p", { class: "tr-hint" }, comparison.none);
  const select = element("select", { class: "tr-select", "data-testid": "other-run", onchange: () => { asked = ""; present(); } });
  const grid = svg("path", { class: "tr-grid", d: `M0 0V${FRAME.height}H${FRAME.width}` });
  const paths = ["is-before", "is-now"].map((name) => svg("path", { class: `tr-line ${name}` }));
  const [top, bottom, right] = [svg("text", { x: 2, y: -4 }), svg("text", { x: 2, y: FRAME.height - 4 }), svg("text", { x: FRAME.width, y: FRAME.height + 15, "text-anchor": "end" })];
  const curve = svg("svg", { viewBox: `-1 -17 ${FRAME.width + 2} ${FRAME.height + 34}`, class: "tr-chart", "aria-hidden": "true" });
  curve.append(grid, ...paths, top, bottom, right);
  const table = element("tbody", {});
  const gained = createGallery(words, load);
  const lost = createGallery(words, load);
  const body = element("div", { class: "tr-versus", "data-testid": "versus", hidden: true },
    element("figure", { class: "tr-figure" }, element("h3", {}, comparison.curve), curve, element("figcaption", {}, element("span", { class: "tr-value is-before" }, comparison.before), element("span", { class: "tr-value is-now" }, comparison.now))),
    element("table", { class: "tr-pairs" }, element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col" }, comparison.before), element("th", { scope: "col" }, comparison.now))), table),
    gained.root, lost.root);
  const choice = element("label", { class: "tr-preset", hidden: true }, comparison.with, select);
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {import("../types.js").Run | null} */
  let run = null;

  function present() {
    choice.hidden = !others.length || !run;
    none.hidden = !choice.hidden;
    if (choice.hidden) body.hidden = true;
    if (!run || !others.length) return;
    const wants = { run: run.id, other: select.value };
    const key = JSON.stringify([wants, run.now?.step, run.test]);
    if (key === asked && askedFor === scene.read) return;
    [asked, askedFor] = [key, scene.read];
    host.ask("versus", wants, ({ data, arrays }) => {
      if (asked !== key) return;
      body.hidden = false;
      draw(data.curves);
      table.replaceChildren(...pairs(data, words).map(([name, before, now]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, before), element("td", {}, now))));
      for (const [name, gallery] of /** @type {["gained" | "lost", typeof gained][]} */ ([["gained", gained], ["lost", lost]])) {
        gallery.root.hidden = !data[name];
        if (data[name]) gallery.show(filled(comparison[name], { count: data.counts[name] }), data[name], arrays[name].values);
      }
    });
  }

  /** @param {[number, number][][]} curves (epoch, accuracy) */
  function draw(curves) {
    const end = Math.max(...curves.flat().map(([epoch]) => epoch), 0.01);
    const low = lowest(curves);
    curves.forEach((points, at) => {
      const places = points.map(([x, accuracy]) => ({ x, y: Math.max(0, accuracy - low) }));
      paths[at].setAttribute("d", line(places, { ...FRAME, right: end, top: 1 - low }));
    });
    top.textContent = percentage(1).replace(">99.9", "100");
    bottom.textContent = low ? `${Math.round(100 * low)}\u202f%` : "0";
    right.textContent = filled(words.charts[end === 1 ? "pass" : "passes"], { count: Number(end.toPrecision(3)) });
  }

  return {
    root: element("div", { class: "tr-panel", "data-testid": "comparison" }, none, choice, body),
    /** @param {import("../types.js").Scene} next @param {import("../types.js").Run | null} shown */
    show(next, shown) {
      const read = scene?.read;
      scene = next;
      run = shown;
      const key = shown ? JSON.stringify([shown.id, shown.earlier]) : "";
      if (shown && (key !== known || (!others.length && read !== next.read))) {
        if (key !== known) others = [];
        known = key;
        host.ask("runs", { runs: shown.earlier }, ({ data }) => {
          if (known !== key) return;
          const before = select.value;
          others = data.runs;
          select.replaceChildren(...others.map((each) => element("option", { value: each.run }, filled(comparison.run, {
            layers: layersOf(each.stack.layers, words), optimizer: words.choices[each.settings.optimizer], rate: each.settings.learning_rate,
            test: each.test === null ? comparison.open : percentage(each.test),
          }))));
          if (others.some((each) => each.run === before)) select.value = before;
          present();
        });
      }
      present();
    },
  };
}

/** Where the axis of the accuracies begins, so that good networks can be told apart; 0 to 0.9. @param {[number, number][][]} curves (epoch, accuracy) */
export function lowest(curves) {
  const end = Math.max(0, ...curves.flat().map(([epoch]) => epoch));
  const settled = curves.flat().filter(([epoch]) => epoch > SETTLED * end).map(([, accuracy]) => accuracy);
  return settled.length ? Math.max(0, Math.min(0.9, Math.floor(Math.min(...settled) * 10) / 10)) : 0;
}
