// @ts-check
/** Which columns a legend covers. */

import { blocksOf } from "../chain.js";
import { isUnit } from "../scales.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("../types.js").Scale} Scale
 * @typedef {import("./wide.js").Plane} Plane
 *
 * @typedef {object} LegendBox
 * @property {number[]} stages   indices of the stages it speaks for
 * @property {"grey" | "signed" | "each"} look   "each": every map has its own reach
 * @property {number} x
 * @property {number} y
 * @property {number} width
 */

/** @param {Stage[]} stages @param {Plane} plane @param {Scale} scale @returns {LegendBox[]} */
export function legendsOf(stages, plane, scale) {
  const columns = new Map(plane.boxes.map((box) => [box.stage, box.column]));
  const placed = [...columns.keys()];
  const signed = placed.filter((index) => !isUnit(stages[index]));
  const whole = scale === "map" || scale === "network";
  const groups =
    plane.mode === "stack" || scale === "layer"
      ? signed.map((index) => [index])
      : whole
        ? [signed]
        : blocksOf(stages).map((block) => block.filter((index) => signed.includes(index)));
  const grey = placed.filter((index) => isUnit(stages[index])).map((index) => [index]);
  return [...grey, ...groups]
    .filter((group) => group.length > 0)
    .map((group) => {
      const first = /** @type {import("../types.js").Rectangle} */ (columns.get(group[0]));
      const last = /** @type {import("../types.js").Rectangle} */ (columns.get(group[group.length - 1]));
      const look = isUnit(stages[group[0]]) ? "grey" : scale === "map" ? "each" : "signed";
      if (plane.mode === "stack") {
        const width = Math.min(150, first.width * 0.4);
        return { stages: group, look, x: first.x + first.width - width, y: first.y, width };
      }
      return { stages: group, look, x: first.x, y: plane.legendTop, width: last.x + last.width - first.x };
    });
}
