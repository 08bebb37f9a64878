// @ts-check
/** Lines between a map and what it is computed from. */

/** @typedef {import("../types.js").Rectangle} Rectangle */

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/**
 * @param {Rectangle} source @param {Rectangle} target
 * @param {boolean} downwards   from bottom to top, for stages one below the other; else from side to side
 * @returns {string} SVG path
 */
export function curve(source, target, downwards) {
  if (!downwards) {
    const x1 = source.x + source.width;
    const y1 = source.y + source.height / 2;
    const y2 = target.y + target.height / 2;
    const bend = (target.x - x1) / 2;
    return `M${px(x1)} ${px(y1)}C${px(x1 + bend)} ${px(y1)} ${px(target.x - bend)} ${px(y2)} ${px(target.x)} ${px(y2)}`;
  }
  const x1 = source.x + source.width / 2;
  const y1 = source.y + source.height;
  const x2 = target.x + target.width / 2;
  const bend = (target.y - y1) / 2;
  return `M${px(x1)} ${px(y1)}C${px(x1)} ${px(y1 + bend)} ${px(x2)} ${px(target.y - bend)} ${px(x2)} ${px(target.y)}`;
}

/** @param {Rectangle} rectangle @param {number} margin px around it @returns {string} SVG path */
export function outline({ x, y, width, height }, margin) {
  return `M${px(x - margin)} ${px(y - margin)}h${px(width + 2 * margin)}v${px(height + 2 * margin)}h${px(-width - 2 * margin)}z`;
}
