// @ts-check
/** What PyTorch recorded for the cell, with a tick where the arithmetic comes to the same. */

import { fixed } from "../../view/numbers.js";
import { agrees } from "../printing.js";
import { createText } from "./text.js";

/** @param {import("../types.js").Host} host */
export function createRecorded(host) {
  const text = createText("p", "dt-recorded");
  text.root.dataset.testid = "recorded";
  return {
    root: text.root,
    /**
     * @param {import("../types.js").State} state
     * @param {{largest?: number, like?: string}} [more] `largest`: size of the largest term, where terms cancel;
     *   `like`: the result as printed, so that both have equally many decimals
     */
    show({ explanation, exact, temperature, full }, { largest = 0, like } = {}) {
      const { result, recorded } = explanation;
      const same = exact && temperature === 1 && agrees(result, recorded, largest);
      const number = like === undefined || full ? host.number(recorded) : fixed(recorded, like.split(".")[1]?.length ?? 0);
      const where = temperature === 1 ? "" : " at T = 1";
      text.say(`recorded by PyTorch${where}: ${exact ? number : `≈ ${number}`}${same ? "\u00a0✓" : ""}`);
      text.root.dataset.agrees = String(same);
    },
  };
}
