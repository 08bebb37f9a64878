// @ts-check
/** The map of all moves: what a network makes of the digit at each of (2 reach + 1)² places, row by row. */

/**
 * @typedef {{digit: number, share: number, ours: number}} Place    what is read, with what share, and the right class's share
 * @typedef {{values: Float32Array, side: number, right: number, places: number, at: (dy: number, dx: number) => Place}} Map
 */

/**
 * @param {Float32Array} probabilities all networks: ten for each place @param {number} network its number
 * @param {number} reach pixels @param {number} right the class that counts as right @returns {Map}
 */
export function mapOf(probabilities, network, reach, right) {
  const side = 2 * reach + 1;
  const places = side * side;
  const values = new Float32Array(places);
  const read = new Uint8Array(places);
  let count = 0;
  for (let place = 0; place < places; place++) {
    const start = 10 * (network * places + place);
    let best = 0;
    for (let digit = 1; digit < 10; digit++) if (probabilities[start + digit] > probabilities[start + best]) best = digit;
    values[place] = probabilities[start + right];
    read[place] = best;
    if (best === right) count++;
  }
  return {
    values, side, places, right: count,
    at(dy, dx) {
      const place = (dy + reach) * side + dx + reach;
      const digit = read[place];
      return { digit, share: probabilities[10 * (network * places + place) + digit], ours: values[place] };
    },
  };
}

/** The picture moved, and the share of its ink that is outside then. @param {Float32Array} picture 28 × 28 @param {number} dy @param {number} dx */
export function movedInk(picture, dy, dx) {
  const values = new Float32Array(784);
  let [all, kept] = [0, 0];
  for (let row = 0; row < 28; row++) {
    for (let column = 0; column < 28; column++) {
      const ink = picture[row * 28 + column];
      all += ink;
      const [to, beside] = [row + dy, column + dx];
      if (to < 0 || to > 27 || beside < 0 || beside > 27) continue;
      values[to * 28 + beside] = ink;
      kept += ink;
    }
  }
  return { values, lost: all > 0 ? 1 - kept / all : 0 };
}

/** The picture with its centre of mass at pixel 14, as preprocessing lays it. @param {Float32Array} picture 28 × 28 */
export function centredInk(picture) {
  let [all, rows, columns] = [0, 0, 0];
  picture.forEach((ink, place) => {
    all += ink;
    rows += ink * Math.floor(place / 28);
    columns += ink * (place % 28);
  });
  if (all === 0) return picture;
  return movedInk(picture, 14 - evenly(rows / all), 14 - evenly(columns / all)).values;
}

/** To the nearest whole number, a half to the even one, as Python rounds. @param {number} value */
function evenly(value) {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}
