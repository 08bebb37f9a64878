// @ts-check
/** Two layers of two numbers: without ReLU between them they are one matrix, with it they are not. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { applied, bent, differing, isOdd, product, rectified, same } from "./arithmetic.js";
import { LARGEST, matrix, typed } from "./knobs.js";

/** @param {number} value @returns {string} as short as it can be said, to four decimals */
const plain = (value) => String(Math.round(value * 1e4) / 1e4 || 0).replace("-", "\u2212");

/** @param {import("../types.js").Host} host */
export function createLayers(host) {
  const { words } = host.words;

  /** Numbers in brackets, two beside each other or one. @param {number} columns @param {number} count */
  const brackets = (columns, count) => {
    const cells = Array.from({ length: count }, () => element("span", { class: "cr-entry" }));
    return { cells, root: element("span", { class: `cr-brackets is-${columns}` }, ...cells) };
  };
  const vector = () => {
    const { cells, root } = brackets(1, 2);
    return { root, show: (/** @type {number[]} */ values) => cells.forEach((cell, place) => { cell.textContent = plain(values[place]); }) };
  };
  const table = () => {
    const { cells, root } = brackets(2, 4);
    return { root, show: (/** @type {number[][]} */ values) => cells.forEach((cell, place) => { cell.textContent = plain(values.flat()[place]); }) };
  };

  /** @param {"x" | "first" | "second"} knob @param {number} columns @param {string} name */
  function inputs(knob, columns, name) {
    const fields = Array.from({ length: columns * 2 }, (_, place) => element("input", {
      class: "cr-number", inputmode: "text", autocomplete: "off", "data-testid": `${knob}${place}`,
      "aria-label": filled(words.entry, { name, row: Math.floor(place / columns), column: place % columns }),
      oninput: (/** @type {Event} */ event) => {
        const field = /** @type {HTMLInputElement} */ (event.currentTarget);
        const value = typed(field.value);
        field.setAttribute("aria-invalid", String(value === null));
        host.say(value === null ? filled(words.badNumber, { text: field.value.slice(0, 20), largest: LARGEST }) : null);
        if (value !== null) host.change({ [knob]: host.knobs()[knob].map((/** @type {number} */ old, /** @type {number} */ at) => (at === place ? value : old)) }, `${knob}${place}`);
      },
      onblur: () => show(scene, true),
    }));
    return {
      root: element("span", { class: `cr-brackets is-${columns}`, role: "group", "aria-label": name }, ...fields),
      /** @param {number[]} values @param {boolean} tidy a field that is typed in is left alone until it is left */
      show(values, tidy) {
        fields.forEach((field, place) => {
          if (!tidy && typed(field.value) === values[place]) return;
          if (!tidy && field.getAttribute("aria-invalid") === "true") return;
          if (field.getAttribute("aria-invalid") === "true") host.say(null);
          field.value = plain(values[place]);
          field.removeAttribute("aria-invalid");
        });
      },
    };
  }
  const x = inputs("x", 1, "x");
  const first = inputs("first", 2, "W₁");
  const second = inputs("second", 2, "W₂");
  const named = (/** @type {Node} */ node, /** @type {string} */ name) => element("span", { class: "cr-named" }, node, element("span", { class: "ch-quiet" }, name));
  const sign = (/** @type {string} */ text) => element("span", { class: "cr-sign" }, text);
  const find = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "find", onclick: () => {
    const found = differing(matrix(scene.knobs.first), matrix(scene.knobs.second));
    if (found) host.change({ x: found });
    host.say(found ? null : words.noDifference);
  } }, words.find);
  const lines = ["two", "one", "relu"].map((name) => {
    const shown = { hidden: vector(), cut: vector(), out: vector(), folded: table() };
    const way = name === "two" ? [named(shown.hidden.root, "W₁x"), sign("→"), named(shown.out.root, "W₂(W₁x)")]
      : name === "one" ? [named(shown.folded.root, "W₂W₁"), sign("→"), named(shown.out.root, "(W₂W₁)x")]
        : [named(shown.hidden.root, "W₁x"), sign("→"), named(shown.cut.root, "ReLU"), sign("→"), named(shown.out.root, "W₂·ReLU(W₁x)")];
    const mark = element("span", { class: "cr-mark" });
    return { ...shown, mark, root: element("div", { class: "cr-line", "data-testid": `layers-${name}` }, element("strong", { class: "cr-linename" }, words[`line_${name}`]), element("div", { class: "cr-way" }, ...way, mark)) };
  });
  const verdict = element("p", { role: "status", "data-testid": "layers" });
  const root = element("div", { class: "cr-layers" },
    element("div", { class: "cr-typed" }, named(second.root, "W₂"), sign("·"), named(first.root, "W₁"), sign("·"), named(x.root, "x"), find),
    element("div", { class: "cr-lines" }, ...lines.map((line) => line.root)), verdict);
  /** @type {import("../types.js").Scene} */
  let scene;

  /** @param {import("../types.js").Scene} next @param {boolean} [tidy] */
  function show(next, tidy = false) {
    scene = next;
    const { knobs } = scene;
    const [one, two] = [matrix(knobs.first), matrix(knobs.second)];
    x.show(knobs.x, tidy);
    first.show(knobs.first, tidy);
    second.show(knobs.second, tidy);
    const hidden = applied(one, knobs.x);
    const folded = product(two, one);
    const straight = applied(two, hidden);
    const curved = bent(one, two, knobs.x);
    const differs = !same(straight, curved);
    const [plainly, once, cut] = lines;
    plainly.hidden.show(hidden);
    plainly.out.show(straight);
    once.folded.show(folded);
    once.out.show(applied(folded, knobs.x));
    once.mark.textContent = "=";
    cut.hidden.show(hidden);
    cut.cut.show(rectified(hidden));
    cut.out.show(curved);
    cut.mark.textContent = differs ? "≠" : "=";
    const opposite = knobs.x.map((/** @type {number} */ value) => -value);
    const said = !differs ? words.sameHere : isOdd(one, two, knobs.x) ? words.differsHere : words.noMatrix;
    verdict.textContent = filled(said, {
      x: pair(knobs.x), minus: pair(opposite), bent: pair(curved), back: pair(bent(one, two, opposite)), straight: pair(straight),
    });
  }
  return { root, show };
}

/** @param {number[]} values */
const pair = (values) => `(${values.map(plain).join(",\u00a0")})`;
