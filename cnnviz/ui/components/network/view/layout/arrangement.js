// @ts-check
/** How the view is arranged in the room there is. */

import { answerOf } from "../chain.js";
import { layoutStack } from "./stack.js";
import { layoutFocus, layoutWide } from "./wide.js";

/**
 * @typedef {"wide" | "band" | "stack" | "focus"} Layout   the answer beside the network; above it; stages one below the
 *   other; the low view above an open detail
 *
 * @typedef {object} Arrangement
 * @property {Layout} layout
 * @property {import("./wide.js").Plane} plane
 * @property {number} digit   px of the answer's type
 */

const NARROW = 620; // px: below, the stages stack
const BESIDE = 860; // px: from here on the answer stands beside the network, below that above it
const BAND = 168; // px of the answer above the network
const LOWEST = 480; // px: the network is never squeezed below this height
const LOWEST_IN_FOCUS = 180;
const SIDES = 8; // px left and right of a stack
const PICKER = 8; // px above the choice of scales
const DIGIT = { share: 0.19, least: 96, most: 150 }; // of the view's height, px
const DIGIT_IN_FOCUS = { share: 0.24, least: 44, most: 76, narrow: 52 };

/**
 * @param {import("../types.js").Stage[]} stages
 * @param {{width: number, height: number}} room   px
 * @param {{picker: number, focused: boolean}} state   px of the choice of scales; whether a detail is open
 * @returns {Arrangement}
 */
export function arrange(stages, { width, height }, { picker, focused }) {
  if (focused) {
    const plane = layoutFocus(stages, width, Math.max(LOWEST_IN_FOCUS, height), width >= NARROW);
    const { share, least, most, narrow } = DIGIT_IN_FOCUS;
    return { layout: "focus", plane, digit: Math.round(between(least, height * share, width < BESIDE ? narrow : most)) };
  }
  if (width < NARROW) return { layout: "stack", plane: layoutStack(stages, width - SIDES), digit: DIGIT.most };
  const layout = width < BESIDE ? "band" : "wide";
  const high = Math.max(LOWEST, height);
  const free = high - picker - PICKER - (layout === "band" && answerOf(stages) ? BAND : 0);
  const plane = layoutWide(stages, width, free, layout === "wide");
  return { layout, plane, digit: Math.round(between(DIGIT.least, high * DIGIT.share, DIGIT.most)) };
}

/** @param {number} low @param {number} value @param {number} high */
const between = (low, value, high) => Math.min(high, Math.max(low, value));
