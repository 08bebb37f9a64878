// @ts-check
/** Colours as the page has them now. */

import { gradient, greyRamp, parseColor, signedRamp, themeOf } from "./ramps.js";

/**
 * @typedef {object} Theme
 * @property {"light" | "dark"} name
 * @property {Uint32Array} signed
 * @property {Uint32Array} grey
 * @property {string} gradient   CSS, negative to positive
 */

/**
 * @param {HTMLElement} root @returns {Theme} from the CSS variable --st-background-color, else white; the theme's name
 * is left on the root for the style sheet
 */
export function readTheme(root) {
  const background = parseColor(getComputedStyle(root).getPropertyValue("--st-background-color")) ?? [255, 255, 255];
  const name = themeOf(background);
  root.dataset.theme = name;
  return { name, signed: signedRamp(background), grey: greyRamp(), gradient: gradient(background) };
}
