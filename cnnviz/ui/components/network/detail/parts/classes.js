// @ts-check
/** Which of a layer's numbers is explained: ten classes as buttons with their numbers, more of them as a strip. */

import { element } from "../../dom.js";
import { fixed } from "../../view/numbers.js";
import { createMosaic } from "./mosaic.js";
import { createText } from "./text.js";
import { tilesOf } from "./tiles.js";

const MOST_BUTTONS = 12;
const STRIP = { height: 24, least: 4, most: 18 }; // px of a strip's cells

/**
 * @typedef {object} Content
 * @property {Float32Array} values           the layer's numbers
 * @property {Float32Array | null} pinned    those of the pinned drawing
 * @property {number} chosen
 * @property {string} word                   what a number is: "logit", "hidden"
 * @property {number} width                  px
 * @property {number} reach                  of the colours
 * @property {Uint32Array} ramp
 */

/** @param {(index: number) => void} choose */
export function createClasses(choose) {
  const buttons = createButtons(choose);
  const strip = createStrip(choose);
  const root = element("div", { class: "dc-classes" }, buttons.root, strip.root);
  return {
    root,
    /** @param {number} count @param {boolean} pinned @returns {number} px of height that it takes */
    heightFor: (count, pinned) => (count > MOST_BUTTONS ? 48 : pinned ? 86 : 46),
    /** @param {Content} content */
    show(content) {
      const many = content.values.length > MOST_BUTTONS;
      buttons.root.hidden = many;
      strip.root.hidden = !many;
      (many ? strip : buttons).show(content);
    },
  };
}

/** @param {(index: number) => void} choose */
function createButtons(choose) {
  const heads = ["dc-classword", "dc-classnow", "dc-classpinned", "dc-classdifference"].map((name) => createText("span", name));
  const group = element("div", { class: "dc-classbuttons", role: "radiogroup", "aria-label": "Class" });
  const root = element("div", { class: "dc-classrow" },
    element("div", { class: "dc-classheads", "aria-hidden": "true" }, ...heads.map((head) => head.root)), group);
  /** @type {{root: HTMLElement, now: any, pinned: any, difference: any}[]} */
  let buttons = [];
  let chosen = 0;

  group.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const last = buttons.length - 1;
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : step && Math.max(0, Math.min(last, chosen + step));
    if (next === undefined || next === 0 && !step && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation();
    choose(next);
    buttons[next].root.focus();
  });

  /** @param {number} count */
  function build(count) {
    buttons = Array.from({ length: count }, (_, index) => {
      const [now, pinned, difference] = ["dc-classnow", "dc-classpinned", "dc-classdifference"].map((name) => createText("span", name));
      const button = element("button", { type: "button", role: "radio", class: "dc-class", "data-class": index, onclick: () => choose(index) },
        element("span", { class: "dc-classdigit" }, String(index)), now.root, pinned.root, difference.root);
      return { root: button, now, pinned, difference };
    });
    group.replaceChildren(...buttons.map((button) => button.root));
  }

  return {
    root,
    /** @param {Content} content */
    show({ values, pinned, chosen: wanted, word }) {
      if (buttons.length !== values.length) build(values.length);
      chosen = wanted;
      root.classList.toggle("is-compared", pinned !== null);
      heads[0].say("class");
      heads[1].say(pinned ? "now" : word);
      heads[2].say(pinned ? "pinned" : "");
      heads[3].say(pinned ? "difference" : "");
      buttons.forEach((button, index) => {
        const text = fixed(values[index], 2);
        button.now.say(text);
        button.pinned.say(pinned ? fixed(pinned[index], 2) : "");
        // Of the printed numbers, so that the three agree.
        const [now, then] = [values[index], pinned?.[index] ?? 0].map((value) => Math.round(100 * value) / 100);
        button.difference.say(pinned ? withSign(fixed(now - then, 2)) : "");
        const checked = String(index === chosen);
        if (button.root.getAttribute("aria-checked") !== checked) {
          button.root.setAttribute("aria-checked", checked);
          button.root.tabIndex = index === chosen ? 0 : -1;
        }
        const label = `${index}: ${word} ${text}${pinned ? `, pinned ${fixed(pinned[index], 2)}` : ""}`;
        if (button.root.getAttribute("aria-label") !== label) button.root.setAttribute("aria-label", label);
      });
    },
  };
}

/** @param {(index: number) => void} choose */
function createStrip(choose) {
  const mosaic = createMosaic({ point: choose, keys: true, presses: true });
  const words = createText("p", "dc-striptext");
  const root = element("div", { class: "dc-classstrip" }, words.root, mosaic.root);
  let shape = "";
  return {
    root,
    /** @param {Content} content */
    show({ values, pinned, chosen, word, width, reach, ramp }) {
      const count = values.length;
      if (shape !== `${count} ${width}`) {
        shape = `${count} ${width}`;
        const line = Math.min(count, Math.floor(width / STRIP.least));
        const cellWidth = Math.max(1, Math.min(STRIP.most, Math.floor(width / line)));
        mosaic.arrange(tilesOf({ channels: Math.ceil(count / line), rows: 1, columns: line, count }, { across: 1, cellWidth, cellHeight: STRIP.height }));
      }
      mosaic.paint(values, 0, () => reach, ramp);
      mosaic.mark(chosen);
      const value = fixed(values[chosen], 3);
      const text = `${word}, number ${chosen} of 0 to ${count - 1}: ${value}`;
      words.say(pinned ? `${text} (pinned ${fixed(pinned[chosen], 3)})` : text);
      mosaic.name(`Which number of ${word}`, `number ${chosen}: ${value}`);
    },
  };
}

/** @param {string} text */
const withSign = (text) => (text.startsWith("\u2212") || Number(text) === 0 ? text : `+${text}`);
