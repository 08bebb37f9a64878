// @ts-check
/** Dense against convolutional on four test sets: two confusion matrices, and the digits behind a cell of them. */

import { dress, paintOf } from "../../network/detail/parts/colours.js";
import { element, paintInk } from "../../network/dom.js";
import { grouped, percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { createSegments } from "../pooling/segments.js";
import { depth, mostConfused, summary } from "./matrix.js";

const STEPS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });
const SETS = ["mnist", "drawings", "moved", "thick"];

/** @param {import("../types.js").Host} host */
export function createSets(host) {
  const { words } = host.words;
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {any[]} */
  let tables = [];
  /** @type {any} */
  let shown = null;
  let wanted = "";
  /** @type {unknown[]} */
  let asked = [];
  const set = createSegments(words.set, SETS.map((value) => ({ value, text: words.setNames[value] })), (value) => host.change({ set: value, label: -1, read: -1 }), "set");
  const told = element("p", { class: "wc-intro", role: "status", "data-testid": "set-told" });
  const matrices = element("div", { class: "wc-matrices" });
  const title = element("h4", {});
  const amount = element("span", { class: "ch-quiet", "data-testid": "gallery-count" });
  const all = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "all-wrong", onclick: () => host.change({ label: -1, read: -1 }) }, words.allWrong);
  const list = element("div", { class: "wc-gallery", "data-testid": "gallery" });
  const intro = element("p", { class: "wc-intro" });
  const root = element("article", { class: "wc-part" }, element("h3", {}, words.setsTitle), intro, set.root, told,
    element("div", { class: "wc-sets" }, matrices, element("div", { class: "wc-failures" }, element("div", { class: "wc-head" }, title, amount, all), list)));

  /** @param {string} name */
  function table(name) {
    /** Where the keys are, before Enter takes it. */
    let at = { label: 0, read: 1 };
    const cells = Array.from({ length: 100 }, (_, place) => element("span", { class: "wc-count", "data-place": place }));
    const line = element("p", { class: "wc-line" });
    const here = element("p", { class: "wc-line ch-quiet", role: "status" });
    const grid = element("div", {
      class: "wc-matrix", tabindex: "0", role: "application", "data-testid": "matrix", "data-model": name, "aria-label": filled(words.matrixLabel, { model: name }),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const step = STEPS[event.key];
        if (step) point(Math.max(0, Math.min(9, at.label + step[0])), Math.max(0, Math.min(9, at.read + step[1])));
        else if (event.key === "Enter" || event.key === " ") take();
        else return;
        event.preventDefault();
      },
      onclick: (/** @type {MouseEvent} */ event) => {
        const place = cells.indexOf(/** @type {any} */ (event.target));
        if (place < 0) return;
        point(Math.floor(place / 10), place % 10);
        take();
      },
      onpointermove: (/** @type {PointerEvent} */ event) => {
        const place = cells.indexOf(/** @type {any} */ (event.target));
        if (place >= 0) point(Math.floor(place / 10), place % 10);
      },
    });
    const heads = Array.from({ length: 10 }, (_, digit) => element("span", { class: "wc-axis" }, String(digit)));
    grid.append(element("span", { class: "wc-axis" }), ...heads);
    for (let label = 0; label < 10; label++) grid.append(element("span", { class: "wc-axis" }, String(label)), ...cells.slice(10 * label, 10 * label + 10));

    /** @param {number} label @param {number} read */
    function point(label, read) {
      at = { label, read };
      cells.forEach((cell, place) => cell.classList.toggle("is-pointed", place === 10 * label + read));
      here.textContent = filled(words.matrixHere, { model: name, count: grouped(scene.data.sets[scene.knobs.set][name][10 * label + read]), label, read });
    }
    function take() {
      if (at.label !== at.read) host.change({ network: name, label: at.label, read: at.read });
    }
    return {
      name, cells, line, here,
      root: element("figure", { class: "wc-figure wc-table-of" }, element("h4", {}, name), line,
        element("div", { class: "wc-axes" }, element("span", { class: "wc-as ch-quiet" }, words.readDigit), element("span", { class: "wc-is ch-quiet" }, words.isDigit), grid), here),
    };
  }

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { knobs, data, theme, read } = scene;
    if (!tables.length) {
      tables = data.compared.map(table);
      matrices.replaceChildren(...tables.map((one) => one.root));
      const counts = Object.fromEntries(Object.entries(data.parameters).map(([name, count]) => [name, grouped(/** @type {number} */ (count))]));
      intro.replaceChildren(...host.prose(filled(words.setsIntro, counts)));
      set.root.querySelectorAll("button").forEach((/** @type {HTMLElement} */ button, /** @type {number} */ place) => { button.textContent = filled(words.setNames[SETS[place]], { pixels: data.moved }); });
    }
    set.show(knobs.set);
    told.textContent = filled(words.setTold[knobs.set], { pixels: data.moved });
    const both = data.sets[knobs.set];
    const most = mostConfused(...data.compared.map((/** @type {string} */ name) => both[name]));
    const one = knobs.label >= 0 && knobs.read >= 0 && knobs.label !== knobs.read;
    const painted = [knobs.set, theme, knobs.label, knobs.read, knobs.network];
    if (painted.some((part, place) => asked[place] !== part)) {
      asked = painted;
      for (const { name, cells, line, here } of tables) {
        const counts = both[name];
        const { all: count, wrong, share } = summary(counts);
        line.textContent = filled(words.accuracy, { model: name, share: percentage(share), wrong: grouped(wrong), count: grouped(count) });
        line.dataset.wrong = String(wrong);
        here.textContent = "\u00a0";
        cells.forEach((/** @type {HTMLElement} */ cell, /** @type {number} */ place) => {
          const [label, as] = [Math.floor(place / 10), place % 10];
          cell.textContent = counts[place] ? String(counts[place]) : "";
          cell.classList.toggle("is-right", label === as);
          cell.classList.toggle("is-chosen", one && knobs.network === name && label === knobs.label && as === knobs.read);
          dress(cell, paintOf(depth(counts, label, as, most), 1, theme.signed));
        });
      }
    }
    const chosen = one ? { label: knobs.label, read: knobs.read } : {};
    title.textContent = filled(one ? words.galleryCell : words.galleryAll, { model: knobs.network, label: knobs.label, read: knobs.read });
    all.hidden = !one;
    const wants = { set: knobs.set, network: knobs.network, ...chosen };
    const key = JSON.stringify(wants);
    // A question about another digit on screen gets no answer: it is asked again then.
    if (wanted !== key || (shown === null && scene.read !== read)) {
      wanted = key;
      shown = null;
      ask(wants, key);
    }
  }

  /** @param {Record<string, any>} wants @param {string} key */
  function ask(wants, key) {
    const total = one(wants);
    host.ask("failures", wants, (answer) => {
      if (key !== wanted) return;
      shown = answer;
      const { failures } = answer.data;
      amount.textContent = failures.length ? filled(words.galleryMore, { shown: failures.length, count: grouped(total) }) : words.galleryNone;
      list.replaceChildren(...failures.map((/** @type {any} */ failure, /** @type {number} */ place) => {
        const canvas = element("canvas", { width: 28, height: 28, "aria-hidden": "true" });
        paintInk(canvas, answer.arrays.pictures.values.subarray(784 * place, 784 * place + 784), 1);
        const said = filled(words.failure, { label: failure.label, ...failure.read });
        return element("button", {
          type: "button", class: "wc-failure", title: said, "data-testid": "failure", "data-code": failure.code,
          onclick: () => host.wish({ go: "draw", digit: failure.code, exact: true, model: wants.network }),
        }, canvas, element("span", {}, filled(words.failureRead, { label: failure.label, read: failure.read[wants.network] })));
      }));
      list.dataset.key = key;
    });
  }

  /** How many there are behind what is asked for. @param {Record<string, any>} wants */
  function one({ set: name, network, label, read }) {
    const counts = scene.data.sets[name][network];
    return label === undefined ? summary(counts).wrong : counts[10 * label + read];
  }

  return { root, show };
}
