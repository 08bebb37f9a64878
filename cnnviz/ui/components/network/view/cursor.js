// @ts-check
/** Cells of a map as they are painted: under a pointer, one further, by number. */

/** @typedef {import("./types.js").Stage} Stage @typedef {import("./parts/maps.js").MapPart} MapPart @typedef {import("../arithmetic/types.js").Cell} Cell */

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** @param {number} value @param {number} count */
const within = (value, count) => Math.max(0, Math.min(value, count - 1));

/** @param {MapPart} map @param {PointerEvent} event @returns {number} index of the cell under the pointer */
export function cellUnder(map, event) {
  const { canvas } = map.picture;
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const column = within(Math.floor(((event.clientX - x) / width) * canvas.width), canvas.width);
  const row = within(Math.floor(((event.clientY - y) / height) * canvas.height), canvas.height);
  return Math.min(row * canvas.width + column, map.count - 1);
}

/**
 * @param {{columns: number, rows: number, count: number}} cells @param {number} at
 * @param {string} key   an arrow's, Home or End
 * @returns {number} index of the next cell that way; `at` itself at the edge
 */
export function cellAfter({ columns, rows, count }, at, key) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const [right, down] = DIRECTIONS[key] ?? [0, 0];
  const column = within((at % columns) + right, columns);
  const row = within(Math.floor(at / columns) + down, rows);
  return row * columns + column < count ? row * columns + column : at;
}

/** @param {Stage[]} stages @param {{stage: number, channel: number}} map @param {number} at its index in the map @returns {Cell} */
export function cellNumber(stages, { stage, channel }, at) {
  const { shape } = stages[stage];
  if (shape.length !== 3) return { stage, channel: 0, row: 0, column: at };
  return { stage, channel, row: Math.floor(at / shape[2]), column: at % shape[2] };
}
