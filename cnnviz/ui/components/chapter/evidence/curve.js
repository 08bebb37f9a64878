// @ts-check
/** Three curves: what is left of a digit's probability as its ink is erased by this map, by the untrained one's, at random. */

import { element, svg } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";

const BOX = { height: 300, left: 44, right: 10, top: 10, bottom: 46 }; // px
const USUAL = 380; // px wide, until it is known
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** @typedef {Record<string, import("../types.js").Tensor>} Arrays */

/** What is followed as ink is erased. @param {any} words @param {{class: number, against: number | null}} claim @returns {string} */
export const claimIn = (words, { class: digit, against }) => filled(against === null ? words.follows.one : words.follows.two, { digit, other: against ?? "" });

/** @param {any} words */
export function createCurve(words) {
  const picture = svg("svg", { class: "ev-curve", role: "img" });
  const grid = svg("g", { class: "ev-grid" });
  const band = svg("path", { class: "ev-band" });
  const lines = Object.fromEntries(["random", "untrained", "own"].map((name) => [name, svg("path", { class: `ev-line is-${name}`, fill: "none" })]));
  const tenth = svg("line", { class: "ev-tenth" });
  const texts = svg("g", { class: "ev-ticks" });
  picture.append(grid, band, tenth, ...Object.values(lines), texts);
  const keys = Object.fromEntries(["own", "untrained", "random"].map((name) => [name, element("span", {})]));
  const legend = element("div", { class: "ev-keys" }, ...Object.entries(keys).map(([name, label]) =>
    element("span", { class: `ev-key is-${name}` }, element("i", { "aria-hidden": "true" }), label)));
  const root = element("div", { class: "ev-curvebox", "data-testid": "curve" }, picture, legend);

  keys.own.textContent = words.byMap;
  keys.untrained.textContent = words.byUntrained;
  keys.random.textContent = words.byRandomly;
  const y = (/** @type {number} */ share) => BOX.top + (1 - share) * (BOX.height - BOX.top - BOX.bottom);

  /** @type {{data: any, arrays: Arrays} | null} */
  let shown = null;
  const room = new ResizeObserver(() => draw());
  room.observe(root);

  function draw() {
    if (!shown) return;
    const { data, arrays } = shown;
    const { shares } = data;
    const claim = claimIn(words, data);
    const width = root.clientWidth || USUAL;
    picture.setAttribute("viewBox", `0 0 ${width} ${BOX.height}`);
    const most = shares[shares.length - 1];
    const x = (/** @type {number} */ share) => BOX.left + (share / most) * (width - BOX.left - BOX.right);
    const path = (/** @type {Float32Array} */ values) => Array.from(values, (value, place) => `${place ? "L" : "M"}${x(shares[place]).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const back = Array.from(arrays.low.values, (value, place) => `L${x(shares[place]).toFixed(1)} ${y(value).toFixed(1)}`).reverse().join("");
    band.setAttribute("d", `${path(arrays.high.values)}${back}Z`);
    for (const name of Object.keys(lines)) lines[name].setAttribute("d", path(arrays[name].values));
    grid.replaceChildren(...TICKS.map((share) => svg("line", { x1: BOX.left, x2: width - BOX.right, y1: y(share), y2: y(share) })));
    const at = x(shares[data.tenth]);
    for (const [name, value] of Object.entries({ x1: at, x2: at, y1: BOX.top, y2: y(0) })) tenth.setAttribute(name, String(value));
    const label = (/** @type {string} */ text, /** @type {Record<string, any>} */ where) => {
      const node = svg("text", where);
      node.textContent = text;
      return node;
    };
    texts.replaceChildren(
      ...TICKS.map((share) => label(String(100 * share), { x: BOX.left - 8, y: y(share) + 5, "text-anchor": "end" })),
      ...[0, 0.1, 0.2, 0.3, 0.4, 0.5].map((share) => label(String(Math.round(100 * share)), { x: x(share), y: BOX.height - BOX.bottom + 18, "text-anchor": "middle" })),
      label(words.axisX, { x: width - BOX.right, y: BOX.height - 6, "text-anchor": "end" }),
      label(filled(words.axisY, { claim }), { x: BOX.left, y: BOX.height - 6, "text-anchor": "start" }));
    keys.random.textContent = filled(words.byRandom, { draws: data.draws });
    const left = (/** @type {string} */ name) => percentage(arrays[name].values[data.tenth]);
    picture.setAttribute("aria-label", filled(words.chart, { claim: `${claim[0].toUpperCase()}${claim.slice(1)}`, ranked: left("own"), untrained: left("untrained"), random: left("random") }));
    for (const name of ["own", "untrained", "random"]) root.dataset[name] = String(arrays[name].values[data.tenth]);
    root.dataset.drop = String(data.drop);
  }

  return {
    root,
    /** @param {any} data @param {Arrays} arrays */
    show(data, arrays) {
      shown = { data, arrays };
      draw();
    },
    dispose: () => room.disconnect(),
  };
}
