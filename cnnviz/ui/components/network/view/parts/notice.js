// @ts-check
/** A message that lies over the network and moves nothing. */

import { element } from "../../dom.js";

export function createNotice() {
  const root = element("div", { class: "nv-notice", role: "status", hidden: true });
  return {
    root,
    /** @param {string | null} text   nothing takes it away @param {"info" | "warning"} [kind] */
    show(text, kind = "info") {
      root.textContent = text ?? "";
      root.dataset.kind = kind;
      root.hidden = !text;
    },
  };
}
