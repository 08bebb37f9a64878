// @ts-check
/** The strip above a chapter: the digit, who reads it, another one, and the way to the other chapters. */

import { createCopying } from "../copying.js";
import { createSamples } from "../network/desk/samples.js";
import { element, paintInk } from "../network/dom.js";
import { answerOf } from "../network/view/chain.js";
import { percentage } from "../network/view/numbers.js";
import { filled } from "./prose.js";

/**
 * @param {{wish: (wish: Record<string, any>) => void, link: () => string}} act
 * @param {any} frame the words of all chapters
 */
export function createStrip(act, frame) {
  const digit = element("canvas", { width: 28, height: 28, class: "ch-digit", role: "img" });
  const told = element("span", { class: "ch-told" });
  const select = element("select", { "aria-label": frame.network, onchange: () => act.wish({ model: select.value }) });
  const samples = createSamples((sample) => {
    act.wish({ sample });
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  const menu = element("details", { class: "ch-menu", "data-testid": "samples", onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } }, element("summary", { class: "cnnviz-button" }, frame.samples), samples.root);
  const draw = element("button", { type: "button", class: "cnnviz-button", "data-testid": "draw", onclick: () => act.wish({ go: "draw" }) }, frame.draw);
  const copying = createCopying(frame.link, act.link, frame.linkCopied);
  const [previous, next] = ["previous", "next"].map((way) =>
    element("button", { type: "button", class: "cnnviz-button", "data-testid": way, onclick: () => go(way) }));
  const root = element("header", { class: "ch-strip" },
    element("div", { class: "ch-who" }, digit, element("div", {}, told, select)),
    element("div", { class: "ch-acts" }, menu, draw, ...copying.nodes),
    element("nav", { class: "ch-way", "aria-label": frame.chapters }, previous, next));
  /** @type {Record<string, {name: string, title: string} | undefined>} */
  let way = {};
  let filledWith = "";

  /** @param {string} to */
  function go(to) {
    const chapter = way[to];
    if (chapter) act.wish({ go: chapter.name });
  }

  return {
    root,
    go,
    /** @param {import("./types.js").Message} message */
    show({ header, read }) {
      const { stages } = read.network;
      paintInk(digit, read.values.subarray(0, 28 * 28), 1);
      const answer = answerOf(stages);
      if (answer) {
        const { offset, length } = stages[answer.probabilities];
        const shares = read.values.subarray(offset, offset + length);
        const best = shares.indexOf(Math.max(...shares));
        told.textContent = filled(frame.readAs, { digit: best, share: percentage(shares[best]) });
        digit.setAttribute("aria-label", told.textContent);
      }
      const names = header.networks.map((/** @type {any} */ one) => one.model).join();
      if (names !== filledWith) {
        filledWith = names;
        select.replaceChildren(...header.networks.map((/** @type {any} */ one) => element("option", { value: one.model }, one.label)));
        samples.fill(header.samples);
      }
      select.value = read.network.model;
      samples.show(header.sample);
      copying.forget();
      const at = header.chapters.findIndex((/** @type {any} */ one) => one.name === header.chapter);
      way = { previous: header.chapters[at - 1], next: header.chapters[at + 1] };
      previous.textContent = `← ${way.previous?.title ?? ""}`;
      next.textContent = `${way.next?.title ?? ""} →`;
      previous.hidden = !way.previous;
      next.hidden = !way.next;
    },
  };
}
