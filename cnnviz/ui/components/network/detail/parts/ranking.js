// @ts-check
/** The ten largest contributions to one side: a list that is pointed at or stepped through, line by line. */

import { element } from "../../dom.js";
import { createText } from "./text.js";

/** @typedef {{place: string, value: string, weight: string, product: string}} Line */

const LENGTH = 10;

// Lines need ids of their own in the page, for what a screen reader is told is chosen.
let made = 0;

/** @param {(place: number) => void} point @param {() => void} leave @param {(place: number) => void} enter */
export function createRanking(point, leave, enter) {
  const id = `dc-ranking-${++made}`;
  const title = createText("h4", "dc-rankingtitle");
  const heads = ["dc-place", "dc-product"].map((name) => createText("span", name));
  const none = createText("p", "dc-none");
  const lines = Array.from({ length: LENGTH }, (_, place) => {
    const [where, value, weight, product] = ["dc-place", "dc-value", "dc-weight", "dc-product"].map((name) => createText("span", name));
    const root = element("li", {
      role: "option", class: "dc-line", id: `${id}-${place}`, hidden: true,
      onpointerenter: () => point(place),
      onpointerdown: () => point(place),
      ondblclick: () => enter(place),
    }, where.root, " ", value.root, element("span", { class: "dc-times" }, " × "), weight.root, element("span", { class: "dc-unseen" }, " = "), product.root);
    return { root, where, value, weight, product };
  });
  const list = element("ol", { class: "dc-lines", role: "listbox", tabindex: "0", onpointerleave: leave }, ...lines.map((line) => line.root));
  const root = element("section", { class: "dc-ranking" }, title.root,
    element("div", { class: "dc-line dc-rankinghead", "aria-hidden": "true" }, ...heads.map((head) => head.root)), list, none.root);
  let count = 0;
  let chosen = -1;

  list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const next = { ArrowUp: Math.max(0, chosen - 1), ArrowDown: Math.min(count - 1, chosen + 1), Home: 0, End: count - 1 }[event.key];
    if (event.key === "Enter" && chosen >= 0) enter(chosen);
    else if (next !== undefined && next >= 0) point(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    root,
    /** @param {string} name @param {string} where what stands in the first column @param {Line[]} content */
    show(name, where, content) {
      title.say(name);
      const label = `${name}: ${where}, value × weight = product`;
      if (list.getAttribute("aria-label") !== label) list.setAttribute("aria-label", label);
      [where, "product"].forEach((text, column) => heads[column].say(text));
      count = content.length;
      none.say(count ? "" : "none");
      list.hidden = count === 0;
      lines.forEach((line, place) => {
        const texts = content[place];
        line.root.hidden = !texts;
        if (!texts) return;
        line.where.say(texts.place);
        line.value.say(texts.value);
        line.weight.say(texts.weight);
        line.product.say(texts.product);
      });
    },
    /** @param {number} place of the line that is pointed at, -1 for none */
    mark(place) {
      if (place === chosen) return;
      lines[chosen]?.root.removeAttribute("aria-selected");
      chosen = place;
      const line = lines[place];
      if (!line) return list.removeAttribute("aria-activedescendant");
      line.root.setAttribute("aria-selected", "true");
      list.setAttribute("aria-activedescendant", line.root.id);
    },
  };
}
