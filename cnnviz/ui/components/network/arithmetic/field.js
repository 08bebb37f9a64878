// @ts-check
/** The receptive field both ways: which earlier cells a cell depends on, and which later cells a pixel can reach. */

import { cellsPerMap, channelsOf, inputsOf, isPicture } from "../view/chain.js";
import { indexIn, positions, sourceWindow } from "./geometry.js";
import { firstInput } from "./convolution.js";

/**
 * @typedef {import("./types.js").Network} Network
 * @typedef {import("./types.js").Stage} Stage
 *
 * @typedef {object} Outline   cells of one stage: the same on each of some of its maps
 * @property {number} stage
 * @property {Uint8Array} mask           (rows * columns) of one map, (N,) of a vector: 1 for the cells that belong to it
 * @property {number[] | null} channels  on which maps; null for all
 */

/**
 * What a cell depends on: one outline for every stage before it, the input first. The outline is empty for a stage
 * that the cell does not depend on. Where a layer does not tell what it looks at, it counts as looking at everything.
 *
 * @param {Network} network @param {import("./types.js").Cell} cell
 * @returns {Outline[]}
 */
export function seenBy(network, cell) {
  const { stages } = network;
  const found = stages.slice(0, cell.stage + 1).map(nothing);
  const own = found[cell.stage];
  own.mask[indexIn(stages[cell.stage], { ...cell, channel: 0 })] = 1;
  own.channels = isPicture(stages[cell.stage]) ? [cell.channel] : null;
  for (let index = cell.stage; index > 0; index--) {
    if (!found[index].mask.includes(1)) continue;
    for (const source of inputsOf(stages, index)) lookBack(stages, found[index], found[source]);
  }
  return found.slice(0, cell.stage).map((outline) => plain(stages, outline));
}

/**
 * What a pixel of the input, in all its channels, can reach: one outline for every stage after the input, on all maps.
 * It is empty where no window looks at the pixel, as at the end of a map when a stride leaves cells over.
 *
 * @param {Network} network @param {{row: number, column: number}} pixel
 * @returns {Outline[]}
 */
export function influenceOf(network, { row, column }) {
  const { stages } = network;
  const found = stages.map(nothing);
  found[0].mask[indexIn(stages[0], { channel: 0, row, column })] = 1;
  for (let index = 1; index < stages.length; index++) {
    for (const source of inputsOf(stages, index)) {
      if (found[source].mask.includes(1)) lookAhead(stages, found[source], found[index]);
    }
  }
  return found.slice(1).map(({ stage, mask }) => ({ stage, mask, channels: mask.includes(1) ? null : [] }));
}

/**
 * The smallest rectangle around the cells of a mask.
 * @param {Uint8Array} mask @param {number} columns of a map
 * @returns {{rows: [number, number], columns: [number, number]} | null} first and last; null for an empty mask
 */
export function boundsOf(mask, columns) {
  let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
  mask.forEach((belongs, index) => {
    if (!belongs) return;
    const row = Math.floor(index / columns);
    const column = index % columns;
    top = Math.min(top, row);
    left = Math.min(left, column);
    bottom = Math.max(bottom, row);
    right = Math.max(right, column);
  });
  return bottom < 0 ? null : { rows: [top, bottom], columns: [left, right] };
}

/** @param {Stage} stage @param {number} index @returns {Outline} */
const nothing = (stage, index) => ({ stage: index, mask: new Uint8Array(cellsPerMap(stage)), channels: [] });

/** @param {Stage[]} stages @param {Outline} outline @returns {Outline} with null for a list of all channels */
function plain(stages, { stage, mask, channels }) {
  return { stage, mask, channels: channels?.length === channelsOf(stages[stage]) ? null : channels };
}

/**
 * How a stage looks at the one before: cell for cell, through a window, map by map in a row, or at all of it.
 * @param {Stage} stage @param {Stage} before
 * @returns {"cell" | "window" | "row" | "all"}
 */
function sight(stage, before) {
  if (stage.kind === "dense" || stage.kind === "softmax") return "all";
  if (stage.kind === "flatten" && before.length === stage.length) return "row";
  const alike = stage.shape.join() === before.shape.join();
  if (stage.kind === "relu" && alike) return "cell";
  if (!isPicture(stage) || !isPicture(before)) return "all";
  const known = stage.kind !== "other" || stage.receptive_field;
  if (stage.kernel_size && stage.stride && stage.padding && stage.dilation && known) return "window";
  return alike && known && String(stage.receptive_field?.size) === String(before.receptive_field?.size) ? "cell" : "all";
}

/** @param {Stage[]} stages @param {Outline} after @param {Outline} before is added to */
function lookBack(stages, after, before) {
  const stage = stages[after.stage];
  const source = stages[before.stage];
  const way = sight(stage, source);
  if (way === "all") {
    before.mask.fill(1);
    before.channels = null;
  } else if (way === "cell") {
    after.mask.forEach((belongs, index) => belongs && (before.mask[index] = 1));
    before.channels = union(before.channels, after.channels);
  } else if (way === "row") {
    const cells = cellsPerMap(source);
    /** @type {Set<number>} */
    const channels = new Set();
    after.mask.forEach((belongs, index) => {
      if (!belongs) return;
      before.mask[index % cells] = 1;
      channels.add(Math.floor(index / cells));
    });
    before.channels = union(before.channels, isPicture(source) ? [...channels] : null);
  } else {
    throughWindows(stage, source, (at, from) => after.mask[at] && (before.mask[from] = 1));
    const channels = after.channels?.flatMap((channel) => lookedAt(stage, source, channel)) ?? null;
    before.channels = union(before.channels, channels);
  }
}

/** @param {Stage[]} stages @param {Outline} before on all maps @param {Outline} after is added to */
function lookAhead(stages, before, after) {
  const stage = stages[after.stage];
  const source = stages[before.stage];
  const way = sight(stage, source);
  if (way === "all") {
    after.mask.fill(1);
  } else if (way === "window") {
    throughWindows(stage, source, (at, from) => before.mask[from] && (after.mask[at] = 1));
  } else {
    // Cell for cell, and in a row map after map.
    const cells = before.mask.length;
    after.mask.forEach((_, index) => before.mask[index % cells] && (after.mask[index] = 1));
  }
}

/**
 * Every pair of a cell and a cell of the map before that its window covers.
 * @param {Stage} stage @param {Stage} before @param {(at: number, from: number) => void} visit
 */
function throughWindows(stage, before, visit) {
  const out = positions(stage);
  const { rows, columns } = positions(before);
  for (let row = 0, at = 0; row < out.rows; row++) {
    for (let column = 0; column < out.columns; column++, at++) {
      const { top, left, height, width, rowStep, columnStep } = sourceWindow(stage, before, row, column);
      for (let y = top, down = 0; down < height; down++, y += rowStep) {
        if (y < 0 || y >= rows) continue;
        for (let x = left, right = 0; right < width; right++, x += columnStep) {
          if (x >= 0 && x < columns) visit(at, y * columns + x);
        }
      }
    }
  }
}

/** @param {Stage} stage @param {Stage} before @param {number} channel @returns {number[]} the maps that a map looks at */
function lookedAt(stage, before, channel) {
  if (stage.kind !== "convolution") return [channel];
  const count = stage.weightShape?.[1] ?? channelsOf(before);
  const first = stage.weightShape ? firstInput(before, stage, channel) : 0;
  return Array.from({ length: count }, (_, index) => first + index);
}

/** @param {number[] | null} one @param {number[] | null} other @returns {number[] | null} null is all */
function union(one, other) {
  return one && other && [...new Set([...one, ...other])].sort((left, right) => left - right);
}
