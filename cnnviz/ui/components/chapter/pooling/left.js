// @ts-check
/** What remains after the pooling, as numbers and as bars: width, cells, multiplications, and no weights. */

import { element } from "../../network/dom.js";
import { grouped } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { remains } from "./cost.js";

/** @param {any} words */
export function createLeft(words) {
  const root = element("div", { class: "pl-left", "data-testid": "remains", role: "group", "aria-label": words.remain });
  return {
    root,
    /** @param {import("./sight.js").Sight} sight */
    show({ read, index, before, window, stride }) {
      const { side, cells, next } = remains(read.network.stages, index, before, window, stride);
      const rows = [
        { name: words.side, ...side },
        { name: filled(words.cells, { maps: before.shape[0] }), ...cells },
        ...(next ? [{ ...next, name: filled(words.multiplications, { layer: next.name }) }] : []),
      ];
      root.replaceChildren(...rows.map(({ name, before: was, after }) => {
        const part = Math.min(1, after / was);
        const bar = element("span", { class: "pl-bar", "aria-hidden": "true" }, element("span", {}));
        bar.firstChild.style.width = `${100 * part}%`;
        return element("div", { class: "pl-remains" },
          element("span", { class: "pl-name" }, name),
          element("strong", {}, filled(words.becomes, { before: grouped(was), after: grouped(after) })), bar);
      }), element("div", { class: "pl-remains" }, element("span", { class: "pl-name" }, words.weights), element("strong", {}, words.weightsNone)));
    },
  };
}
