// @ts-check
/** The chapter's arithmetic: a bias before ReLU, a filter's two sides, two layers and one, a picture weighed. */

/** @typedef {number[][]} Matrix rows of numbers, two by two @typedef {number[]} Vector */

/**
 * A map with a bias added, and the same after ReLU, as float32 has them.
 * @param {Float32Array} values @param {number} start @param {number} count @param {number} bias
 * @param {boolean} on false: ReLU is switched off, and everything passes
 */
export function passed(values, start, count, bias, on) {
  const before = new Float32Array(count);
  const after = new Float32Array(count);
  let cut = 0;
  for (let cell = 0; cell < count; cell++) {
    // As PyTorch adds them: both are float32.
    before[cell] = values[start + cell] + Math.fround(bias);
    after[cell] = on ? Math.max(0, before[cell]) : before[cell];
    if (on && before[cell] < 0) cut++;
  }
  return { before, after, cut };
}

/** How many numbers lie in each of `bins` equal parts of -reach to reach. @param {Float32Array} values @param {number} reach @param {number} bins even: 0 is the border of two */
export function spread(values, reach, bins) {
  const counts = new Array(bins).fill(0);
  for (const value of values) {
    const place = Math.floor(((value + reach) / (2 * reach)) * bins);
    counts[Math.max(0, Math.min(bins - 1, place))]++;
  }
  return counts;
}

/**
 * A filter of 3 × 3 weights at every place of a picture, with a ring of zeros around it: as large as the picture.
 * @param {ArrayLike<number>} picture row after row @param {number} side cells @param {ArrayLike<number>} kernel nine weights
 */
export function slid(picture, side, kernel) {
  const answer = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let tap = 0; tap < 9; tap++) {
        const y = row + Math.floor(tap / 3) - 1;
        const x = column + (tap % 3) - 1;
        if (y >= 0 && y < side && x >= 0 && x < side) sum += picture[y * side + x] * kernel[tap];
      }
      answer[row * side + column] = sum;
    }
  }
  return answer;
}

/** @param {Float32Array} values @param {1 | -1} sign @returns {Float32Array} max(0, x) or max(0, -x) of each */
export const side = (values, sign) => values.map((value) => Math.max(0, sign * value));

/** Decimals of what is typed are exact in tenths and hundredths, not in binary. @param {number} value */
const tidy = (value) => Math.round(value * 1e9) / 1e9 || 0;

/** @param {Matrix} matrix @param {Vector} vector @returns {Vector} */
export const applied = (matrix, vector) => matrix.map((row) => tidy(row.reduce((sum, weight, place) => sum + weight * vector[place], 0)));

/** second · first: one matrix that does what the two do. @param {Matrix} second @param {Matrix} first @returns {Matrix} */
export const product = (second, first) =>
  second.map((row) => first[0].map((_, column) => tidy(row.reduce((sum, weight, place) => sum + weight * first[place][column], 0))));

/** @param {Vector} vector */
export const rectified = (vector) => vector.map((value) => Math.max(0, value));

/** @param {Vector} one @param {Vector} other */
export const same = (one, other) => one.every((value, place) => tidy(value - other[place]) === 0);

/** The two layers with ReLU between them. @param {Matrix} first @param {Matrix} second @param {Vector} x */
export const bent = (first, second, x) => applied(second, rectified(applied(first, x)));

/** Whether -x gives the opposite of what x gives, as it must for a matrix. @param {Matrix} first @param {Matrix} second @param {Vector} x */
export const isOdd = (first, second, x) =>
  same(bent(first, second, x.map((value) => -value)), bent(first, second, x).map((value) => -value));

const TRIED = [1, 2, -1, -2, 3, -3, 0];

/**
 * An x where ReLU makes a difference: one that also shows that no matrix does the same, if there is one.
 * @param {Matrix} first @param {Matrix} second @returns {Vector | null} null where none of the small whole numbers does
 */
export function differing(first, second) {
  const folded = product(second, first);
  const found = TRIED.flatMap((one) => TRIED.map((other) => [one, other])).filter((x) => !same(bent(first, second, x), applied(folded, x)));
  return found.find((x) => !isOdd(first, second, x)) ?? found[0] ?? null;
}

/** A picture of weights times the drawing: each pixel's part of the sum. @param {Float32Array} weights @param {number} start @param {ArrayLike<number>} picture */
export const parts = (weights, start, picture) => Float32Array.from(picture, (ink, pixel) => ink * weights[start + pixel]);

/** @param {Float32Array} weights @param {number} start @param {ArrayLike<number>} picture @param {number} bias */
export function weighed(weights, start, picture, bias) {
  let sum = bias;
  for (let pixel = 0; pixel < picture.length; pixel++) sum += picture[pixel] * weights[start + pixel];
  return sum;
}
