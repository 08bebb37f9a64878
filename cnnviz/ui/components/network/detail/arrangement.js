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
const WEIGHT = { width: 40, height: 24, mostWidth: 56, mostHeight: 40 }; // px of a weight that can be read
const TILE = 11; // px of a weight without its number
const ABOVE = 46; // px of the words above the products
const PRODUCT = 72; // px of a product's three lines
const BELOW = 42; // px of the sum below the products
const SUM = 120; // px of the sum above the output map
const LEGEND = 30; // px below the output map
const PINNED = 84; // px of the comparison
const NAME = 22; // px of a line of words in a card

/** @param {Wanted} wanted @returns {Arrangement} */
export function arrange({ room, inputs, map, kernel, out, full, pinned = false }) {
  const beside = room.width >= NARROW;
  const roomy = room.width >= ROOMY;
  const products = productsOf(kernel, beside ? room.width : 0, full, beside ? 0 : room.width);
  const most = beside ? (roomy ? 212 : 150) : Math.min(200, room.width - 158);
  const foot = pinned ? PINNED : 0;
  const below = beside ? room.height - SUM - Math.max(foot, roomy ? LEGEND : 0) : Infinity;
  const cell = whole(Math.min(most / out.columns, Math.max(98, below) / out.rows));
  const sum = { cell, width: beside ? Math.max(cell * out.columns, full ? 220 : roomy ? 204 : 150) : room.width };
  const wide = beside ? room.width - products.width - sum.width - 2 * GAP : room.width;
  const cards = beside
    ? cardsOf({ width: wide, height: room.height }, inputs, map, kernel, out, full)
    : strip(inputs, map, kernel, full);
  const left = room.height - ABOVE - kernel.rows * PRODUCT - BELOW - 2 * foot;
  const partial = products.list || !beside ? 0 : whole(Math.min(left / out.rows, (products.width * 0.5) / out.columns));
  return { beside, cards, products: { ...products, partial: partial * out.rows >= 56 ? partial : 0 }, sum };
}

/**
 * @param {Grid} kernel @param {number} width of the room where it stands beside others, else 0
 * @param {boolean} full @param {number} alone px where it stands alone, else 0
 */
function productsOf(kernel, width, full, alone) {
  const room = alone || (width >= ROOMY ? 320 : 236);
  const least = kernel.columns > 3 ? 58 : 70;
  const between = 6 * (kernel.columns - 1);
  if (full || kernel.columns * least + between > room) return { list: true, cell: 0, width: alone || (full ? 390 : 250) };
  const cell = Math.min(alone ? 112 : width >= ROOMY ? 84 : 72, Math.floor((room - between) / kernel.columns));
  return { list: false, cell, width: alone || Math.max(200, kernel.columns * cell + between) };
}

/**
 * The columns of cards in which the maps are largest; kernels with their values, where any arrangement has room for them.
 * @param {{width: number, height: number}} room @param {number} count @param {Grid} map @param {Grid} kernel
 * @param {Grid} out @param {boolean} full @returns {Cards}
 */
function cardsOf(room, count, map, kernel, out, full) {
  const side = full ? SIDE.full : SIDE.short;
  const beside = { true: kernel.columns * WEIGHT.width + 2 * INSIDE + side, false: side + INSIDE };
  for (const numbers of [true, false]) {
    let best = { columns: 0, cell: 0, width: 0, height: 0 };
    const least = numbers ? Math.max(kernel.rows * WEIGHT.height, 2 * NAME) : 2 * NAME + kernel.rows * 6;
    for (let columns = 1; columns <= Math.min(count, 8); columns++) {
      const rows = Math.ceil(count / columns);
      const width = (room.width - BETWEEN * (columns - 1)) / columns - PAD;
      const height = (room.height - BETWEEN * (rows - 1)) / rows - PAD;
      const cell = whole(Math.min((width - beside[`${numbers}`]) / map.columns, height / map.rows, 320 / map.columns));
      if (height >= least && cell > best.cell) best = { columns, cell, width, height };
    }
    if (best.cell * map.columns >= (numbers ? 60 : 38)) return filled(best, numbers, side, map, kernel, out);
  }
  const cell = whole(Math.max(1, 60 / map.columns));
  const one = cell * map.columns + beside.false + PAD + BETWEEN;
  const columns = Math.max(1, Math.floor((room.width + BETWEEN) / one));
  return { columns, numbers: false, scrolls: true, cell, weight: { width: TILE, height: TILE }, side, partial: 0 };
}

/**
 * What is left of a card's room makes its kernel and its partial result larger.
 * @param {{columns: number, cell: number, width: number, height: number}} best @param {boolean} numbers
 * @param {number} side @param {Grid} map @param {Grid} kernel @param {Grid} out @returns {Cards}
 */
function filled({ columns, cell, width, height }, numbers, side, map, kernel, out) {
  const common = { columns, numbers, scrolls: false, cell };
  if (!numbers) {
    const tile = Math.min(TILE + 3, Math.floor((height - 2 * NAME) / kernel.rows), Math.floor(side / kernel.columns));
    return { ...common, weight: { width: tile, height: tile }, side, partial: 0 };
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
    columns: count, numbers: false, scrolls: true, cell, weight: { width: tile, height: tile },
    side: full ? SIDE.full : SIDE.short, partial: 0,
  };
}

/** Cells of whole px look even; small ones take the quarters they can get. @param {number} px */
function whole(px) {
  const step = px >= 4 ? 1 : px >= 2 ? 0.5 : 0.25;
  return Math.max(0, Math.floor(px / step) * step);
}
