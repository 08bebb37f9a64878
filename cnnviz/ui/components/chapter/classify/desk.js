// @ts-check
/** Step 3: ten logits that can be turned, and the ten shares that softmax makes of them. */

import { softmaxOf } from "../../network/arithmetic/softmax.js";
import { element } from "../../network/dom.js";
import { fixed } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { createDial } from "./dial.js";
import { createHeat } from "./heat.js";
import { timesText } from "./ratios.js";
import { createSources } from "./sources.js";
import { givenOf, largestAt } from "./state.js";
import { axisOf, CLASSES, moved, percentTexts, turned } from "./turning.js";

/** @typedef {import("../types.js").Scene} Scene */

/** @param {import("../types.js").Host} host */
export function createDesk(host) {
  const words = host.words.words.turn;
  const moves = () => host.knobs().moves;
  const sources = createSources(words, (name) => host.change({ scribble: name }));
  const heat = createHeat(words, (temperature) => host.change({ temperature }, "temperature"));
  const dials = Array.from({ length: CLASSES }, (_, digit) => createDial(digit, words, {
    turn: (to) => {
      const { low, high } = axisOf(given.logits);
      const kept = Math.max(low, Math.min(high, to));
      host.change({ moves: moved(moves(), digit, kept - given.logits[digit]) }, `logit ${digit}`);
    },
    restore: () => host.change({ moves: moved(moves(), digit, 0) }),
  }));
  const said = element("div", { class: "cl-said", role: "status", "data-testid": "told" });
  const total = element("span", { class: "cl-percent", "data-testid": "total" }, words.all);
  const root = element("section", { class: "cl-step", "data-testid": "turn" },
    element("div", { class: "cl-head" },
      element("h3", { class: "cl-title" }, element("span", { class: "cl-number", "aria-hidden": "true" }, "3"), words.title),
      element("p", { class: "ch-quiet" }, words.task)),
    element("div", { class: "cl-desk" },
      element("div", { class: "cl-dials" },
        element("div", { class: "cl-dial cl-dialhead", "aria-hidden": "true" },
          element("span", { class: "cl-digit" }, words.class), element("span", {}, words.logit), element("span", {}),
          element("span", { class: "cl-sharehead" }, words.share, element("span", { class: "cl-waskey" }), words.real), element("span", {})),
        ...dials.map((dial) => dial.root),
        element("div", { class: "cl-dial cl-dialfoot" }, element("span", { class: "cl-digit" }, words.sum), element("span", {}), element("span", {}), element("span", {}), total)),
      element("div", { class: "cl-aside" }, sources.root, heat.root, said)));

  /** @type {ReturnType<typeof givenOf>} */
  let given;

  /** @param {Scene} scene @param {number[]} shares @param {string[]} percents @returns {string[]} */
  function sentences({ knobs }, shares, percents) {
    const first = largestAt(shares);
    const { scribble } = given;
    const telling = [scribble
      ? filled(words.scribble, { digit: first, percent: percents[first], name: scribble.label })
      : filled(words.asRead, { digit: first, percent: percents[first] })];
    const changed = knobs.moves.flatMap((/** @type {number} */ move, /** @type {number} */ digit) => (move === 0 ? [] : [digit]));
    if (changed.length === 1) telling.push(rise(changed[0], knobs));
    else if (changed.length > 1) telling.push(filled(words.severalMoved, { count: changed.length }));
    return telling;
  }

  /** What one turned logit does. @param {number} digit @param {Record<string, any>} knobs */
  function rise(digit, { moves: all, temperature }) {
    const move = all[digit];
    const text = filled(move > 0 ? words.movedUp : words.movedDown, {
      digit, move: fixed(Math.abs(move), 1), factor: timesText(Math.exp(Math.abs(move) / temperature)),
    });
    if (temperature === 1) return text;
    return `${text} (${filled(words.heated, { temperature, divided: fixed(Math.abs(move) / temperature, 2) })})`;
  }

  return {
    root,
    /** @param {Scene} scene */
    show(scene) {
      const { knobs } = scene;
      given = givenOf(scene);
      const logits = turned(given.logits, knobs.moves);
      const { shares } = softmaxOf(logits, knobs.temperature);
      const recorded = softmaxOf(given.logits).shares;
      const percents = percentTexts(shares);
      const axis = axisOf(given.logits);
      const first = largestAt(shares);
      dials.forEach((dial, digit) => dial.show({
        logit: logits[digit], recorded: given.logits[digit], share: shares[digit], was: recorded[digit],
        percent: percents[digit], axis, first: digit === first,
      }));
      sources.show(scene, given.scribble ? knobs.scribble : "none");
      heat.show(knobs.temperature);
      root.querySelector(".cl-desk")?.classList.toggle("is-turned", knobs.temperature !== 1 || knobs.moves.some((/** @type {number} */ move) => move !== 0));
      root.dataset.total = String(shares.reduce((sum, share) => sum + share, 0));
      said.replaceChildren(...sentences(scene, shares, percents).map((text) => element("p", {}, ...host.prose(text))));
    },
  };
}
