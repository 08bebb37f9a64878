// @ts-check
/** How large the maps are that stand beside the digit. */

import { tilesOf } from "../../network/detail/parts/tiles.js";

const LABEL = { height: 18, pitch: 52 }; // px: a sum below each map
const LARGEST = { map: 132, cell: 34 }; // px

/**
 * Maps beside each other, as large as the room lets them be.
 * @param {{channels: number, rows: number, columns: number, count?: number}} shape @param {{width: number, height: number}} room px
 * @returns {import("../../network/detail/parts/tiles.js").Tiles}
 */
export function fittedTiles(shape, room) {
  const { channels, columns } = shape;
  const label = channels > 1 ? LABEL.height : 0;
  const pitch = channels > 1 ? LABEL.pitch : 0;
  const largest = channels > 1 ? Math.floor(LARGEST.map / columns) : LARGEST.cell;
  for (let cellWidth = largest; cellWidth > 1; cellWidth--) {
    for (let across = 1; across <= channels; across++) {
      const tiles = tilesOf(shape, { across, cellWidth, label, pitch });
      if (tiles.width > room.width) break;
      if (tiles.height <= room.height) return even(shape, tiles, room);
    }
  }
  return tilesOf(shape, { across: Math.max(1, Math.floor(room.width / Math.max(LABEL.pitch, columns * 2 + 3))), cellWidth: 2, label, pitch });
}

/** The same with full lines, if there is room for them. @param {Parameters<typeof fittedTiles>[0]} shape @param {ReturnType<typeof fittedTiles>} tiles @param {{width: number}} room */
function even(shape, tiles, room) {
  for (let across = tiles.across; across <= shape.channels; across++) {
    if (shape.channels % across > 0) continue;
    const wider = tilesOf(shape, { across, cellWidth: tiles.cellWidth, label: tiles.label, pitch: shape.channels > 1 ? LABEL.pitch : 0 });
    return wider.width <= room.width ? wider : tiles;
  }
  return tiles;
}

/** A row of numbers as lines of ten, so that it can be seen. @param {number} count */
export const linesOfTen = (count) => ({ channels: 1, rows: Math.ceil(count / 10), columns: Math.min(10, count), count });
