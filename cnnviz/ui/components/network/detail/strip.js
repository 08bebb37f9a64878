// @ts-check
/** How large the maps and the strip of a flatten get, and how the strip is broken into lines. */

import { tilesOf } from "./parts/tiles.js";

/** @typedef {import("./parts/tiles.js").Tiles} Tiles */

const CAPTION = 41; // px above a picture: its name and its legend
const BELOW = { wide: 154, wrapped: 206 }; // px below the strip: the cells around the entry, and the formula, beside its words or above them
const WORDS = 590; // px of the formula and its words side by side
const GAP = 28; // px between maps and strip
const FEW = 40; // lines that are seen as lines, whatever the room
const NARROW = 620; // px: below, the strip stands below the maps
const SHARE = 0.34; // of the width, for the maps
const LARGEST = { map: 96, alone: 280, width: 16, height: 14 }; // px of a map, and of a cell of the strip

/**
 * The maps, and the strip in lines: a line for each map where that fits, else for some of its rows. Between two rows of
 * a map the strip has a gap, so that one sees row follow row.
 *
 * @param {{channels: number, rows: number, columns: number}} shape of the maps
 * @param {{width: number, height: number}} room px
 * @returns {{beside: boolean, maps: Tiles, strip: Tiles, perLine: number}} perLine: rows of a map in a line of the strip
 */
export function arrangeFlatten(shape, room) {
  const { channels, rows, columns } = shape;
  const beside = room.width >= NARROW;
  const mapsWidth = beside ? Math.floor(room.width * SHARE) : room.width;
  const maps = mapsOf(shape, mapsWidth, beside ? Math.max(160, room.height - CAPTION) : Infinity);
  const width = beside ? room.width - maps.width - GAP : room.width;
  const perLine = rowsPerLine(shape, width);
  const lines = (channels * rows) / perLine;
  const cellWidth = Math.max(1, Math.min(LARGEST.width, Math.floor(width / (perLine * (columns + 1) - 1))));
  const high = beside ? Math.max(64, room.height - CAPTION - (width < WORDS ? BELOW.wrapped : BELOW.wide)) : 220;
  const cellHeight = Math.max(lines <= FEW && 4 * lines <= high ? 4 : 2, Math.min(LARGEST.height, Math.floor(high / lines)));
  const strip = tilesOf(
    { channels: channels * rows, rows: 1, columns },
    { across: perLine, cellWidth, cellHeight, ruled: true },
  );
  return { beside, maps, strip, perLine };
}

/** @param {{channels: number, rows: number, columns: number}} shape @param {number} width @param {number} height px */
function mapsOf(shape, width, height) {
  const { channels, columns } = shape;
  const most = Math.max(1, Math.floor((channels > 1 ? LARGEST.map : LARGEST.alone) / columns));
  for (let cellWidth = most; cellWidth >= 1; cellWidth--) {
    for (let across = Math.ceil(Math.sqrt(channels)); across <= channels; across++) {
      const tiles = tilesOf(shape, { across, cellWidth });
      if (tiles.width > width) break;
      if (tiles.height <= height && channels % across === 0) return tiles;
    }
  }
  return tilesOf(shape, { across: Math.ceil(Math.sqrt(channels)), cellWidth: 1 });
}

/**
 * Rows of a map in one line of the strip: the whole map; where it is the only one, or does not fit, a part of it.
 * @param {{channels: number, rows: number, columns: number}} shape @param {number} width px
 */
export function rowsPerLine({ channels, rows, columns }, width) {
  // A pixel a cell at least; a map alone in lines of one row would be its own picture again.
  const most = Math.max(1, Math.min(rows, Math.floor((width + 1) / (columns + 1))));
  const wanted = channels > 1 ? most : Math.min(most, Math.max(1, Math.floor(rows / 6)));
  for (let count = wanted; count > 1; count--) if (rows % count === 0) return count;
  return 1;
}
