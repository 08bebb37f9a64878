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
  /** @type {{model: string, label: string, parameters: number, accuracy: number}[]} */
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
      facts.textContent = `${parameters} parameters · reads ${(100 * network.accuracy).toFixed(2)} % of MNIST's 10,000 test digits rightly`;
    },
  };
}
