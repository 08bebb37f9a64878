// @ts-check
/** What the chapter looks at: the map that is pooled, the patch, the window, the move. */

import { inputOf } from "../../network/arithmetic/geometry.js";
import { cellsPerMap } from "../../network/view/chain.js";
import { rangeOf } from "../../network/view/scales.js";
import { patchesOf, SIDE } from "./patches.js";

/**
 * @typedef {{row: number, column: number}} Place
 *
 * @typedef {object} Sight
 * @property {import("../types.js").Read} read
 * @property {number} index        of the pooling
 * @property {import("../../network/view/types.js").Stage} stage    the pooling
 * @property {import("../../network/view/types.js").Stage} before   what it is given
 * @property {number} channel
 * @property {number[]} maps       channels to choose from
 * @property {number} rows         of the map before
 * @property {number} columns
 * @property {Float32Array} map    its numbers
 * @property {number} reach        of its colours
 * @property {number} window
 * @property {number} stride
 * @property {Place[]} patches     the best first
 * @property {Place} at            the patch that is pooled by hand
 * @property {number} done         bit k: window k is pooled
 * @property {Place | null} cell   of the pooled map, pinned
 * @property {number[]} move       pixels (down, right)
 * @property {"place" | "back"} compare
 */

/** @param {import("../types.js").Scene} scene @returns {Sight} */
export function sightOf({ read, knobs, data }) {
  const { stages } = read.network;
  const index = stages.findIndex((stage) => stage.kind === "max_pooling");
  const stage = stages[index];
  const before = stages[/** @type {number} */ (inputOf(read.network, index))];
  const [, rows, columns] = before.shape;
  // The map that was chosen on another digit, or by an address, may not be among this digit's.
  const channel = data.maps.includes(knobs.map) ? knobs.map : data.maps[0];
  const start = before.offset + channel * cellsPerMap(before);
  const map = read.values.subarray(start, start + rows * columns);
  const { low, high } = rangeOf(map, 0, map.length);
  const patches = patchesOf(map, rows, columns);
  const fits = knobs.patch && knobs.patch.row + SIDE <= rows && knobs.patch.column + SIDE <= columns;
  return {
    read, index, stage, before, channel, maps: data.maps, rows, columns, map, patches,
    reach: Math.max(high, -low),
    window: knobs.window,
    stride: knobs.stride || knobs.window,
    at: fits ? knobs.patch : patches[0],
    done: knobs.done,
    cell: knobs.cell,
    move: [knobs.dy, knobs.dx],
    compare: knobs.compare,
  };
}
