// @ts-check
/** How large a map's cells are painted, for the room there is. */

export const NARROW = 700; // px: below, one thing stands under the other
export const WIDE = 1150; // px: from here on, room for large numbers

const least = 5; // px
const most = 11;

/**
 * @param {number} width px of the chapter @param {number} columns of the map before pooling
 * @returns {{hand: number, own: number, moving: number}} px of a cell, by panel
 */
export function sizesFor(width, columns) {
  const narrow = width < NARROW;
  const fit = (/** @type {number} */ room, /** @type {number} */ maps, /** @type {number} */ high = most) => Math.max(least, Math.min(high, Math.floor(room / (maps * columns))));
  return {
    // The map, the pooled one at half its side, and 500 px of numbers between them.
    hand: narrow ? fit(width, 1) : fit(width - (width >= WIDE ? 620 : 520), 1.5),
    // Three frames as large as the map; in one column two of them stand side by side.
    own: narrow ? fit(width - 16, 2) : fit(width - 300, 3),
    // The map and its changes, and the same pooled.
    moving: narrow ? fit(width - 12, 2, 8) : fit(width - 250, 3, 8),
  };
}
