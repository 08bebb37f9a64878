// @ts-check
/** The ten shares: a line for each class with its logit, its exponential, its bar and its percentage. */

import { element } from "../../dom.js";
import { exactText } from "../../arithmetic/reconcile.js";
import { fixed } from "../../view/numbers.js";
import { percentDifference, shareTexts } from "../shares.js";
import { createText } from "./text.js";

/**
 * @typedef {object} Content
 * @property {import("../../arithmetic/types.js").SoftmaxExplanation} explanation
 * @property {import("../shares.js").Texts} texts
 * @property {import("../../arithmetic/types.js").SoftmaxExplanation | null} pinned
 * @property {boolean} full
 */

const CELLS = ["dc-logit", "dc-exponential", "dc-percent", "dc-pinnedshare", "dc-pinneddifference"];

let made = 0;

/** For a screen reader. @param {string} text */
const unseen = (text) => element("span", { class: "dc-unseen" }, text);

/** @param {(index: number | null) => void} light a line is pointed at @param {(index: number) => void} choose */
export function createShares(light, choose) {
  const id = `dc-shares-${++made}`;
  const power = createText("sup");
  const heads = element("div", { class: "dc-shareline dc-sharehead", "aria-hidden": "true" },
    element("span", { class: "dc-sharedigit" }, "class"), element("span", { class: "dc-logit" }, "logit"),
    element("span", { class: "dc-exponential" }, "e", power.root), element("span", { class: "dc-sharebar" }, "share", element("span", { class: "dc-waskey" }), "at T = 1"),
    element("span", { class: "dc-percent" }, "percent"), element("span", { class: "dc-pinnedshare" }, "pinned"),
    element("span", { class: "dc-pinneddifference" }, "difference"));
  const list = element("div", { class: "dc-sharelines", role: "listbox", tabindex: "0", "aria-label": "The classes and their shares", onpointerleave: () => light(null) });
  const sum = createText("span", "dc-exponential");
  const foot = element("div", { class: "dc-shareline dc-sharefoot" }, element("span", { class: "dc-sharedigit" }, "sum"), element("span", { class: "dc-logit" }),
    sum.root, element("span", { class: "dc-sharebar" }), element("span", { class: "dc-percent" }, "100 %"),
    element("span", { class: "dc-pinnedshare" }, "100 %"), element("span", { class: "dc-pinneddifference" }, "0"));
  const root = element("div", { class: "dc-shares" }, heads, list, foot);
  /** @type {{root: HTMLElement, texts: ReturnType<typeof createText>[], fill: HTMLElement, was: HTMLElement, other: HTMLElement}[]} */
  let lines = [];
  let chosen = 0;

  list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const last = lines.length - 1;
    const next = { ArrowUp: chosen - 1, ArrowLeft: chosen - 1, ArrowDown: chosen + 1, ArrowRight: chosen + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(Math.max(0, Math.min(last, next)));
  });

  /** @param {number} count */
  function build(count) {
    lines = Array.from({ length: count }, (_, index) => {
      const texts = CELLS.map((name) => createText("span", name));
      const [logit, exponential, percent, pinned, difference] = texts;
      const fill = element("div", { class: "dc-fill" });
      const other = element("div", { class: "dc-otherfill" });
      const was = element("div", { class: "dc-was" });
      const root = element("div", {
        class: "dc-shareline", role: "option", id: `${id}-${index}`, "data-class": index,
        onpointerenter: () => light(index), onclick: () => choose(index),
      }, element("span", { class: "dc-sharedigit" }, String(index), unseen(": logit ")), logit.root, unseen(", e to the power "), exponential.root,
      element("span", { class: "dc-sharebar" }, fill, other, was), unseen(", share "), percent.root, pinned.root, difference.root);
      return { root, texts, fill, was, other };
    });
    list.replaceChildren(...lines.map((line) => line.root));
  }

  return {
    root,
    /** @param {Content} content */
    show({ explanation, texts, pinned, full }) {
      const { terms, temperature, cell } = explanation;
      if (lines.length !== terms.length) build(terms.length);
      chosen = cell.column;
      const pinnedTexts = pinned && shareTexts(pinned, full);
      root.classList.toggle("is-compared", pinned !== null);
      root.classList.toggle("is-full", full);
      const largest = terms.reduce((most, term) => Math.max(most, term.logit), -Infinity);
      const taken = `logit ${largest < 0 ? "+" : "−"} ${fixed(Math.abs(largest), 2)}`;
      power.say(temperature === 1 ? taken : `(${taken}) / T`);
      sum.say(texts.sum);
      terms.forEach((term, index) => {
        const line = lines[index];
        const percent = `${texts.percents[index]} %`;
        const apart = pinned && pinnedTexts && {
          pinned: `${pinnedTexts.percents[index]} %`,
          difference: full ? exactText(100 * (term.share - pinned.terms[index].share)) : percentDifference(texts.percents[index], pinnedTexts.percents[index]),
        };
        const contents = [
          full ? exactText(term.logit) : fixed(term.logit, 2), texts.exponentials[index], percent,
          apart ? apart.pinned : "", apart ? apart.difference : "",
        ];
        line.texts.forEach((text, place) => text.say(contents[place]));
        line.fill.style.transform = `scaleX(${term.share})`;
        line.was.style.left = `${100 * term.recorded}%`;
        line.other.style.transform = `scaleX(${pinned ? pinned.terms[index].share : 0})`;
      });
    },
    /** @param {number} lit */
    mark(lit) {
      lines.forEach((line, index) => {
        line.root.classList.toggle("is-lit", index === lit);
        line.root.setAttribute("aria-selected", String(index === chosen));
      });
      list.setAttribute("aria-activedescendant", lines[chosen].root.id);
    },
  };
}
