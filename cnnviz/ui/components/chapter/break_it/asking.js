// @ts-check
/** An experiment that follows its knobs: asked anew when what is wanted, or the digit, is another; the newest answer stays. */

/** @typedef {import("../types.js").Answer} Answer */

/**
 * @param {import("../types.js").Host} host @param {string} name of the experiment
 * @param {HTMLElement} root its `data-state` says whether what is shown is what was asked for last
 */
export function createAsking(host, name, root) {
  let wanted = "";
  /** @type {unknown} */
  let about = null;
  /** @type {Answer | null} */
  let answer = null;

  return {
    /** What is in an answer is shown now. @param {Answer} shown */
    shown: ({ wants }) => (root.dataset.state = JSON.stringify(wants) === wanted ? "shown" : "asking"),
    /**
     * @param {Record<string, any>} wants @param {unknown} read the digit as it is read
     * @param {(answer: Answer | null) => void} paint at once, with the answer that is there already, where nothing new is
     * wanted; else with each that comes: an older one lets the picture move along
     */
    ask(wants, read, paint) {
      const next = JSON.stringify(wants);
      if (next === wanted && about === read) {
        paint(answer);
        return;
      }
      wanted = next;
      about = read;
      root.dataset.state = "asking";
      host.ask(name, wants, (found) => {
        answer = found;
        paint(found);
      });
    },
  };
}
