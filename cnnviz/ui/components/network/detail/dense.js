// @ts-check
/** A dense layer's number: every entry times its weight, gathered per map, plus the bias. */

import { explainDense } from "../arithmetic/dense.js";
import { cellOf as cellIn } from "../arithmetic/flatten.js";
import { exactText } from "../arithmetic/reconcile.js";
import { element } from "../dom.js";
import { answerOf, channelsOf } from "../view/chain.js";
import { fixed } from "../view/numbers.js";
import { briefHeading, explainDifference, largestProduct, largestSize, placeBrief, sumTexts } from "./contributions.js";
import { followDigits } from "./digits.js";
import { createClasses } from "./parts/classes.js";
import { createPictures } from "./parts/pictures.js";
import { createRanking } from "./parts/ranking.js";
import { createRecorded } from "./parts/recorded.js";
import { createRows } from "./parts/rows.js";
import { createText } from "./parts/text.js";
import { createViews } from "./parts/views.js";
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
const FACTS = 206; // px of the sums, beside the pictures where there is no room for the lists as well
const CLOSE = 16; // px between the two then
/** @type {["pictures" | "lists", string][]} what is seen then */
const PARTS = [["pictures", "In pictures"], ["lists", "The ten largest"]];

/** @param {import("./types.js").Host} host @returns {import("./types.js").KindView} */
export function createDense(host) {
  const classes = createClasses((column) => host.select({ ...state.cell, column }));
  const views = createViews((chosen) => {
    view = chosen;
    show(state);
  });
  const pictures = createPictures({ point, leave: () => host.hover(null), enter: openEntry });
  const sums = createRows(3, "dt-total");
  const recorded = createRecorded(host);
  const where = element("button", { type: "button", class: "dc-link", title: "Open this cell", onclick: () => openEntry(entry()) });
  const product = createText("span", "dc-entryproduct");
  const number = createText("span", "dc-entrynumber");
  const spelled = element("p", { class: "dc-entry", "data-testid": "entry" }, where, product.root, number.root);
  const [most, least] = [0, 1].map((side) =>
    createRanking((place) => point(ranked(side)[place].index), () => host.hover(null), (place) => openEntry(ranked(side)[place].index)));
  const parts = PARTS.map(([part, words]) =>
    element("button", { type: "button", class: "dc-view", "data-part": part, onclick: () => seePart(part) }, words));
  const root = element("div", { class: "dc-dense" },
    element("div", { class: "dc-main" }, classes.root,
      element("div", { class: "dc-views dc-parts", role: "group", "aria-label": "See" }, ...parts), views.root, pictures.root),
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

  /** @param {"pictures" | "lists"} part */
  function seePart(part) {
    root.dataset.part = part;
    for (const button of parts) button.setAttribute("aria-pressed", String(button.dataset.part === part));
  }
  seePart("pictures");

  /** @param {number} side 0: for, 1: against */
  const ranked = (side) => (side === 0 ? shown.largest.for : shown.largest.against);
  /** The entry that is spelled out. */
  const entry = () => {
    const [first] = [...ranked(0), ...ranked(1)];
    return pointed !== null && pointed < shown.terms.products.length ? pointed : first?.index ?? 0;
  };
  /** @param {number} index @returns {import("./types.js").Cell} where it lies in the maps, or in the vector */
  const cellOf = (index) => cellIn(state.network, shown.maps ?? shown.input, index);
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
    pictures.mark(index, `Contributions to ${titleOf()}. Arrow keys move.`, `${place}: ${text}`);
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
    // Low and not wide: pictures and sums, or the lists, so that nothing has to be scrolled.
    const tight = !beside && room.width >= NARROW && Number.isFinite(room.height) && !full && !pinned;
    const side = tight ? FACTS : full ? SIDE.full : SIDE.short;
    const width = beside || tight ? room.width - side - (tight ? CLOSE : GAP) : room.width;
    const above = classes.heightFor(count, pinned !== null) + (pinned ? 40 : 0) + 8;
    const height = Math.max(room.height - above, beside || tight ? 210 : 310);
    root.classList.toggle("is-tight", tight);
    root.classList.toggle("is-beside", beside);
    root.classList.toggle("is-narrow", room.width < NARROW);
    root.classList.toggle("is-full", full);
    root.style.setProperty("--dc-side", `${side}px`);
    pictures.arrange(network.stages[shown.maps ?? shown.input], shown.maps !== null, { width, height });
  }

  /** Colours; one scale for both drawings and their difference, so that changing between them compares. */
  function paint() {
    const { read, pinned, cell } = state;
    const { products } = shown.terms;
    const apart = pinned ? largestSize(explainDifference(read, pinned, cell).terms.products) : 0;
    const largest = Math.max(largestSize(products), largestProduct(read, cell), pinned ? largestProduct(pinned, cell) : 0, apart);
    pictures.paint({ state, shown, view, largest, theme: host.theme() });
  }

  /** Names, sums and lists. */
  function write() {
    const { network, cell, full } = state;
    const stage = network.stages[cell.stage];
    const maps = shown.maps === null ? null : network.stages[shown.maps];
    const source = maps ?? network.stages[shown.input];
    const of = view === "difference" ? `difference in ${source.name}` : source.name;
    const texts = sumTexts(shown, full);
    const several = maps !== null && channelsOf(maps) > 1;
    pictures.name({ values: of, weights: `weights for ${titleOf()}`, layer: stage.name }, several ? texts.labels : []);
    const count = several ? `sum of the ${channelsOf(maps)} maps` : `sum of the ${shown.terms.products.length} products`;
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
