// @ts-check
/** How large the three pictures of a dense layer get: values times weights gives contributions. */

import { tilesOf } from "./parts/tiles.js";

/** @typedef {import("./parts/tiles.js").Shape} Shape @typedef {import("./parts/tiles.js").Tiles} Tiles */

/**
 * @typedef {object} Pictures
 * @property {"row" | "pair" | "column"} way   side by side; values above weights, contributions beside; below each other
 * @property {Tiles} factor    of the values and of the weights
 * @property {Tiles} product   of the contributions
 */

const CAPTION = 41; // px above each picture: its name and its legend
const SIGN = 26; // px between pictures, for × and =
const BETWEEN = 4; // px between values and weights, where these stand below each other
const LABEL = 18; // px below a map for its sum
const PITCH = 42; // px that a sum may be wide
const LARGEST = { tile: 84, stacked: 48, alone: 252, factor: 100 }; // px of a map: of several, of one alone; and of a factor's name
const STRIP = { least: 5, most: 24, height: 30 }; // px of the cells of a vector
const NARROW = 400; // px: below, the pictures stand below each other

/**
 * @param {Shape} shape of the maps
 * @param {{width: number, height: number}} room px for all three
 * @returns {Pictures} the arrangement in which contributions and factors are largest
 */
export function arrangePictures(shape, room) {
  const several = shape.channels > 1;
  const label = several ? LABEL : 0;
  /** @param {number} across @param {number} cellWidth */
  const productOf = (across, cellWidth) => tilesOf(shape, { across, cellWidth, label, pitch: several ? PITCH : 0 });
  /** @type {Pictures["way"][]} */
  const ways = room.width < NARROW ? ["column"] : ["row", "pair"];
  const largest = several ? (room.width < NARROW ? LARGEST.stacked : LARGEST.tile) : LARGEST.alone;
  const most = Math.floor(largest / shape.columns);
  /** @type {(Pictures & {worth: number}) | null} */
  let best = null;
  for (const way of ways) {
    for (let across = 1; across <= shape.channels; across++) {
      for (let size = most; size >= 1; size--) {
        const product = productOf(across, size);
        for (let cellWidth = way === "column" && several ? size : Math.min(size, way === "column" ? 6 : 8); cellWidth >= 1; cellWidth--) {
          const factor = tilesOf(shape, { across, cellWidth });
          if (!fits(way, factor, product, room)) continue;
          // Rows that are full, then a shape near a square, are read more easily.
          const shapely = (shape.channels % across ? 0.6 : 1) * (1 - 0.05 * Math.abs(product.width - product.height) / (product.width + product.height));
          const worth = size * cellWidth * shapely * (way === "column" ? product.width / product.height : 1);
          if (!best || worth > best.worth) best = { way, factor, product, worth };
          break;
        }
      }
    }
  }
  if (best) return { way: best.way, factor: best.factor, product: best.product };
  // No room for whole px in any arrangement: the picture is pushed sideways.
  const across = Math.ceil(Math.sqrt(shape.channels));
  return { way: "column", factor: tilesOf(shape, { across, cellWidth: 1 }), product: productOf(across, 1) };
}

/** @param {Pictures["way"]} way @param {Tiles} factor @param {Tiles} product @param {{width: number, height: number}} room */
function fits(way, factor, product, room) {
  const high = product.height + CAPTION <= room.height;
  if (way === "column") return Math.max(factor.width, product.width) <= room.width;
  if (way === "row") return high && 2 * Math.max(factor.width, LARGEST.factor) + product.width + 2 * SIGN <= room.width;
  const wide = Math.max(factor.width, LARGEST.factor) + SIGN + product.width <= room.width;
  return high && wide && 2 * (factor.height + CAPTION) + BETWEEN <= room.height;
}

/**
 * A vector has no maps: its entries stand in lines, the three pictures below each other, entry below entry.
 * @param {number} count of entries @param {number} width px
 * @returns {Pictures}
 */
export function arrangeStrips(count, width) {
  const line = Math.max(1, Math.min(count, Math.floor(width / STRIP.least)));
  const cellWidth = Math.max(1, Math.min(STRIP.most, Math.floor(width / line)));
  const lines = Math.ceil(count / line);
  const tiles = tilesOf(
    { channels: lines, rows: 1, columns: line, count },
    { across: 1, cellWidth, cellHeight: lines === 1 ? STRIP.height : Math.max(cellWidth, 8) },
  );
  return { way: "column", factor: tiles, product: tiles };
}
