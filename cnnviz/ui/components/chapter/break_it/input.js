// @ts-check
/** Break the input: one change at a time on the learner's digit, through two networks at once. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { createAsking } from "./asking.js";
import { AS_DRAWN, breakingOf, isAsDrawn, snapped, valueText, wantsOf } from "./changing.js";
import { joined } from "./cells.js";
import { createCurves } from "./curves.js";
import { createGame } from "./game.js";
import { ALONG, RANGES } from "./knobs.js";
import { createReaders } from "./readers.js";
import { createSurface } from "./surface.js";

const RUBBERS = [1, 3, 5]; // cells

/** @param {import("../types.js").Host} host */
export function createInput(host) {
  const { words } = host.words;
  const tabs = element("div", { class: "bi-tabs", role: "group", "aria-label": words.along });
  const buttons = ALONG.map((along) => element("button", {
    type: "button", class: "cnnviz-button ch-small", "data-testid": "along", "data-along": along, onclick: () => host.change({ along }),
  }, words.names[along]));
  const restore = element("button", { type: "button", class: "cnnviz-button ch-small bi-restore", "data-testid": "as-drawn", onclick: () => host.change({ ...AS_DRAWN }) }, words.asDrawn);
  const undo = element("button", { type: "button", class: "cnnviz-button ch-small bi-undo", "data-testid": "undo-input", onclick: host.undo }, host.frame.undo);
  tabs.append(...buttons, undo, restore);
  const surface = createSurface({
    rub(cells, stroke) {
      const name = host.knobs().along === "game" ? "game" : "erased";
      host.change({ [name]: joined(host.knobs()[name], cells) }, stroke);
    },
    move(down, right, stroke) {
      const knobs = host.knobs();
      host.change({ down: snapped("down", knobs.down + down), right: snapped("right", knobs.right + right) }, stroke);
    },
  });
  const curves = createCurves(words, (value, exact) => {
    const { along } = host.knobs();
    host.change({ [along]: exact ? value : snapped(along, value) }, `curve ${along}`);
  });
  const slider = element("input", { type: "range", "data-testid": "slider", oninput: () => {
    const { along } = host.knobs();
    host.change({ [along]: Number(slider.value) }, along);
  } });
  const sliderName = element("span", {});
  const amount = element("strong", { class: "bi-amount", "data-testid": "amount" });
  const other = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "other-noise", onclick: () => host.change({ seed: (host.knobs().seed + 1) % 1e6 }) }, words.otherNoise);
  const sweeping = element("div", { class: "bi-sweep" },
    element("label", { class: "bi-slider" }, sliderName, slider, amount), other, curves.root);
  const rubbers = RUBBERS.map((_, rubber) => element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "rubber", onclick: () => host.change({ rubber }) }, words.brushSizes[rubber]));
  const gone = element("p", { "data-testid": "gone" });
  const back = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "ink-back", onclick: () => host.change({ erased: [] }) }, words.restore);
  const erasing = element("div", { class: "bi-game" }, element("p", { class: "bi-task" }, words.eraseTask), element("p", {}, words.eraseHelp),
    element("div", { class: "bi-acts", role: "group", "aria-label": words.brush }, element("span", {}, words.brush), ...rubbers), gone, element("div", { class: "bi-acts" }, back));
  const game = createGame(host);
  const readers = createReaders(words, (second) => host.change({ second }));
  const told = element("div", { class: "bi-breaks", role: "status", "data-testid": "breaks" });
  const root = element("section", { class: "bi-half is-waiting", "data-testid": "input-half" },
    element("h3", { class: "bi-title" }, words.inputTitle), tabs,
    element("div", { class: "bi-input" }, surface.root, element("div", { class: "bi-middle" }, sweeping, erasing, game.root), readers.root), told);

  /** @type {import("../types.js").Scene} */
  let scene;
  const asking = createAsking(host, "input", root);

  /** @param {import("../types.js").Answer | null} answer */
  function paint(answer) {
    if (!answer || !isOfThisKind(answer)) return;
    const { data, arrays, wants } = answer;
    const { read: { network: { label } } } = scene;
    surface.paint(arrays.picture.values);
    readers.show([label, wants.other], arrays.probabilities.values, data.named);
    asking.shown(answer);
    root.classList.remove("is-waiting");
    const cells = wants.change.erased ?? [];
    if (wants.game) game.show(label, cells, data.inked, arrays.probabilities.values.subarray(0, 10));
    else gone.textContent = filled(words.erasedCount, { erased: cells.length, inked: data.inked });
    if (wants.along) {
      curves.show({
        name: wants.along, value: scene.knobs[wants.along], values: data.values, curves: arrays.curves.values,
        breaks: data.breaks, film: data.film, pictures: arrays.film.values, digits: data.digits,
      });
    }
    told.replaceChildren(...(wants.along ? [...[label, wants.other].map((name, place) => sentence(name, place, wants.along, data)), how(wants.along)] : []));
  }

  /** @param {string} model @param {number} place @param {string} along @param {any} data */
  function sentence(model, place, along, { breaks, named }) {
    const { low, high } = RANGES[along];
    const text = (/** @type {number} */ value) => valueText(along, value, words.unit);
    const [below, above] = breaks[place].map((/** @type {import("./changing.js").Break | null} */ point) => (point && point.held !== null
      ? filled(words.breakingPoint, { value: text(point.value), held: text(point.held), digit: point.digit, first: named[place] }) : ""));
    const kind = breakingOf(breaks[place], RANGES[along]);
    return element("p", {}, element("span", { class: `bi-key is-${place}`, "aria-hidden": "true" }),
      ...host.prose(filled(words[kind], { model, digit: named[place], below, above, low: text(low), high: text(high) })));
  }

  /** Whether it is about the change that is looked at: a curve of another one would be a lie. @param {import("../types.js").Answer} answer */
  function isOfThisKind({ wants }) {
    const { along } = scene.knobs;
    return wants.along === (along in RANGES ? along : null) && wants.game === (along === "game");
  }

  /** How the breaking points were looked for. @param {string} along */
  function how(along) {
    const { finest } = RANGES[along];
    return element("p", { class: "ch-quiet" }, finest === 1 ? words.breaksWhole : filled(words.breaksHow, { finest: valueText(along, finest, words.unit) }));
  }

  return {
    root,
    /** @param {import("../types.js").Scene} next */
    show(next) {
      scene = next;
      const { knobs, read, data, arrays } = scene;
      const { along } = knobs;
      const sweeps = along in RANGES;
      buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(ALONG[place] === along)));
      restore.disabled = isAsDrawn(knobs);
      restore.hidden = along === "game";
      undo.disabled = !host.canUndo();
      sweeping.hidden = !sweeps;
      erasing.hidden = along !== "erase";
      game.root.hidden = along !== "game";
      other.hidden = along !== "noise";
      if (along !== "game") game.leave();
      const mode = along === "erase" || along === "game" ? "rub" : along === "right" || along === "down" ? "move" : "still";
      surface.show(mode, along === "game" ? 1 : RUBBERS[knobs.rubber], mode === "rub" ? words.pictureErase : mode === "move" ? words.pictureMove : words.picture);
      rubbers.forEach((button, place) => button.setAttribute("aria-pressed", String(place === knobs.rubber)));
      back.disabled = knobs.erased.length === 0;
      game.present(read.network.label, data.own_eight, arrays.eight.values);
      if (sweeps) {
        const { low, high, step } = RANGES[along];
        if (slider.dataset.along !== along) {
          slider.dataset.along = along;
          Object.assign(slider, { min: String(low), max: String(high), step: String(step) });
          sliderName.textContent = words.slider[along];
        }
        slider.value = String(knobs[along]);
        amount.textContent = valueText(along, knobs[along], words.unit);
        slider.setAttribute("aria-valuetext", amount.textContent);
        curves.mark(along, knobs[along]);
      }
      asking.ask(wantsOf(knobs, read.network.model), read, paint);
    },
    dispose() {
      game.leave();
      curves.dispose();
    },
  };
}

