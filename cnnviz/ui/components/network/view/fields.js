// @ts-check
/** What is outlined for a cell. */

import { indexIn } from "../arithmetic/geometry.js";
import { influenceOf, seenBy } from "../arithmetic/field.js";
import { cellsPerMap, isPicture } from "./chain.js";

/**
 * The cell itself and what it saw in every stage before it; of a pixel of the input, what it can reach in every later one.
 * @param {import("./types.js").Network} network @param {import("../arithmetic/types.js").Cell} cell
 * @returns {import("../arithmetic/field.js").Outline[]}
 */
export function fieldOf(network, cell) {
  const stage = network.stages[cell.stage];
  const mask = new Uint8Array(cellsPerMap(stage));
  mask[indexIn(stage, { ...cell, channel: 0 })] = 1;
  const own = { stage: cell.stage, mask, channels: isPicture(stage) ? [cell.channel] : null };
  return [own, ...(stage.kind === "input" ? influenceOf(network, cell) : seenBy(network, cell))];
}
