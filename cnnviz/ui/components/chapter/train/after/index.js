// @ts-check
/**
 * What is made of a run afterwards: its moments, its confusions and worst mistakes, how it compares with
 * another, and its file; and the handwriting tray.
 */

import { element } from "../../../network/dom.js";
import { createComparison } from "./comparison.js";
import { createConfusion } from "./confusion.js";
import { createKeeping } from "./keeping.js";
import { createLoading } from "./loading.js";
import { createMistakes } from "./mistakes.js";
import { createMoments } from "./moments.js";
import { createTabs } from "./tabs.js";
import { createTray } from "./tray.js";

/** @param {import("../../types.js").Host} host @param {any} chapterWords those of the chapter @param {() => void} changed the tray was @returns {import("../types.js").After} */
export function createAfter(host, chapterWords, changed) {
  const { words } = chapterWords;
  const loading = createLoading(host);
  const keeping = createKeeping(host);
  const tray = createTray(host, changed);
  /** @type {Record<string, {root: HTMLElement, show: (scene: import("../types.js").Scene, run: import("../types.js").Run | null) => void, dispose?: () => void}>} */
  const parts = {
    moments: createMoments(host, words),
    confusion: createConfusion(host, words, loading.load),
    mistakes: createMistakes(host, words, loading.load),
    comparison: createComparison(host, words, loading.load),
  };
  /** @type {() => void} */
  let present = () => {};
  const tabs = createTabs(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.root])), words.after.tabs, words.after.title, () => present());
  return {
    root: element("div", { class: "tr-afterwards" },
      element("section", { class: "tr-after", "data-testid": "after" }, element("h3", {}, words.after.title), tabs.root), keeping.root),
    beside: tray.root,
    show(scene, run) {
      present = () => parts[tabs.shown].show(scene, run); // what is hidden asks for nothing
      present();
      loading.show(scene);
      keeping.show(scene, run);
      tray.show(scene, run);
    },
    wants: tray.wants,
    learns: tray.learns,
    lacks: tray.lacks,
    dispose() {
      for (const part of [...Object.values(parts), keeping, tray]) part.dispose?.();
    },
  };
}
