// @ts-check
/** What is done to a stack: each gives a new one. */

import { usual } from "./kinds.js";

/** @typedef {import("./kinds.js").Layer} Layer */

/** @param {Layer[]} layers @param {number} place the new layer's @param {string} kind @returns {Layer[]} */
export const added = (layers, place, kind) => [...layers.slice(0, place), usual(kind), ...layers.slice(place)];

/** @param {Layer[]} layers @param {number} place @returns {Layer[]} */
export const removed = (layers, place) => layers.filter((_, at) => at !== place);

/** @param {Layer[]} layers @param {number} from @param {number} to @returns {Layer[]} */
export function moved(layers, from, to) {
  if (to < 0 || to >= layers.length) return layers;
  const others = removed(layers, from);
  return [...others.slice(0, to), layers[from], ...others.slice(to)];
}

/** A window that moves on by its own size goes on doing so. @param {Layer[]} layers @param {number} place @param {string} name @param {number} value @returns {Layer[]} */
export function turned(layers, place, name, value) {
  return layers.map((layer, at) => {
    if (at !== place) return layer;
    const along = name === "size" && layer.stride === layer.size ? { stride: value } : {};
    return { ...layer, [name]: value, ...along };
  });
}

/** Where a new layer goes, and it can stand there: behind the chosen one, windows before flatten, sums behind it. @param {Layer[]} layers @param {number} chosen @param {string} kind @returns {number} */
export function placeFor(layers, chosen, kind) {
  const behind = Math.min(chosen + 1, layers.length);
  const flatten = layers.findIndex((layer) => layer.kind === "flatten");
  if (flatten < 0 || kind === "flatten") return behind;
  if (["convolution", "max_pooling", "average_pooling"].includes(kind)) return Math.min(behind, flatten);
  const last = layers.map((layer) => layer.kind).lastIndexOf("dense");
  // Nothing may come behind the last sums: they are one for each digit.
  const most = last > flatten ? last : layers.length;
  return kind === "dense" ? Math.min(Math.max(behind, flatten + 1), most) : Math.min(behind, most);
}
