// @ts-check
/** A cell's arithmetic as a table, for those who would rather read than look. */

import { element } from "../dom.js";
import { fixed } from "../view/numbers.js";
import { convolutionTexts, numberText, sumTexts } from "./printing.js";
import { placeText } from "./sentence.js";

/**
 * @typedef {import("./types.js").State} State
 * @typedef {{caption: string, head: string[], rows: string[][], foot: string[][]}} Content   the foot: sums and the result
 */

const SETTLED = 200; // ms without a change
const OUTSIDE = "padding";

/** @param {State} state @returns {Content} */
export function tableOf(state) {
  const { network, cell, explanation, full } = state;
  const number = (/** @type {number} */ value) => numberText(value, full);
  const caption = `${placeText(network, cell)}, all counted from 0`;
  const where = (/** @type {import("../arithmetic/types.js").Term} */ term) => [fixed(term.row, 0), fixed(term.column, 0), term.inside ? number(term.input) : OUTSIDE];
  const recorded = ["recorded by PyTorch", number(explanation.recorded)];
  switch (explanation.kind) {
    case "convolution": {
      const { inputs } = explanation;
      const rows = inputs.flatMap((input, place) => {
        const texts = convolutionTexts(explanation, place, full);
        const products = input.terms.map((term, tap) => [String(input.channel), ...where(term), number(term.weight), texts.products[tap]]);
        return [...products, [`sum of map ${input.channel}`, "", "", "", "", texts.sums[place]]];
      });
      const { all, bias, total } = convolutionTexts(explanation, 0, full);
      return {
        caption, head: ["input map", "row", "column", "value", "weight", "product"], rows,
        foot: [["sum of all maps", all], ["bias", bias], ["cell", total], recorded],
      };
    }
    case "relu": {
      const { before, after, cut, count } = explanation;
      return {
        caption, head: ["before", "max(0, before)"], rows: [[number(before), number(after)]],
        foot: [["cut to zero", `${cut} of ${count}`], recorded],
      };
    }
    case "max_pooling":
      return {
        caption, head: ["row", "column", "value", ""],
        rows: explanation.terms.map((term, place) => [...where(term), place === explanation.winner ? "largest" : ""]),
        foot: [["cell", number(explanation.total)], recorded],
      };
    case "average_pooling": {
      const values = explanation.terms.map((term) => term.input);
      const texts = sumTexts(values, values.reduce((one, other) => one + other, 0), full);
      return {
        caption, head: ["row", "column", "value"],
        rows: explanation.terms.map((term, place) => [...where(term).slice(0, 2), term.inside ? texts.parts[place] : OUTSIDE]),
        foot: [["sum", texts.total], ["divided by", String(explanation.divisor)], ["cell", number(explanation.total)], recorded],
      };
    }
    case "flatten":
      return { caption, head: ["number", "from", "value"], rows: [[String(explanation.index), placeText(network, explanation.from), number(explanation.result)]], foot: [recorded] };
    case "dense": {
      const { largest, bias, total } = explanation;
      const texts = sumTexts([total - bias, bias], total, full);
      return {
        caption, head: ["number", "from", "value", "weight", "product"],
        rows: [...largest.for, ...largest.against].map(({ index, from, value, weight, product }) => [
          String(index), from ? placeText(network, from) : "", number(value), number(weight), number(product),
        ]),
        foot: [["sum of all products", texts.parts[0]], ["bias", texts.parts[1]], ["sum", texts.total], recorded],
      };
    }
    case "softmax":
      return {
        caption, head: ["class", "logit", "e to the power of it", "share"],
        rows: explanation.terms.map(({ index, logit, exponential, share }) => [String(index), number(logit), number(exponential), number(share)]),
        foot: [["sum", number(explanation.sum)], recorded],
      };
    default:
      return { caption, head: ["value"], rows: [[number(explanation.result)]], foot: [recorded] };
  }
}

export function createTable() {
  const table = element("table", {});
  const root = element("details", { class: "dt-details dt-table", "data-testid": "table", ontoggle: opened },
    element("summary", {}, "As a table"),
    element("div", { class: "dt-panel dt-tablepanel", tabindex: "0", role: "region", "aria-label": "The arithmetic as a table" }, table));
  let timer = 0;
  /** @type {State | null} */
  let state = null;

  function opened() {
    refresh();
    if (root.open) root.scrollIntoView({ block: "nearest" });
  }

  function refresh() {
    clearTimeout(timer);
    if (!root.open || !state) return;
    const { caption, head, rows, foot } = tableOf(state);
    const line = (/** @type {string[]} */ texts) => element("tr", {}, ...texts.map((text) => element("td", {}, text)));
    const last = (/** @type {string[]} */ [name, value]) => element("tr", {}, element("th", { scope: "row", colspan: Math.max(1, head.length - 1) }, name), element("td", {}, value));
    table.replaceChildren(
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head.map((text) => element(text ? "th" : "td", text ? { scope: "col" } : {}, text)))),
      element("tbody", {}, ...rows.map(line)),
      element("tfoot", {}, ...foot.map(last)),
    );
  }

  return {
    root,
    /** @param {State | null} next */
    show(next) {
      state = next;
      clearTimeout(timer);
      if (root.open) timer = window.setTimeout(refresh, SETTLED);
    },
    dispose: () => clearTimeout(timer),
  };
}
