// @ts-check
/** A dense layer against a convolution as the picture grows: a curve, a table, and both measured on this machine. */

import { element, svg } from "../../network/dom.js";
import { filled } from "../prose.js";
import { createSegments } from "../pooling/segments.js";
import { decades, large, memory, points, told } from "./growth.js";
import { QUANTITIES, SIDES } from "./knobs.js";

const [WIDTH, HEIGHT] = [620, 330]; // of the drawing's own units
const EDGE = { left: 66, right: 14, top: 14, bottom: 46 };
const KINDS = /** @type {const} */ (["dense", "convolution"]);
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} exponent @returns {string} 10⁻² */
const power = (exponent) => `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;

/** @param {number} side */
const across = (side) => EDGE.left + ((WIDTH - EDGE.left - EDGE.right) * Math.log(side / SIDES[0])) / Math.log(SIDES[SIDES.length - 1] / SIDES[0]);

/** @param {import("../types.js").Host} host */
export function createCosts(host) {
  const { words } = host.words;
  /** @type {Record<string, import("./growth.js").Cost[]>} measured on this visit */
  const costs = { grey: [], colour: [] };
  /** @type {(() => void) | null} */
  let stop = null;
  /** @type {string | null} */
  let outcome = null;
  /** @type {import("../types.js").Scene} */
  let scene;

  const slider = element("input", { type: "range", min: 0, max: SIDES.length - 1, step: 1, "data-testid": "side", oninput: () => host.change({ side: SIDES[Number(slider.value)] }, "side") });
  const side = element("output", { class: "wc-amount" });
  const colour = createSegments(words.colours, [{ value: false, text: words.grey }, { value: true, text: words.colour }], (value) => host.change({ colour: value }), "colour");
  const quantity = createSegments(words.quantity, QUANTITIES.map((value) => ({ value, text: words.quantities[value] })), (value) => host.change({ quantity: value }), "quantity");
  const chart = svg("svg", { class: "wc-chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const unit = element("p", { class: "ch-quiet" });
  const table = element("table", { class: "wc-table", "data-testid": "costs" });
  const sentence = element("p", { role: "status", "data-testid": "costs-told" });
  const progress = element("progress", { class: "wc-progress", max: 1, value: 0, hidden: true });
  const note = element("p", { class: "ch-quiet", role: "status", "data-testid": "measured" });
  const measure = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "measure", onclick: () => (stop ? stop() : start()) });
  const intro = element("p", { class: "wc-intro" });
  const root = element("article", { class: "wc-part" }, element("h3", {}, words.costsTitle), intro,
    element("div", { class: "wc-knobs" }, element("label", { class: "wc-knob wc-slider" }, element("span", {}, words.side), slider, side), colour.root, quantity.root),
    element("div", { class: "wc-grow" },
      element("div", { class: "wc-curve" }, unit, chart),
      element("div", { class: "wc-numbers" }, table, sentence, element("div", { class: "wc-measure" }, measure, progress), note)));

  function start() {
    const name = scene.knobs.colour ? "colour" : "grey";
    costs[name] = [];
    outcome = "running";
    stop = host.work("measure-layers", { channels: name === "colour" ? 3 : 1 }, {
      step(done, total, answer) {
        progress.value = done / total;
        note.textContent = filled(words.measuring, { done, total });
        if (!answer) return;
        costs[name] = [...costs[name], answer.data];
        draw();
      },
      end(how) {
        stop = null;
        outcome = how;
        show(scene);
      },
    });
    show(scene);
  }

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { knobs, data } = scene;
    if (!intro.childNodes.length) intro.replaceChildren(...host.prose(filled(words.costsIntro, { maps: data.growth.maps })));
    slider.value = String(SIDES.indexOf(knobs.side));
    slider.setAttribute("aria-valuetext", filled(words.sideName, { side: knobs.side }));
    side.textContent = filled(words.sideName, { side: knobs.side });
    colour.show(knobs.colour);
    quantity.show(knobs.quantity);
    measure.textContent = stop ? words.stop : words.measure;
    progress.hidden = !stop;
    if (!stop) {
      const any = costs[knobs.colour ? "colour" : "grey"].length > 0;
      const measured = filled(words.measured, { rate: filled(words.rate, { limit: memory(data.growth.limit) }) });
      note.textContent = !any ? words.computedOnly : outcome === "stopped" ? `${words.stopped} ${measured}` : measured;
    }
    root.dataset.outcome = outcome ?? "";
    draw();
  }

  function draw() {
    const { knobs, data: { growth } } = scene;
    const mine = costs[knobs.colour ? "colour" : "grey"];
    const of = (/** @type {"dense" | "convolution"} */ kind, /** @type {string} */ what) => points(growth, kind, what, knobs.colour, mine);
    const at = (/** @type {"dense" | "convolution"} */ kind, /** @type {string} */ what) => of(kind, what).find((one) => one.side === knobs.side);
    unit.textContent = words.units[knobs.quantity];
    drawChart(chart, KINDS.map((kind) => of(kind, knobs.quantity)), knobs.side, words);
    chart.setAttribute("aria-label", filled(words.chartLabel, { quantity: words.quantities[knobs.quantity] }));
    root.dataset.measured = String(mine.length);

    const rows = [["parameters", words.quantities.parameters], ["connections", words.quantities.connections], ["connections", words.multiplications], ["bytes", words.quantities.bytes], ["milliseconds", words.quantities.milliseconds]];
    table.replaceChildren(
      element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col" }, words.dense), element("th", { scope: "col" }, words.convolution))),
      element("tbody", {}, ...rows.map(([what, name]) => element("tr", {}, element("th", { scope: "row" }, name), ...KINDS.map((kind) => {
        const found = at(kind, what);
        const measurable = what === "bytes" || what === "milliseconds";
        const how = !measurable || !found ? "" : found.measured ? "wc-measured" : "wc-computed";
        return element("td", { "data-kind": kind, "data-what": what, "data-value": found ? found.value : "", class: how },
          found ? told(what, found.value) : words.unknown);
      })))));
    const [dense, convolution] = KINDS.map((kind) => /** @type {any} */ (at(kind, "parameters")).value);
    sentence.replaceChildren(...host.prose(filled(words.costsTold, { side: knobs.side, times: large(Math.round(dense / convolution)), memory: memory(4 * dense), small: memory(4 * convolution) })));
  }

  return { root, show, dispose: () => stop?.() };
}

/**
 * @param {any} chart @param {import("./growth.js").Point[][]} lines of dense and of the convolution @param {number} side chosen @param {any} words
 */
function drawChart(chart, lines, side, words) {
  const [low, high] = decades(lines.flat().map((point) => point.value));
  const up = (/** @type {number} */ value) => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * (Math.log10(value) - low)) / (high - low);
  const every = Math.max(1, Math.ceil((high - low) / 7));
  const nodes = [];
  const text = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ anchor, /** @type {string} */ shown, /** @type {Record<string, any>} */ more = {}) => {
    const made = svg("text", { x, y, "text-anchor": anchor, ...more });
    made.textContent = shown;
    return made;
  };
  for (let exponent = low; exponent <= high; exponent += every) {
    const y = up(10 ** exponent);
    nodes.push(svg("line", { class: "wc-gridline", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y, y2: y }), text(EDGE.left - 8, y + 5, "end", power(exponent)));
  }
  for (const one of SIDES.filter((_, place) => place % 2 === 0)) nodes.push(text(across(one), HEIGHT - EDGE.bottom + 20, "middle", String(one)));
  nodes.push(text((EDGE.left + WIDTH - EDGE.right) / 2, HEIGHT - 6, "middle", words.axis));
  nodes.push(svg("line", { class: "wc-chosen", x1: across(side), x2: across(side), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
  lines.forEach((line, place) => {
    const kind = KINDS[place];
    if (!line.length) return;
    nodes.push(svg("polyline", { class: `wc-line-${kind}`, points: line.map((point) => `${across(point.side)},${up(point.value)}`).join(" ") }));
    for (const point of line) nodes.push(svg("circle", { class: `wc-dot wc-dot-${kind}${point.measured ? " is-measured" : ""}`, cx: across(point.side), cy: up(point.value), r: point.side === side ? 7 : 5 }));
    const last = line[line.length - 3] ?? line[0];
    nodes.push(text(across(last.side) - 8, up(last.value) - 12, "end", words[kind], { class: `wc-name-${kind}` }));
  });
  chart.replaceChildren(...nodes);
}
