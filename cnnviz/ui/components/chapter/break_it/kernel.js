// @ts-check
/** A kernel of any size to edit: a small one has a field in each cell, a large one a field for the cell that is chosen. */

import { dress, paintOf } from "../../network/detail/parts/colours.js";
import { element } from "../../network/dom.js";
import { createWeight } from "../convolution/kernel-grid.js";
import { filled } from "../prose.js";

const FIELDS = 25; // weights: of more than 5 x 5 none could be read in its cell
const ARROWS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });

/**
 * @typedef {object} Content
 * @property {number[]} kernel     row after row
 * @property {number} columns
 * @property {number} reach        the size of the strongest colour
 * @property {Uint32Array} ramp
 * @property {string} label
 */

/** @param {any} words @param {{set: (place: number, value: number) => void, refuse: (message: string | null) => void}} hooks */
export function createKernel(words, { set, refuse }) {
  const grid = element("div", { class: "bi-kernel", role: "group" });
  const name = element("span", {});
  const root = element("div", { class: "bi-kernelbox" }, grid);
  /** @type {Content} */
  let now;
  let made = "";
  let chosen = 0;
  /** @type {ReturnType<typeof createWeight>[]} */
  let fields = [];
  /** @type {HTMLElement[]} */
  let cells = [];

  const place = (/** @type {number} */ at) => filled(words.weight, { row: Math.floor(at / now.columns), column: at % now.columns });

  /** @param {number} at */
  function choose(at) {
    chosen = at;
    write();
    cells[at].focus();
  }

  /** Other cells for a kernel of another size. */
  function make() {
    const { kernel, columns } = now;
    const small = kernel.length <= FIELDS;
    chosen = Math.floor(kernel.length / 2);
    fields = Array.from({ length: small ? kernel.length : 1 }, (_, at) => createWeight(words, { set: (value) => set(small ? at : chosen, value), refuse }));
    cells = small ? [] : kernel.map((_, at) => element("button", { type: "button", class: "bi-kernelcell", "data-testid": "kernel-cell", onclick: () => choose(at) }));
    grid.style.setProperty("--bi-columns", String(columns));
    grid.replaceChildren(...(small ? fields.map((one) => one.root) : cells));
    root.replaceChildren(grid, ...(small ? [] : [element("div", { class: "bi-kernelchosen" }, name, fields[0].root)]));
    root.dataset.side = String(columns);
  }

  grid.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || cells.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { kernel, columns } = now;
    const [row, column] = [Math.floor(chosen / columns) + arrow[0], (chosen % columns) + arrow[1]];
    if (row >= 0 && row < kernel.length / columns && column >= 0 && column < columns) choose(row * columns + column);
  });

  function write() {
    const { kernel, reach, ramp, label } = now;
    grid.setAttribute("aria-label", label);
    const paint = kernel.map((weight) => paintOf(weight, reach, ramp));
    cells.forEach((cell, at) => {
      dress(cell, paint[at]);
      cell.tabIndex = at === chosen ? 0 : -1;
      cell.setAttribute("aria-label", `${place(at)}: ${kernel[at]}`);
      cell.setAttribute("aria-pressed", String(at === chosen));
    });
    if (cells.length) name.textContent = place(chosen);
    fields.forEach((field, index) => {
      const at = cells.length ? chosen : index;
      field.show(kernel[at], place(at));
      dress(field.root, paint[at]);
    });
  }

  return {
    root,
    /** @param {Content} content */
    show(content) {
      now = content;
      const shape = `${content.kernel.length} ${content.columns}`;
      if (shape !== made) {
        made = shape;
        make();
      }
      write();
    },
  };
}
