// @ts-check
/** The detail's head: what is opened, what is done there, the neighbouring maps, and the way back. */

import { element } from "../dom.js";
import { channelsOf } from "../view/chain.js";
import { headingOf } from "./headings.js";
import { createText } from "./parts/text.js";

/** @param {{close: () => void, map: (by: number) => void}} hooks */
export function createHead(hooks) {
  const kind = createText("span", "dt-kindname");
  const name = createText("span", "dt-name");
  const sentence = createText("p", "dt-sentence");
  const before = element("button", { type: "button", class: "dt-button", title: "The map before (Page up)", "aria-label": "The map before", onclick: () => hooks.map(-1) }, "‹");
  const after = element("button", { type: "button", class: "dt-button", title: "The next map (Page down)", "aria-label": "The next map", onclick: () => hooks.map(1) }, "›");
  const maps = element("div", { class: "dt-maps" }, before, after);
  const back = element("button", { type: "button", class: "dt-button dt-back", "data-testid": "back", title: "Escape", onclick: hooks.close }, "Back to the network");
  const title = element("h3", { class: "dt-title" }, kind.root, " ", name.root);
  const root = element("header", { class: "dt-head" }, title, maps, sentence.root, back);
  let known = "";
  return {
    root,
    /** @param {import("./types.js").Network} network @param {import("./types.js").Cell} cell */
    show(network, cell) {
      const key = `${network.model} ${cell.stage} ${cell.channel}`;
      if (key === known) return;
      known = key;
      const heading = headingOf(network, cell);
      // A layer that is called what it is: "dense", "softmax".
      const same = heading.kind.toLowerCase() === heading.name.toLowerCase();
      kind.say(same ? "" : heading.kind);
      name.say(same ? heading.kind : heading.name);
      sentence.say(heading.sentence);
      const count = channelsOf(network.stages[cell.stage]);
      maps.hidden = count < 2;
      before.disabled = cell.channel === 0;
      after.disabled = cell.channel === count - 1;
      root.parentElement?.setAttribute("aria-label", `${heading.kind}: ${heading.name}`);
    },
  };
}
