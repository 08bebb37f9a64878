// @ts-check
/** Step 1: the maps become one row, played, stepped through or pointed at. */

import { createDetail } from "../../network/detail/detail.js";
import { element } from "../../network/dom.js";
import { rangeOf } from "../../network/view/scales.js";

/** @param {import("../types.js").Host} host */
export function createFlattening(host) {
  const words = host.words.words.flatten;
  const detailRoot = element("div", { class: "ch-detail cl-flatten" });
  // Nothing lies behind a chapter's picture: what Escape closes opens again.
  const detail = createDetail(detailRoot, { onClose: () => reopen() });
  const root = element("section", { class: "cl-step", "data-testid": "flatten" },
    element("div", { class: "cl-head" }, element("h3", { class: "cl-title" }, element("span", { class: "cl-number", "aria-hidden": "true" }, "1"), words.title),
      element("p", { class: "ch-quiet" }, words.hint)),
    detailRoot);
  /** @type {import("../types.js").Scene["read"] | null} */
  let read = null;
  let theme = "";

  /** At the largest cell: something is to be seen there. */
  function reopen() {
    if (!read) return;
    const { network, values } = read;
    const stage = network.stages.findIndex((one) => one.kind === "flatten");
    const { offset, length } = network.stages[stage];
    detail.open({ stage, channel: 0, row: 0, column: rangeOf(values, offset, length).largestAt });
  }

  return {
    root,
    /** @param {import("../types.js").Scene} scene */
    show(scene) {
      if (theme !== scene.theme.name) {
        theme = scene.theme.name;
        detail.setTheme();
      }
      if (read === scene.read) return;
      const other = read?.network.model !== scene.read.network.model;
      read = scene.read;
      if (other) detail.setNetwork(read.network);
      detail.show(read);
      if (other) reopen();
    },
    dispose: () => detail.dispose(),
  };
}
