// @ts-check
/** How often the changed network is right on 1,000 test digits: measured in the background, with progress. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";

/** @param {import("../types.js").Host} host @param {() => string[]} steps of the network that is measured */
export function createMeasuring(host, steps) {
  const { words } = host.words;
  const button = element("button", { type: "button", class: "cnnviz-button bi-measure", "data-testid": "measure", onclick: () => (stop ? stop() : start()) }, words.measure);
  const progress = element("progress", { max: 1000, value: 0, hidden: true, "aria-label": words.measure });
  const told = element("p", { role: "status", "data-testid": "measured" });
  const root = element("div", { class: "bi-measuring" }, button, progress, told);
  /** @type {(() => void) | null} */
  let stop = null;
  let about = "";

  function start() {
    /** @type {{seen: number, whole: number, changed: number} | null} */
    let score = null;
    const mine = about;
    progress.hidden = false;
    progress.value = 0;
    told.textContent = "";
    button.textContent = words.cancel;
    const end = host.work("score", { steps: steps() }, {
      step(done, total, answer) {
        if (mine !== about) return;
        score = answer?.data ?? score;
        progress.value = done;
        told.textContent = filled(words.measuring, { seen: done, total });
      },
      end(outcome) {
        if (mine !== about || stop !== halt) return;
        rest();
        if (outcome !== "done" || !score) return;
        const lost = score.whole - score.changed;
        const more = lost > 0 ? words.measuredLess : lost < 0 ? words.measuredMore : words.measuredSame;
        told.textContent = `${filled(words.measured, score)} ${filled(more, { count: Math.abs(lost) })}`;
        Object.assign(root.dataset, { whole: String(score.whole), changed: String(score.changed) });
      },
    });
    function halt() {
      end();
      rest();
    }
    stop = halt;
  }

  function rest() {
    stop = null;
    progress.hidden = true;
    told.textContent = "";
    button.textContent = words.measure;
  }

  return {
    root,
    /** Of another network, or of another change, the numbers are not true any more. @param {string} key */
    present(key) {
      if (key === about) return;
      if (stop) stop();
      about = key;
      told.textContent = "";
      delete root.dataset.whole;
      delete root.dataset.changed;
    },
  };
}
