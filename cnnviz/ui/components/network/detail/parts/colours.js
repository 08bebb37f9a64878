// @ts-check
/** The colour of a number on a ramp as CSS, and the ink that is read well on it. */

import { ENTRIES, luminance, STEPS } from "../../view/ramps.js";

/** @typedef {{background: string, ink: string}} Paint */

/** @type {WeakMap<Uint32Array, Paint[]>} */
const tables = new WeakMap();

/** @param {Uint32Array} ramp @returns {Paint[]} one for each entry */
function tableOf(ramp) {
  let table = tables.get(ramp);
  if (!table) {
    table = Array.from(ramp, (pixel) => {
      /** @type {[number, number, number]} */
      const rgb = [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
      return { background: `rgb(${rgb.join(" ")})`, ink: inkOn(rgb) };
    });
    tables.set(ramp, table);
  }
  return table;
}

/** Black or white, whichever stands out more: 4.58 to 1 at the least. @param {[number, number, number]} rgb */
export function inkOn(rgb) {
  const light = luminance(rgb);
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#fff" : "#000";
}

/** @param {number} value @param {number} reach @param {Uint32Array} ramp @returns {Paint} */
export function paintOf(value, reach, ramp) {
  const entry = reach > 0 ? Math.round((value / reach) * STEPS) + STEPS : STEPS;
  return tableOf(ramp)[Math.max(0, Math.min(ENTRIES - 1, entry || 0))];
}

/** @type {WeakMap<HTMLElement, Paint>} */
const worn = new WeakMap();

/** @param {HTMLElement} node @param {Paint} paint */
export function dress(node, paint) {
  // To compare costs little, to set a style much, even the one that is set already.
  if (worn.get(node) === paint) return;
  worn.set(node, paint);
  node.style.background = paint.background;
  node.style.color = paint.ink;
}

/** Without a colour, as before it had one. @param {HTMLElement} node */
export function undress(node) {
  if (!worn.delete(node)) return;
  node.style.background = "";
  node.style.color = "";
}
