// @ts-check
/** A dense layer's number: every entry times its weight, gathered per map, plus the bias. */

import { explainDense } from "../arithmetic/dense.js";
import { positions } from "../arithmetic/geometry.js";
import { exactText } from "../arithmetic/reconcile.js";
import { element } from "../dom.js";
import { answerOf, channelsOf } from "../view/chain.js";
import { fixed } from "../view/numbers.js";
import { briefHeading, explainDifference, largestProduct, largestSize, placeBrief, sumTexts } from "./contributions.js";
import { followDigits } from "./digits.js";
import { createClasses } from "./parts/classes.js";
import { createLegend } from "./parts/legend.js";
import { createMosaic } from "./parts/mosaic.js";
import { createRanking } from "./parts/ranking.js";
import { createRecorded } from "./parts/recorded.js";
import { createRows } from "./parts/rows.js";
import { createText } from "./parts/text.js";
import { createViews } from "./parts/views.js";
import { arrangePictures, arrangeStrips } from "./pictures.js";
import { placeText } from "./sentence.js";

/**
 * @typedef {import("./types.js").State} State
 * @typedef {import("../arithmetic/types.js").DenseExplanation} Explanation
 * @typedef {import("../arithmetic/types.js").Contribution} Contribution
 * @typedef {import("./parts/views.js").View} View
 */

const BESIDE = 940; // px: from here on the lists stand beside the pictures
const NARROW = 520; // px: below, everything stands in one column
const SIDE = { short: 470, full: 430 }; // px of the lists; with full precision they stand below each other
const GAP = 24; // px between pictures and lists

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createDense(host) {
  const classes = createClasses((column) => host.select({ ...state.cell, column }));
  const views = createViews((chosen) => {
    view = chosen;
    show(state);
  });
  /** @param {string} name @param {string} sign @param {boolean} keys */
  const picture = (name, sign, keys) => {
    const legend = createLegend(name);
    const mosaic = createMosaic({ point, leave: () => host.hover(null), enter: openEntry, keys });
    const before = element("span", { class: "dc-sign", "aria-hidden": "true" }, sign);
    const root = element("figure", { class: "dc-picture" }, element("figcaption", {}, legend.root), mosaic.root);
    return { root, legend, mosaic, before, name: /** @type {HTMLElement} */ (legend.root.firstElementChild) };
  };
  const values = picture("values", "", false);
  const weights = picture("weights", "×", false);
  const contributions = picture("contributions", "=", true);
  const pictures = element("div", { class: "dc-pictures" },
    values.root, weights.before, weights.root, contributions.before, contributions.root);
  const sums = createRows(3, "dt-total");
  const recorded = createRecorded(host);
  const where = element("button", { type: "button", class: "dc-link", title: "Open this cell", onclick: () => openEntry(entry()) });
  const product = createText("span", "dc-entryproduct");
  const number = createText("span", "dc-entrynumber");
  const spelled = element("p", { class: "dc-entry", "data-testid": "entry" }, where, product.root, number.root);
  const [most, least] = [0, 1].map((side) =>
    createRanking((place) => point(ranked(side)[place].index), () => host.hover(null), (place) => openEntry(ranked(side)[place].index)));
  const root = element("div", { class: "dc-dense" },
    element("div", { class: "dc-main" }, classes.root, views.root, pictures),
    element("div", { class: "dc-side" },
      element("div", { class: "dc-facts" }, element("div", {}, sums.root, recorded.root), spelled),
      element("div", { class: "dc-rankings" }, most.root, least.root)));
  const unfollow = followDigits(root, (digit) => {
    const { length } = state.network.stages[state.cell.stage];
    if (digit < length) host.select({ ...state.cell, column: digit });
  });

  /** @type {State} */
  let state;
  /** @type {View} */
  let view = "now";
  /** @type {Explanation} what the pictures and lists show: this drawing, the pinned one, or their difference */
  let shown;
  /** @type {number | null} the entry that is pointed at, kept until another one is */
  let pointed = null;
  let shape = "";
  /** @type {WeakMap<Float32Array, number>} */
  const weightReaches = new WeakMap();
  const contributionsBuffer = { values: new Float32Array(0) };

  /** @param {number} side 0: for, 1: against */
  const ranked = (side) => (side === 0 ? shown.largest.for : shown.largest.against);
  /** The entry that is spelled out. */
  const entry = () => {
    const [first] = [...ranked(0), ...ranked(1)];
    return pointed !== null && pointed < shown.terms.products.length ? pointed : first?.index ?? 0;
  };
  /** @param {number} index @returns {import("./types.js").Cell} where it lies in the maps, or in the vector */
  const cellOf = (index) => {
    if (shown.maps === null) return { stage: shown.input, channel: 0, row: 0, column: index };
    const { rows, columns } = positions(state.network.stages[shown.maps]);
    const size = rows * columns;
    return { stage: shown.maps, channel: Math.floor(index / size), row: Math.floor(index / columns) % rows, column: index % columns };
  };
  /** @param {number} index */
  function openEntry(index) {
    host.open(cellOf(index));
  }

  /** @param {number} index */
  function point(index) {
    pointed = index;
    spell();
    host.hover(cellOf(index));
  }

  /** What is printed in lists: few digits, or all. @param {number} value @param {number} decimals */
  const brief = (value, decimals) => (state.full ? exactText(value) : fixed(value, decimals));

  /** The entry that is pointed at, product by product. */
  function spell() {
    const index = entry();
    const { inputs, weights: factors, products } = shown.terms;
    const place = placeText(state.network, cellOf(index));
    const text = `${host.number(inputs[index])} × ${host.number(factors[index])} = ${host.number(products[index])}`;
    if (where.textContent !== place) where.textContent = place;
    product.say(text);
    number.say(shown.maps === null ? "" : `entry ${index} of ${state.network.stages[shown.input].name}`);
    for (const { mosaic } of [values, weights, contributions]) mosaic.mark(index);
    contributions.mosaic.name(`Contributions to ${titleOf()}. Arrow keys move.`, `${place}: ${text}`);
    most.mark(ranked(0).findIndex((one) => one.index === index));
    least.mark(ranked(1).findIndex((one) => one.index === index));
  }

  /** What the number is: "3", or "number 12 of hidden". */
  const titleOf = () => (isLogit() ? String(state.cell.column) : `number ${state.cell.column}`);
  const isLogit = () => answerOf(state.network.stages)?.logits === state.cell.stage;

  /** Room and shapes, anew only when they differ. */
  function arrange() {
    const { room, network, cell, pinned, full } = state;
    const count = network.stages[cell.stage].length;
    const wanted = [room.width, room.height, cell.stage, shown.maps, shown.input, pinned !== null, full, network.model].join(" ");
    if (wanted === shape) return;
    shape = wanted;
    const beside = room.width >= BESIDE;
    const width = beside ? room.width - (full ? SIDE.full : SIDE.short) - GAP : room.width;
    const above = classes.heightFor(count, pinned !== null) + (pinned ? 40 : 0) + 8;
    const height = Math.max(room.height - above, beside ? 210 : 310);
    root.classList.toggle("is-beside", beside);
    root.classList.toggle("is-narrow", room.width < NARROW);
    root.classList.toggle("is-full", full);
    root.style.setProperty("--dc-side", `${full ? SIDE.full : SIDE.short}px`);
    const { length, shape: [channels, rows, columns] } = network.stages[shown.maps ?? shown.input];
    const arrangement = shown.maps === null ? arrangeStrips(length, width) : arrangePictures({ channels, rows, columns }, { width, height });
    pictures.dataset.way = arrangement.way;
    pictures.classList.toggle("is-strips", shown.maps === null);
    values.mosaic.arrange(arrangement.factor);
    weights.mosaic.arrange(arrangement.factor);
    contributions.mosaic.arrange(arrangement.product);
  }

  /** Colours of the three pictures, and what the colours mean. */
  function paint() {
    const { network, reach, read, pinned } = state;
    const theme = host.theme();
    const from = shown.maps ?? shown.input;
    const source = network.stages[from];
    const grey = source.kind === "input" && view !== "difference";
    const { inputs, weights: factors, products } = shown.terms;
    // Colours of the overview where they are the overview's values.
    const reaches = Array.from({ length: channelsOf(source) }, (_, channel) => reach(from, channel));
    const own = view === "now" ? null : largestSize(inputs);
    values.mosaic.paint(inputs, 0, (channel) => own ?? reaches[Math.min(channel, reaches.length - 1)], grey ? theme.grey : theme.signed);
    values.legend.show(own ?? Math.max(...reaches), grey);
    const layer = /** @type {Float32Array} */ (network.stages[state.cell.stage].weight);
    let weightReach = weightReaches.get(layer);
    if (weightReach === undefined) weightReaches.set(layer, (weightReach = largestSize(layer)));
    const ofWeights = weightReach;
    weights.mosaic.paint(factors, 0, () => ofWeights, theme.signed);
    weights.legend.show(ofWeights);
    // One scale for both drawings and their difference, so that changing between them compares.
    const each = pinned ? [products, explainDifference(read, pinned, state.cell).terms.products] : [products];
    const largest = Math.max(...each.map(largestSize), largestProduct(read, state.cell), pinned ? largestProduct(pinned, state.cell) : 0);
    if (contributionsBuffer.values.length !== products.length) contributionsBuffer.values = new Float32Array(products.length);
    contributionsBuffer.values.set(products);
    contributions.mosaic.paint(contributionsBuffer.values, 0, () => largest, theme.signed);
    contributions.legend.show(largest);
  }

  /** Names, sums and lists. */
  function write() {
    const { network, cell, full } = state;
    const stage = network.stages[cell.stage];
    const maps = shown.maps === null ? null : network.stages[shown.maps];
    const source = maps ?? network.stages[shown.input];
    const of = view === "difference" ? `difference in ${source.name}` : source.name;
    values.name.textContent = of;
    weights.name.textContent = `weights for ${titleOf()}`;
    contributions.name.textContent = "contributions";
    values.mosaic.name(`Values: ${of}`);
    weights.mosaic.name(`Weights of ${stage.name} for ${titleOf()}`);
    const texts = sumTexts(shown, full);
    if (maps && channelsOf(maps) > 1) contributions.mosaic.label(texts.labels);
    const count = maps && channelsOf(maps) > 1 ? `sum of the ${channelsOf(maps)} maps` : `sum of the ${shown.terms.products.length} products`;
    const total = isLogit() ? `logit of ${cell.column}` : `number ${cell.column} of ${stage.name}`;
    sums.show([
      [count, texts.sum],
      [view === "difference" ? "+ bias: the same in both" : "+ bias", texts.bias],
      [view === "difference" ? `= difference, ${total}` : `= ${total}`, texts.total],
    ]);
    recorded.show({ ...state, explanation: shown });
    recorded.root.hidden = view === "difference";
    const heading = briefHeading(network, shown.maps ?? shown.input);
    /** @param {Contribution} one */
    const line = (one) => ({
      place: placeBrief(network, cellOf(one.index)),
      value: brief(one.value, 3),
      weight: brief(one.weight, 3),
      product: brief(one.product, 3),
    });
    most.show(`Largest for ${titleOf()}`, heading, shown.largest.for.map(line));
    least.show(`Largest against ${titleOf()}`, heading, shown.largest.against.map(line));
  }

  /** @param {State} next */
  function show(next) {
    state = next;
    if (state.explanation.kind !== "dense") return;
    const { read, pinned, cell, network, explanation } = state;
    if (!pinned) view = "now";
    shown = view === "now" || !pinned ? explanation : view === "pinned"
      ? explainDense(pinned, cell) : explainDifference(read, pinned, cell);
    arrange();
    const stage = network.stages[cell.stage];
    /** @param {import("./types.js").Read | null} one */
    const numbers = (one) => one && one.values.subarray(stage.offset, stage.offset + stage.length);
    classes.show({
      values: /** @type {Float32Array} */ (numbers(read)), pinned: numbers(pinned), chosen: cell.column, word: isLogit() ? "logit" : stage.name,
      width: Math.min(state.room.width, 560), reach: state.reach(cell.stage, 0), ramp: host.theme().signed,
    });
    views.show(pinned ? view : null);
    paint();
    write();
    spell();
  }

  return { root, show, dispose: unfollow };
}
