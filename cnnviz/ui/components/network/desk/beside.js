// @ts-check
import { element } from "../dom.js";
import { percentage } from "../view/numbers.js";

/**
 * The answer in small, beside the drawing, where the window is too narrow to show both. It only repeats
 * the network view's answer, so assistive technology is spared it.
 */
export function createBeside() {
  const digit = element("span", { class: "cnnviz-besidedigit" });
  const percent = element("span", { class: "cnnviz-besidepercent" });
  return {
    root: element("div", { class: "cnnviz-beside", "aria-hidden": "true" }, digit, percent),
    /** @param {ArrayLike<number> | null} probabilities null when nothing is drawn */
    show(probabilities) {
      const best = probabilities ? Math.max(...Array.from(probabilities)) : 0;
      digit.textContent = probabilities ? String(Array.from(probabilities).indexOf(best)) : "";
      percent.textContent = probabilities ? percentage(best) : "";
    },
  };
}
