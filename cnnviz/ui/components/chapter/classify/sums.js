// @ts-check
/** From zero to the logit: what speaks for the class, what against it, the bias; each bar starts where the last one ended. */

import { element } from "../../network/dom.js";
import { sumTexts } from "../../network/detail/contributions.js";
import { createText } from "../../network/detail/parts/text.js";
import { numberOf, signed } from "../../network/detail/printing.js";
import { printed } from "../../network/arithmetic/reconcile.js";
import { filled } from "../prose.js";
import { timesText } from "./ratios.js";

/** @typedef {import("./evidence.js").Evidence} Evidence */

const ROWS = ["for", "con", "bias", "total"];

/** @param {any} words @param {(text: string) => Node[]} prose */
export function createSums(words, prose) {
  const rows = ROWS.map((name) => {
    const [label, value] = [createText("span", "cl-sumname"), createText("span", "cl-sumvalue")];
    const bar = element("span", { class: `cl-sumbar is-${name}` });
    const root = element("div", { class: `cl-sum is-${name}` }, label.root, value.root, element("span", { class: "cl-sumtrack", "aria-hidden": "true" }, bar));
    return { root, label, value, bar };
  });
  const odds = element("p", { class: "cl-odds", "data-testid": "odds" });
  const most = element("p", { class: "ch-quiet" });
  const root = element("div", { class: "cl-sums", "data-testid": "sums" }, ...rows.map((row) => row.root), odds, most);

  /** @param {number[]} ends where the bars begin and end, from zero on @param {number} total */
  function draw(ends, total) {
    const low = Math.min(0, total, ...ends);
    const span = Math.max(0, total, ...ends) - low || 1;
    rows.forEach(({ bar }, place) => {
      const [from, to] = place < ends.length ? [ends[place - 1] ?? 0, ends[place]] : [0, total];
      bar.style.left = `${(100 * (Math.min(from, to) - low)) / span}%`;
      bar.style.width = `${(100 * Math.abs(to - from)) / span}%`;
    });
    root.style.setProperty("--cl-zero", `${(100 * -low) / span}%`);
  }

  return {
    root,
    /**
     * @param {{evidence: Evidence, digit: number, other: number | null, layer: string}} content
     * @returns {{labels: string[], picture: string}} what stands below each map, and what the areas over the digit add up to
     */
    show({ evidence, digit, other, layer }) {
      const { explanation, pro, con, areas, carried } = evidence;
      const texts = sumTexts(explanation, false);
      const decimals = (texts.sum.split(".")[1] ?? "").length;
      const sides = printed([pro, con], numberOf(texts.sum), decimals).parts;
      const compared = other !== null;
      const names = { digit, other: other ?? "" };
      const told = [
        [filled(compared ? words.forMore : words.for, names), signed(sides[0])],
        [filled(compared ? words.conMore : words.con, names), sides[1]],
        [compared ? words.biases : words.bias, signed(texts.bias)],
        [filled(compared ? words.difference : words.logit, names), texts.total],
      ];
      rows.forEach((row, place) => {
        row.label.say(told[place][0]);
        row.value.say(place === ROWS.length - 1 ? `= ${told[place][1]}` : told[place][1]);
      });
      draw([pro, pro + con, pro + con + explanation.bias], explanation.total);
      odds.hidden = !compared;
      if (compared) {
        const size = Math.abs(explanation.total);
        const said = filled(explanation.total < 0 ? words.oddsLess : words.odds, { ...names, difference: texts.total.replace("\u2212", ""), ratio: timesText(Math.exp(size)) });
        odds.replaceChildren(...prose(said));
      }
      most.textContent = extremes(evidence, texts.labels);
      const whole = areas.reduce((sum, value) => sum + value, 0);
      const [lying, added] = printed([whole, carried], numberOf(texts.sum), decimals).parts;
      const picture = filled(words.pictureSum, { sum: carried === 0 ? texts.sum : lying }) + (carried === 0 ? "." : `, ${filled(words.pictureBias, { layer, carried: added })}.`);
      return { labels: texts.labels, picture };
    },
  };

  /** @param {Evidence} evidence @param {string[]} labels */
  function extremes({ explanation: { perMap } }, labels) {
    if (!perMap || perMap.length < 2) return "";
    const ranked = [...perMap].sort((one, other) => other.sum - one.sum);
    const named = (/** @type {{channel: number}} */ { channel }) => filled(words.map, { channel, sum: signed(labels[channel]) });
    return filled(words.most, { place: named(ranked[0]), other: named(ranked[ranked.length - 1]) });
  }
}
