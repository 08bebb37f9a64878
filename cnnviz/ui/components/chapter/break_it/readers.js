// @ts-check
/** What two networks make of the changed digit, one below the other: the answer, what it was, and the ten shares. */

import { element } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { bestOf } from "./changing.js";
import { NETWORKS } from "./knobs.js";

/** @param {any} words @param {(model: string) => void} choose the second network */
export function createReaders(words, choose) {
  const cards = [0, 1].map((place) => {
    const name = place === 0 ? element("strong", { class: "bi-model" })
      : element("select", { class: "bi-model", "aria-label": words.second, "data-testid": "second", onchange: () => choose(name.value) });
    const digit = element("strong", { class: "bi-digit" });
    const share = element("span", {});
    const verdict = element("span", { class: "bi-verdict", role: "status" });
    const bars = Array.from({ length: 10 }, (_, at) => {
      const fill = element("span", { class: "bi-fill" });
      return { fill, root: element("span", { class: "bi-column" }, element("span", { class: "bi-track" }, fill), element("span", {}, String(at))) };
    });
    const chart = element("div", { class: "bi-bars", role: "img" }, ...bars.map((bar) => bar.root));
    const root = element("article", { class: `bi-reader is-${place}`, "data-testid": "reader" },
      element("div", { class: "bi-head" }, element("span", { class: `bi-key is-${place}`, "aria-hidden": "true" }), name, verdict),
      element("div", { class: "bi-said" }, digit, share), chart);
    return { name, digit, share, verdict, bars, chart, root };
  });

  return {
    root: element("div", { class: "bi-readers" }, ...cards.map((card) => card.root)),
    /** @param {string[]} models @param {Float32Array} probabilities (2, 10) @param {number[]} named before any change */
    show(models, probabilities, named) {
      cards.forEach((card, place) => {
        const shares = probabilities.subarray(10 * place, 10 * place + 10);
        const best = bestOf(shares);
        if (place === 0) card.name.textContent = models[0];
        else if (card.name.dataset.first !== models[0]) {
          card.name.dataset.first = models[0];
          card.name.replaceChildren(...NETWORKS.filter((one) => one !== models[0]).map((one) => element("option", { value: one }, one)));
        }
        if (place === 1) card.name.value = models[1];
        card.digit.textContent = String(best);
        card.share.textContent = percentage(shares[best]);
        const held = best === named[place];
        card.verdict.textContent = filled(held ? words.still : words.lost, { digit: named[place] });
        Object.assign(card.root.dataset, { prediction: String(best), held: String(held), model: models[place], shares: Array.from(shares).join(" ") });
        card.bars.forEach((bar, digit) => {
          bar.fill.style.height = `${100 * shares[digit]}%`;
          bar.root.classList.toggle("is-best", digit === best);
        });
        card.chart.setAttribute("aria-label", Array.from(shares, (share, digit) => `${digit}: ${percentage(share)}`).join("; "));
      });
    },
  };
}
