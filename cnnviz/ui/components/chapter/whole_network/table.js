// @ts-check
/** A strip of all stages: what each gives out, what it costs, and what one of its cells sees of the digit. */

import { element } from "../../network/dom.js";
import { grouped, shapeText } from "../../network/view/numbers.js";
import { fieldOf, multiplications, squareAround } from "./costs.js";
import { by } from "./sentences.js";
import { createSight } from "./sight.js";

/** @typedef {import("../types.js").Read} Read */

const THUMB = 56; // px

/** @param {any} words @param {(step: number) => void} go */
export function createTable(words, go) {
  const table = element("table", { class: "wn-table", "data-testid": "costs" });
  const root = element("div", { class: "wn-scroll", tabindex: "0", role: "region", "aria-label": words.title }, table);
  /** @type {{column: HTMLElement[], sight: ReturnType<typeof createSight>}[]} */
  let columns = [];
  /** @type {HTMLElement[]} */
  let totals = [];
  let builtFor = "";
  let shownAt = -1;

  /** @param {Read} read */
  function build({ network }) {
    if (builtFor === network.model) return;
    builtFor = network.model;
    shownAt = -1;
    const { stages } = network;
    columns = stages.map((stage, index) => {
      const sight = createSight(THUMB);
      const { rows, columns: across } = fieldOf(stages, index);
      const cell = (/** @type {string} */ text, /** @type {string} */ name) => element("td", { "data-is": name }, text);
      const count = (/** @type {number} */ number) => (number ? grouped(number) : words.none);
      return {
        sight,
        column: [
          element("th", { scope: "col" }, element("button", { type: "button", class: "wn-column", onclick: () => go(index) }, stage.name)),
          cell(shapeText(stage.shape), "shape"),
          cell(count(stage.parameters ?? 0), "parameters"),
          cell(count(multiplications(stage)), "multiplications"),
          cell(by([rows, across]), "field"),
          element("td", { "data-is": "digit" }, sight.root),
        ],
      };
    });
    const heads = [words.stage, words.shape, words.parameters, words.multiplications, words.field, words.digit];
    totals = heads.map((_, row) => element(row === 0 ? "th" : "td", { class: "wn-total", ...(row === 0 ? { scope: "col" } : {}) }, row === 0 ? words.total : ""));
    table.replaceChildren(...heads.map((head, row) => element("tr", {},
      element("th", { scope: "row" }, head), ...columns.map(({ column }) => column[row]), totals[row])));
  }

  return {
    root: element("div", {}, element("h3", { class: "wn-heading" }, words.title), root, element("p", { class: "ch-quiet wn-hint" }, words.pointHelp)),
    /** @param {Read} read @param {number} reached @param {{row: number, column: number}} pixel that the squares lie around */
    show(read, reached, pixel) {
      build(read);
      columns.forEach(({ column, sight }, index) => {
        for (const cell of column) {
          cell.toggleAttribute("data-ahead", index > reached);
          cell.toggleAttribute("data-now", index === reached);
        }
        sight.show(read, squareAround(read.network.stages, index, pixel));
      });
      if (shownAt === reached) return;
      const so = read.network.stages.slice(0, reached + 1);
      totals[2].textContent = grouped(so.reduce((sum, stage) => sum + (stage.parameters ?? 0), 0));
      totals[3].textContent = grouped(so.reduce((sum, stage) => sum + multiplications(stage), 0));
      shownAt = reached;
      const [head] = columns[reached].column;
      // In the frame, where the page is laid out in any case. Sideways alone: the page stays where it is.
      requestAnimationFrame(() => {
        const { offsetLeft, offsetWidth } = head;
        const fixed = /** @type {HTMLElement} */ (table.rows[0].cells[0]).offsetWidth;
        if (offsetLeft - fixed < root.scrollLeft || offsetLeft + offsetWidth > root.scrollLeft + root.clientWidth) root.scrollLeft = offsetLeft - fixed - offsetWidth;
      });
    },
  };
}
