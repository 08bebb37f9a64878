// @ts-check
/** Colours of the maps: one diverging ramp with a neutral zero, one grey ramp for the drawing. */

/** @typedef {[number, number, number]} Rgb */

/** Steps to either side of zero: 255 + zero + 255 entries. */
export const STEPS = 255;
export const ENTRIES = 2 * STEPS + 1;

// Colour-blind safe: orange against blue. On light the ramp darkens away from zero, on dark it lightens.
const POSITIVE = { light: ["#fac592", "#e86c16", "#8c3204"], dark: ["#6b3a12", "#f08522", "#ffd9b0"] };
const NEGATIVE = { light: ["#a6cae8", "#3f83c3", "#0c3e7a"], dark: ["#1c4674", "#4c9be8", "#c4e2ff"] };

// Where the colours stand between zero and the end of the scale: early, so that small values are seen.
const STOPS = [0, 0.2, 0.55, 1];

/** @param {string} text "#rgb", "#rrggbb" or "rgb(r, g, b)" @returns {Rgb | null} */
export function parseColor(text) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(text.trim());
  if (hex) {
    const digits = hex[1].length === 3 ? [...hex[1]].map((digit) => digit + digit) : hex[1].match(/../g);
    return /** @type {Rgb} */ ((digits ?? []).map((pair) => parseInt(pair, 16)));
  }
  const numbers = /^rgba?\(([^)]*)\)$/i.exec(text.trim())?.[1].match(/[\d.]+/g);
  return numbers && numbers.length >= 3 ? /** @type {Rgb} */ (numbers.slice(0, 3).map(Number)) : null;
}

/** @param {Rgb} color @returns {number} relative luminance 0 to 1 (WCAG 2) */
export function luminance(color) {
  const [red, green, blue] = color.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Rgb} background @returns {"light" | "dark"} */
export const themeOf = (background) => (luminance(background) < 0.2 ? "dark" : "light");

/** @param {Rgb[]} colors one for each of STOPS @param {number} share 0 to 1 @returns {Rgb} */
function between(colors, share) {
  const next = Math.max(1, STOPS.findIndex((stop) => share <= stop));
  const rest = (share - STOPS[next - 1]) / (STOPS[next] - STOPS[next - 1]);
  return /** @type {Rgb} */ (
    colors[next - 1].map((channel, index) => Math.round(channel + (colors[next][index] - channel) * rest))
  );
}

/** @param {Rgb} color @returns {number} as ImageData stores it: little-endian RGBA */
const pixel = ([red, green, blue]) => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** @param {string[]} colors @returns {Rgb[]} */
const parsed = (colors) => colors.map((color) => /** @type {Rgb} */ (parseColor(color)));

/**
 * @param {Rgb} background zero's colour, so that an empty cell is quiet
 * @returns {Rgb[]} from most negative to most positive, ENTRIES colours
 */
export function signedColors(background) {
  const theme = themeOf(background);
  const negative = [background, ...parsed(NEGATIVE[theme])];
  const positive = [background, ...parsed(POSITIVE[theme])];
  return Array.from({ length: ENTRIES }, (_, entry) =>
    entry < STEPS ? between(negative, (STEPS - entry) / STEPS) : between(positive, (entry - STEPS) / STEPS),
  );
}

/** @param {Rgb} background @returns {Uint32Array} pixels for -reach to +reach */
export const signedRamp = (background) => Uint32Array.from(signedColors(background), pixel);

/** @returns {Uint32Array} pixels for -1 to 1: black up to zero, then towards white, as the drawing itself */
export function greyRamp() {
  return Uint32Array.from({ length: ENTRIES }, (_, entry) => {
    const ink = Math.max(0, entry - STEPS);
    return pixel([ink, ink, ink]);
  });
}

/** @param {Rgb} background @returns {string} the signed ramp as a CSS gradient from left to right */
export function gradient(background) {
  const theme = themeOf(background);
  const at = (/** @type {string} */ color, /** @type {number} */ place) => `${color} ${Math.round(50 + 50 * place)}%`;
  const negative = NEGATIVE[theme].map((color, index) => at(color, -STOPS[index + 1])).reverse();
  const positive = POSITIVE[theme].map((color, index) => at(color, STOPS[index + 1]));
  return `linear-gradient(to right, ${[...negative, at(`rgb(${background.join(", ")})`, 0), ...positive].join(", ")})`;
}
