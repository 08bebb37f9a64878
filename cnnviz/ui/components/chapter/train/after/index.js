// @ts-check
/** What is made of a run beside and after it. */

import { element } from "../../../network/dom.js";
import { createKeeping } from "./keeping.js";
import { createTray } from "./tray.js";

/** @param {import("../../types.js").Host} host @param {any} _words those of the chapter @returns {import("../types.js").After} */
export function createAfter(host, _words) {
  const tray = createTray(host);
  const parts = [createKeeping(host)];
  return {
    root: element("div", { class: "tr-after" }, ...parts.map((part) => part.root)),
    beside: tray.root,
    show(scene, run) { for (const part of [...parts, tray]) part.show(scene, run); },
    wants: tray.wants,
    dispose() { for (const part of [...parts, tray]) part.dispose(); },
  };
}
