// @ts-check
/** How much room each part of a convolution gets: a pure question of sizes. */

/**
 * @typedef {{columns: number, rows: number}} Grid
 *
 * @typedef {object} Wanted
 * @property {{width: number, height: number}} room   px; height Infinity where the page scrolls
 * @property {number} inputs                          how many input maps
 * @property {Grid} map                               cells of an input map, its padding with it
 * @property {Grid} kernel
 * @property {Grid} out                               cells of the output map
 * @property {boolean} full                           whether numbers have full float32 precision
 * @property {boolean} [pinned]                       whether a second drawing is compared, below products and sum
 *
 * @typedef {object} Cards
 * @property {number} columns
 * @property {boolean} numbers     whether the kernels show their values; else their colours alone
 * @property {boolean} scrolls     whether there are more than fit
 * @property {boolean} flat        whether name and kernel stand in one line
 * @property {number} cell         px of a cell of an input map
 * @property {{width: number, height: number}} weight   px of a weight
 * @property {number} side         px beside the kernel, for the name and the sum
 * @property {number} partial      px of a cell of the partial result; 0 where there is no room for it
 *
 * @typedef {object} Arrangement
 * @property {boolean} beside      inputs, products and the sum side by side; else below each other
 * @property {Cards} cards
 * @property {{list: boolean, cell: number, width: number, partial: number}} products
 * @property {{cell: number, width: number}} sum
 */

export const GAP = 16; // px between the three parts
const BETWEEN = 6; // px between cards
const PAD = 8; // px that a card's own edge takes, both sides together
const INSIDE = 8; // px between the parts of a card
const NARROW = 640; // px: below, everything stands in one column
const ROOMY = 960; // px: from here on nothing has to be squeezed
const SIDE = { short: 60, full: 98 }; // px of a printed sum
const WEIGHT = { width: 40, height: 21, mostWidth: 56, mostHeight: 40 }; // px of a weight that can be read
const SCROLLBAR = 14; // px
const TILE = 11; // px of a weight without its number
const ABOVE = 28; // px of the name above the products
const PRODUCT = 72; // px of a product's three lines
const BELOW = 42; // px of the sum below the products
const SUM = { wide: 118, tight: 140 }; // px of the sum above the output map
const LEGEND = 30; // px below the output map
const PINNED = 84; // px of the comparison
const NAME = 22; // px of a line of words in a card

/** @param {Wanted} wanted @returns {Arrangement} */
export function arrange({ room, inputs, map, kernel, out, full, pinned = false }) {
  const roomy = room.width >= ROOMY;
  const beside = roomy || (room.width >= NARROW && !full);
  const products = productsOf(kernel, room.width, full);
  const width = sumWidth(room.width, products.width, roomy, full);
  const foot = pinned ? PINNED : 0;
  const below = room.height - (roomy ? SUM.wide : SUM.tight) - Math.max(foot, beside ? LEGEND : 0);
  const most = room.width < NARROW ? Math.min(190, room.width - 176) : roomy ? 212 : width;
  const cell = whole(Math.min(most / out.columns, Math.max(98, beside ? below : 220) / out.rows));
  const sum = { cell, width: roomy ? Math.max(cell * out.columns, width) : width };
  const cards = beside
    ? cardsOf({ width: room.width - products.width - sum.width - 2 * GAP, height: room.height }, inputs, map, kernel, out, full)
    : strip(inputs, map, kernel, full);
  const left = room.height - ABOVE - kernel.rows * PRODUCT - BELOW - 2 * foot;
  const partial = products.list || !beside ? 0 : whole(Math.min(left / out.rows, (products.width * 0.5) / out.columns));
  return { beside, cards, products: { ...products, partial: partial * out.rows >= 56 ? partial : 0 }, sum };
}

/** @param {number} room px of the whole @param {number} products px @param {boolean} roomy @param {boolean} full */
function sumWidth(room, products, roomy, full) {
  if (room < NARROW) return room;
  if (full && !roomy) return room - products - GAP;
  return full ? 220 : roomy ? 204 : 164;
}

/** @param {Grid} kernel @param {number} width px of the whole room @param {boolean} full */
function productsOf(kernel, width, full) {
  const alone = width < NARROW;
  const room = alone ? width : width >= ROOMY ? 320 : 236;
  const least = kernel.columns > 3 ? 58 : 70;
  const between = (kernel.columns > 3 ? 3 : 6) * (kernel.columns - 1);
  if (full || kernel.columns * least + between > room) {
    return { list: true, cell: 0, width: alone ? width : full ? 390 : Math.min(room, 250) };
  }
  const most = alone ? 112 : width >= ROOMY ? 84 : 70;
  const cell = Math.min(most, Math.floor((room - between) / kernel.columns));
  return { list: false, cell, width: alone ? width : Math.max(200, kernel.columns * cell + between) };
}

/**
 * The columns of cards in which the maps are largest; kernels with their values, where any arrangement has room for them.
 * @param {{width: number, height: number}} room @param {number} count @param {Grid} map @param {Grid} kernel
 * @param {Grid} out @param {boolean} full @returns {Cards}
 */
function cardsOf(room, count, map, kernel, out, full) {
  const side = full ? SIDE.full : SIDE.short;
  // px beside the map; where name and kernel stand in one line, the side is a little wider.
  const beside = { true: kernel.columns * WEIGHT.width + 2 * INSIDE + side, false: side + 2 * INSIDE };
  for (const numbers of [true, false]) {
    let best = { columns: 0, cell: 0, width: 0, height: 0 };
    const least = numbers ? Math.max(kernel.rows * WEIGHT.height, 2 * NAME) : 2 * NAME;
    for (let columns = 1; columns <= Math.min(count, 8); columns++) {
      const rows = Math.ceil(count / columns);
      const width = (room.width - BETWEEN * (columns - 1)) / columns - PAD;
      const height = (room.height - BETWEEN * (rows - 1)) / rows - PAD;
      const cell = whole(Math.min((width - beside[`${numbers}`]) / map.columns, height / map.rows, 320 / map.columns));
      if (height >= least && cell > best.cell) best = { columns, cell, width, height };
    }
    if (best.cell * map.columns >= (numbers ? 60 : 32)) return filled(best, numbers, side, map, kernel, out);
  }
  return scrolling(room.width, map, kernel, side);
}

/** As many columns as keep the maps recognisable, and as many rows as it takes. @param {number} width px @param {Grid} map @param {Grid} kernel @param {number} side @returns {Cards} */
function scrolling(width, map, kernel, side) {
  const tile = Math.min(TILE, Math.floor(33 / kernel.rows));
  const known = { numbers: false, scrolls: true, flat: false, weight: { width: tile, height: tile }, side, partial: 0 };
  for (let columns = 6; columns > 1; columns--) {
    const left = (width - SCROLLBAR - BETWEEN * (columns - 1)) / columns - PAD - side - INSIDE;
    const cell = whole(Math.min(64, left) / map.columns);
    if (cell * map.columns >= 32) return { ...known, columns, cell };
  }
  return { ...known, columns: 1, cell: whole(64 / map.columns) };
}

/**
 * What is left of a card's room makes its kernel and its partial result larger.
 * @param {{columns: number, cell: number, width: number, height: number}} best @param {boolean} numbers
 * @param {number} side @param {Grid} map @param {Grid} kernel @param {Grid} out @returns {Cards}
 */
function filled({ columns, cell, width, height }, numbers, side, map, kernel, out) {
  const flat = !numbers && height < 2 * NAME + kernel.rows * 6;
  const common = { columns, numbers, scrolls: false, flat, cell };
  if (!numbers) {
    const least = flat ? NAME : height - 2 * NAME;
    const tile = Math.min(TILE + 3, Math.floor(least / kernel.rows), Math.floor((flat ? NAME : side) / kernel.columns));
    return { ...common, weight: { width: tile, height: tile }, side: flat ? side + INSIDE : side, partial: 0 };
  }
  const left = width - cell * map.columns - 2 * INSIDE;
  const weightWidth = Math.max(WEIGHT.width, Math.min(WEIGHT.mostWidth, Math.floor((left - side) / kernel.columns)));
  const weightHeight = Math.min(
    Math.max(WEIGHT.height, Math.min(WEIGHT.mostHeight, Math.round(weightWidth * 0.66))),
    Math.floor(height / kernel.rows),
  );
  const room = Math.min(left - weightWidth * kernel.columns, height - 2 * NAME, 160);
  const partial = Math.min(whole(room / Math.max(out.columns, out.rows)), cell);
  return {
    ...common,
    weight: { width: weightWidth, height: weightHeight },
    side: Math.max(side, Math.min(160, left - weightWidth * kernel.columns)),
    partial: partial * out.columns >= 26 ? partial : 0,
  };
}

/** One row of cards that is pushed sideways, on a narrow screen. @param {number} count @param {Grid} map @param {Grid} kernel @param {boolean} full @returns {Cards} */
function strip(count, map, kernel, full) {
  const cell = whole(84 / Math.max(map.columns, map.rows));
  const tile = Math.min(TILE + 3, Math.floor(40 / kernel.rows));
  return {
    columns: count, numbers: false, scrolls: true, flat: false, cell, weight: { width: tile, height: tile },
    side: full ? SIDE.full : SIDE.short, partial: 0,
  };
}

/** Cells of whole px look even; small ones take the quarters they can get. @param {number} px */
function whole(px) {
  const step = px >= 4 ? 1 : px >= 2 ? 0.5 : 0.25;
  return Math.max(0, Math.floor(px / step) * step);
}
