// @ts-check
/** The learner's digit read three times: with ReLU, trained without it, and trained without max pooling too. */

import { createLegend } from "../../network/detail/parts/legend.js";
import { element } from "../../network/dom.js";
import { CellPicture, colorize } from "../../network/view/paint/maps.js";
import { brief, percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";

const ACROSS = 8; // maps beside each other

/** @param {import("../types.js").Host} host */
export function createNetworks(host) {
  const { words } = host.words;
  const root = element("div", { class: "cr-networks" });
  /** @type {any[]} */
  let cards = [];
  /** @type {unknown[]} */
  let painted = [];

  /** @param {any} network */
  function card(network) {
    const canvas = element("canvas", { class: "cr-cells cr-mosaic", role: "img" });
    const answer = element("p", { class: "cr-answer" });
    const bars = Array.from({ length: 10 }, (_, digit) => {
      const fill = element("span", { class: "cr-fill" });
      return { fill, root: element("span", { class: "cr-column" }, element("span", { class: "cr-track" }, fill), element("span", {}, String(digit))) };
    });
    const layers = words.chain.flatMap((/** @type {any} */ step, /** @type {number} */ place) => {
      const has = step.kinds.find((/** @type {string} */ kind) => network.kinds.includes(kind));
      const name = has ? step.names[step.kinds.indexOf(has)] : step.names[0];
      const usual = has === step.kinds[0];
      return [...(place ? [element("span", { class: "ch-quiet" }, "→")] : []), element(has ? "span" : "s", { class: usual ? "cr-step" : "cr-step is-other" }, name)];
    });
    const legend = createLegend("");
    return {
      canvas, answer, bars, picture: new CellPicture(canvas, ACROSS * 14 - 1, 4 * 14 - 1), legend,
      root: element("article", { class: "cr-card", "data-testid": "reader", "data-model": network.model },
        element("h4", {}, network.model), element("p", { class: "cr-chain" }, ...layers),
        canvas, element("div", { class: "cnnviz-detail is-part" }, legend.root), answer, element("div", { class: "cr-bars", role: "img" }, ...bars.map((bar) => bar.root)),
        element("p", {}, ...host.prose(filled(words.networks[network.model], network.told)))),
    };
  }

  /** @param {import("../types.js").Scene} scene */
  function show({ data, arrays, theme }) {
    const { networks } = data;
    if (!cards.length) {
      cards = networks.map(card);
      root.replaceChildren(...cards.map((one) => one.root));
    }
    if (painted[0] === arrays && painted[1] === theme) return;
    painted = [arrays, theme];
    networks.forEach((/** @type {any} */ network, /** @type {number} */ place) => {
      const { canvas, answer, bars, picture, legend, root: article } = cards[place];
      const { values } = arrays[`maps ${network.model}`];
      const reach = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const tile = new Uint32Array(169);
      picture.pixels.fill(0);
      for (let map = 0; map < 32; map++) {
        colorize(tile, values.subarray(map * 169), 0, 169, reach, theme.signed);
        const corner = Math.floor(map / ACROSS) * 14 * picture.canvas.width + (map % ACROSS) * 14;
        for (let row = 0; row < 13; row++) picture.pixels.set(tile.subarray(row * 13, row * 13 + 13), corner + row * picture.canvas.width);
      }
      picture.context.putImageData(picture.image, 0, 0);
      canvas.setAttribute("aria-label", filled(words.mosaic, { model: network.model, low: brief(Math.min(...values)), high: brief(Math.max(...values)) }));
      legend.show(reach);
      article.style.setProperty("--dt-gradient", theme.gradient);
      const shares = arrays[`probabilities ${network.model}`].values;
      const best = shares.indexOf(Math.max(...shares));
      article.dataset.prediction = String(best);
      answer.replaceChildren(element("strong", {}, String(best)), ` ${percentage(shares[best])}`);
      bars.forEach((/** @type {any} */ bar, /** @type {number} */ digit) => {
        bar.fill.style.height = `${100 * shares[digit]}%`;
        bar.root.classList.toggle("is-best", digit === best);
      });
      bars[0].root.parentElement.setAttribute("aria-label", Array.from(shares, (share, digit) => `${digit}: ${percentage(share)}`).join("; "));
    });
  }
  return { root, show };
}
