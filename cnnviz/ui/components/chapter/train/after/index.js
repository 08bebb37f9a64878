// @ts-check
/** What is made of a run afterwards: a place for the parts that show it. */

import { element } from "../../../network/dom.js";

/** @param {import("../../types.js").Host} _host @param {any} _words those of the chapter @returns {import("../types.js").After} */
export function createAfter(_host, _words) {
  return { root: element("div", { class: "tr-after" }), show() {}, wants: () => ({}), dispose() {} };
}
