// @ts-check
/** What erasing showed of this digit, and what it showed of many: in sentences. Pure. */

import { fixed, percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { claimIn } from "./curve.js";

const SLIGHT = 0.05; // of a share: less is hardly better than chance
const FAINT = 0.05; // of a share: less leaves hardly anything to lose
const ALIKE = 0.1; // a rank correlation: by so much one pair of untrained networks differs from another

/**
 * @typedef {{digits: number, random: number, untrained: number, likeness: number, chance: number}} Trust
 *
 * @param {any} words those of the check @param {any} data @param {Record<string, {values: ArrayLike<number>}>} arrays
 * @param {string} method
 * @returns {string[]}
 */
export function verdictOf(words, data, arrays, method) {
  const { own, random } = arrays;
  const [height, width] = data.area;
  const named = { claim: claimIn(words, data), pixels: data.pixels, became: data.became, height, width, changed: data.changed, draws: data.draws };
  const start = own.values[0];
  return [
    filled(data.became === data.digit ? words.stays : words.changes, { ...named, share: percentage(own.values[data.tenth]), start: percentage(start) }),
    filled(height * width === 1 ? words.randomly : words.randomAreas, { ...named, share: percentage(random.values[data.tenth]) }),
    start < FAINT ? filled(words.faint, { ...named, start: percentage(start) })
      : filled(data.drop <= 0 ? words.worse : data.drop < SLIGHT ? words.slight : words.better, { drop: fixed(100 * Math.abs(data.drop), 1) }),
    filled(words.agreement, { agreement: fixed(data.agreement, 2) }),
    ...(data.trust ? worthOf(words, data.trust, method) : []),
  ];
}

/** What many digits say of the method: does it find what matters, and does it depend on what was learned? @param {any} words @param {Trust} trust @param {string} method */
function worthOf(words, trust, method) {
  const { digits, random, untrained, likeness, chance } = trust;
  // Tossing a coin for each digit comes to half of them, within this in 95 of 100 cases.
  const margin = Math.floor(Math.sqrt(digits));
  const told = filled(words.trust, { digits, random, untrained, low: digits / 2 - margin, high: digits / 2 + margin });
  const finds = Math.min(random, untrained) > digits / 2 + margin;
  const likely = likeness <= chance ? words.depends : likeness < chance + ALIKE ? words.nearly : words.outlines;
  return [
    `${told} ${finds ? words.finds : filled(words.chance, { why: words.why[method] ?? "" })}`,
    filled(likely, { likeness: fixed(likeness, 2), chance: fixed(chance, 2) }),
  ];
}
