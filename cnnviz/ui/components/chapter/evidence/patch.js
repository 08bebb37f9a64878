// @ts-check
/** What a cell sees of a picture. */

const PIXELS = 28;

/** @typedef {{top: number, left: number, height: number, width: number}} Patch   in pixels; it may reach beyond the picture */

/** @param {import("../../network/view/types.js").Stage} stage @param {number} row @param {number} column @returns {Patch} */
export function windowOf({ receptive_field: field }, row, column) {
  if (!field) return { top: row, left: column, height: 1, width: 1 };
  const [height, width] = field.size;
  return { top: field.offset[0] + row * field.step[0], left: field.offset[1] + column * field.step[1], height, width };
}

/** @param {Float32Array} picture (28 * 28) and more behind it @param {Patch} patch @returns {Float32Array} (height * width); beyond the picture it is black */
export function cutOut(picture, { top, left, height, width }) {
  return Float32Array.from({ length: height * width }, (_, index) => {
    const row = top + Math.floor(index / width);
    const column = left + (index % width);
    const inside = row >= 0 && row < PIXELS && column >= 0 && column < PIXELS;
    return inside ? picture[row * PIXELS + column] : 0;
  });
}
