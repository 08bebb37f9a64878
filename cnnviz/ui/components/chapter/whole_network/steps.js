// @ts-check
/** The way through the network: a button for each stage, next and back, and the sentence of the stage one has come to. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { partOf } from "./costs.js";
import { toldOf } from "./sentences.js";

/** @typedef {import("../types.js").Read} Read */

const BUSY = "button, a, summary, input, select, textarea, [tabindex], [contenteditable]";

/** @param {import("../types.js").Host} host */
export function createSteps(host) {
  const { words } = host.words;
  const controller = new AbortController();
  let [at, count] = [0, 0];
  /** @type {HTMLElement[]} */
  let buttons = [];
  let builtFor = "";

  /** @param {number} step */
  const go = (step) => host.change({ step: Math.max(0, Math.min(count - 1, step)) }, "step");
  const back = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "step-back", onclick: () => go(at - 1) }, words.back);
  const next = element("button", { type: "button", class: "cnnviz-button ch-small wn-next", "data-testid": "step-next", onclick: () => go(at + 1) }, words.next);
  const all = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "step-all", onclick: () => go(count - 1) }, words.all);
  const list = element("ol", { class: "wn-steps", "aria-label": words.steps, onkeydown: (/** @type {KeyboardEvent} */ event) => {
    const way = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count - 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    go(way);
    buttons[at].focus();
  } });
  const sentence = element("p", { class: "wn-sentence", role: "status", "data-testid": "sentence" });

  document.addEventListener("keydown", (event) => {
    const inside = event.composedPath()[0];
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || !list.isConnected || list.offsetParent === null) return;
    if (inside instanceof Element && inside !== document.body && inside.closest(BUSY) && !inside.closest(".stMain[tabindex]:focus")) return;
    event.preventDefault();
    go(at + (event.shiftKey ? -1 : 1));
  }, { signal: controller.signal });

  /** @param {Read} read */
  function build({ network }) {
    if (builtFor === network.model) return;
    builtFor = network.model;
    buttons = network.stages.map((stage, index) => element("button", { type: "button", class: "wn-step", "data-testid": "step", "data-stage": stage.name, onclick: () => go(index) }, stage.name));
    list.replaceChildren(...network.stages.map((stage, index) => {
      const part = partOf(stage);
      const first = index === 0 || partOf(network.stages[index - 1]) !== part;
      return element("li", { class: first ? "is-first" : "" }, element("span", { class: "wn-part" }, first ? words.part[part] : ""), buttons[index]);
    }));
  }

  return {
    list,
    told: element("div", { class: "wn-told" }, element("div", { class: "wn-go" }, back, next, all), sentence),
    /** @param {Read} read @param {number} step */
    show(read, step) {
      count = read.network.stages.length;
      at = Math.min(step, count - 1);
      build(read);
      buttons.forEach((button, index) => {
        if (index === at) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
        button.toggleAttribute("data-reached", index <= at);
      });
      // In the frame, where the page is laid out in any case. Sideways alone: the page stays where it is.
      requestAnimationFrame(() => {
        list.scrollLeft = buttons[at].offsetLeft - (list.clientWidth - buttons[at].offsetWidth) / 2;
      });
      back.disabled = at === 0;
      next.disabled = at === count - 1;
      all.disabled = at === count - 1;
      const { name, numbers } = toldOf(read, at);
      const stage = read.network.stages[at];
      sentence.replaceChildren(element("strong", { class: "wn-name" }, stage.name), " ", ...host.prose(filled(words.stages[name], numbers)));
    },
    dispose: () => controller.abort(),
  };
}
