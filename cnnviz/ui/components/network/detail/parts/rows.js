// @ts-check
/** Numbers below each other, each with its name: "sum of the 8 maps  0.336". */

import { element } from "../../dom.js";
import { createText } from "./text.js";

/** @param {number} count @param {string} [name] a class of its own */
export function createRows(count, name = "") {
  const rows = Array.from({ length: count }, () => {
    const [label, value] = [createText("dt"), createText("dd")];
    return { label, value, root: element("div", { class: "dt-row" }, label.root, value.root) };
  });
  const root = element("dl", { class: `dt-rows ${name}` }, ...rows.map((row) => row.root));
  return {
    root,
    /** The last row is the result and stands out. @param {[string, string][]} texts name and number of each row; with fewer texts the first rows are hidden */
    show(texts) {
      const hidden = rows.length - texts.length;
      rows.forEach((row, place) => {
        if (row.root.hidden !== place < hidden) row.root.hidden = place < hidden;
        if (place < hidden) return;
        const [label, value] = texts[place - hidden];
        row.label.say(label);
        row.value.say(value);
      });
    },
  };
}
