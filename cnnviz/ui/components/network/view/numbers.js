// @ts-check
/** Numbers as they are printed: honest percentages, a true minus sign, digits that do not dance. */

const MINUS = "\u2212";
const NARROW_SPACE = "\u202f";

/** @param {string} text @returns {string} the same with a minus sign as wide as a plus */
const withMinus = (text) => text.replace(/^-/, MINUS).replace("e-", `e${MINUS}`);

/**
 * A probability as a percentage with one decimal. What is not certain never reads 100.0 %, what is not
 * impossible never reads 0.0 %: the ends are printed as bounds.
 * @param {number} probability 0 to 1
 */
export function percentage(probability) {
  if (!Number.isFinite(probability)) return "not a number";
  const percent = probability * 100;
  if (percent >= 99.95) return `>99.9${NARROW_SPACE}%`;
  if (percent < 0.05) return `<0.1${NARROW_SPACE}%`;
  return `${percent.toFixed(1)}${NARROW_SPACE}%`;
}

/** @param {number} value @param {number} decimals */
export function fixed(value, decimals) {
  if (!Number.isFinite(value)) return "not a number";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace(/^-/, "") : withMinus(text);
}

/** @param {number} value @returns {string} four digits that count, as in 0.03125 -> 0.03125, 22.6184 -> 22.62 */
export function short(value) {
  if (!Number.isFinite(value)) return "not a number";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-4) return withMinus(value.toExponential(2));
  return fixed(value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
}

/** @param {number} value @returns {string} for the ends of a legend: two or three digits */
export function brief(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e4 || size < 0.005) return withMinus(value.toExponential(0));
  return fixed(value, size >= 100 ? 0 : size >= 0.995 ? 1 : 2);
}

const SUPERSCRIPT = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** @param {number} count @returns {string} with a comma at each thousand */
export const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/**
 * A shape in as little room as possible: (8, 28, 28) -> "8 × 28²", (1, 28, 28) -> "28 × 28", (784,) -> "784".
 * @param {number[]} shape
 */
export function shapeText(shape) {
  if (shape.length !== 3) return shape.map(grouped).join(" × ");
  const [channels, height, width] = shape;
  if (channels === 1) return `${height} × ${width}`;
  return `${channels} × ${height === width ? height + SUPERSCRIPT[2] : `${height} × ${width}`}`;
}
