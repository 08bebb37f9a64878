// @ts-check
import { element } from "../dom.js";

/**
 * Which network reads, how large it is and how good it was measured to be.
 *
 * @param {(model: string) => void} change
 */
export function createBar(change) {
  const select = element("select", { "aria-label": "Network", "data-testid": "model", onchange: () => change(select.value) });
  const facts = element("p", { class: "cnnviz-facts" });
  /** @type {{model: string, label: string, parameters: number, accuracy: number, drawings: number | null}[]} */
  let known = [];
  return {
    root: element("div", { class: "cnnviz-bar" }, element("label", {}, element("span", {}, "Network"), select), facts),
    /** @param {typeof known} networks */
    fill(networks) {
      known = networks;
      select.replaceChildren(...networks.map(({ model, label }) => element("option", { value: model }, label)));
    },
    /** @param {string} model */
    show(model) {
      select.value = model;
      const network = known.find((one) => one.model === model);
      if (!network) return;
      const parameters = network.parameters.toLocaleString("en");
      facts.textContent = `${parameters} parameters · right for ${percent(network.accuracy)} of MNIST's test digits`
        + (network.drawings === null ? "" : `, ${percent(network.drawings)} of our drawn ones`);
    },
  };
}

/** @param {number} share measured, 0 to 1 */
const percent = (share) => `${(100 * share).toFixed(1)} %`;
