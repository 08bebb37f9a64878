// @ts-check
/** What PyTorch recorded for the cell, with a tick where the arithmetic comes to the same. */

import { agrees } from "../printing.js";
import { createText } from "./text.js";

/** @param {import("../types.js").Host} host */
export function createRecorded(host) {
  const text = createText("p", "dt-recorded");
  text.root.dataset.testid = "recorded";
  return {
    root: text.root,
    /** @param {import("../types.js").State} state @param {number} [largest] size of the largest term, where terms cancel */
    show({ explanation, exact, temperature }, largest = 0) {
      const { result, recorded } = explanation;
      const same = exact && temperature === 1 && agrees(result, recorded, largest);
      const number = host.number(recorded);
      text.say(`recorded by PyTorch: ${exact ? number : `≈ ${number}`}${same ? " ✓" : ""}`);
      text.root.dataset.agrees = String(same);
    },
  };
}
