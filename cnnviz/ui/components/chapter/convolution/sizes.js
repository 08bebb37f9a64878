// @ts-check
/** How large the map is, what does not fit and what would, and what the layer costs. */

/** @typedef {{size: number, stride: number, padding: number, dilation: number}} Geometry */

export const SIZES = [1, 3, 5, 7];
export const STRIDES = [1, 2, 3];
export const PADDINGS = [0, 1, 2, 3];
export const DILATIONS = [1, 2, 3];

/** @param {{size: number, dilation: number}} geometry @returns {number} cells from the kernel's first to its last */
export const spanOf = ({ size, dilation }) => dilation * (size - 1) + 1;

/**
 * @param {number} side cells of the picture @param {Geometry} geometry
 * @returns {{left: number, out: number, rest: number}} left: cells that the window can move by; out: stops, 0 where it
 *   does not fit; rest: cells at the end that no window reaches
 */
export function sizeOf(side, geometry) {
  const left = side + 2 * geometry.padding - spanOf(geometry);
  const out = left < 0 ? 0 : Math.floor(left / geometry.stride) + 1;
  return { left, out, rest: left < 0 ? 0 : left % geometry.stride };
}

/**
 * What would fit into a picture, where the geometry does not: one change at a time, the smallest.
 * @param {number} side of the picture, its shorter one @param {Geometry} geometry
 * @returns {{size?: number, dilation?: number, padding?: number}}
 */
export function fitting(side, geometry) {
  /** @param {Partial<Geometry>} change */
  const fits = (change) => sizeOf(side, { ...geometry, ...change }).out > 0;
  return {
    size: [...SIZES].reverse().find((size) => size < geometry.size && fits({ size })),
    dilation: [...DILATIONS].reverse().find((dilation) => dilation < geometry.dilation && fits({ dilation })),
    padding: PADDINGS.find((padding) => padding > geometry.padding && fits({ padding })),
  };
}

/** @param {number} channels @param {number} size @param {number} places of the map */
export function costOf(channels, size, places) {
  const taps = channels * size * size;
  return { taps, parameters: taps + 1, multiplications: taps * places };
}
