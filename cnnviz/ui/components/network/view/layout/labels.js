// @ts-check
/** Room that names and shapes need: estimates in px, generous, so that neighbours never touch. */

import { shapeText } from "../numbers.js";
import { titleOf } from "../words.js";

/** @typedef {import("../types.js").Stage} Stage */

/** @param {Stage} stage @returns {number} px of its name at 14 px bold */
export const titleWidth = (stage) => Math.ceil(titleOf(stage).length * 8.2);

/** @param {Stage} stage @returns {number} px of its shape at 12 px */
export const shapeWidth = (stage) => Math.ceil(shapeText(stage.shape).length * 6.9);

/**
 * Neighbours of one shape in one block share its label.
 * @param {Stage[]} stages @param {number[][]} blocks @param {(index: number) => boolean} included
 * @returns {number[][]} runs of stage indices
 */
export function shapeRuns(stages, blocks, included) {
  /** @type {number[][]} */
  const runs = [];
  for (const block of blocks) {
    let text = "";
    for (const index of block.filter(included)) {
      const own = shapeText(stages[index].shape);
      if (own === text) runs[runs.length - 1].push(index);
      else runs.push([index]);
      text = own;
    }
  }
  return runs;
}
