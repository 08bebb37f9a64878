// @ts-check
/** The tray of drawn digits as a text, the same in a file, in the browser's memory and on its way to the server. */

/** @typedef {{label: number, pixels: string}} Digit   pixels: 28 rows of 28 bytes, 0 to 255, in base64 */

const CELLS = 28 * 28;

/** @param {Digit[]} digits @returns {string} the file; cnnviz/runs/tray.py reads the same */
export const written = (digits) => JSON.stringify({ cnnviz_tray: 1, digits });

/** @param {unknown} text that the server has made or checked @returns {Digit[]} none where it is something else */
export function read(text) {
  try {
    const { cnnviz_tray: version, digits } = JSON.parse(String(text));
    return version === 1 && Array.isArray(digits) && digits.every(isDigit) ? digits.map(({ label, pixels }) => ({ label, pixels })) : [];
  } catch {
    return [];
  }
}

/** @param {any} digit */
function isDigit(digit) {
  return Number.isInteger(digit?.label) && digit.label >= 0 && digit.label <= 9 && typeof digit.pixels === "string" && isWhole(digit.pixels);
}

/** @param {string} pixels */
function isWhole(pixels) {
  try {
    return bytesOf(pixels).length === CELLS;
  } catch {
    return false;
  }
}

/** @param {ArrayLike<number>} ink (784,), 0 to 1 @returns {string} */
export const pixelsOf = (ink) => btoa(Array.from({ length: CELLS }, (_, cell) => String.fromCharCode(Math.round(255 * ink[cell]))).join(""));

/** @param {string} pixels @returns {Uint8Array} */
export const bytesOf = (pixels) => Uint8Array.from(atob(pixels), (each) => each.charCodeAt(0));

/** @param {Digit[]} digits @param {Digit} digit @returns {Digit[]} with it at the end, unless it is there already */
export const withDigit = (digits, digit) =>
  (digits.some(({ label, pixels }) => label === digit.label && pixels === digit.pixels) ? digits : [...digits, digit]);

/** @param {Digit[]} digits @param {number} place @returns {Digit[]} */
export const without = (digits, place) => digits.filter((_, at) => at !== place);

/** @param {Digit[]} digits @param {Digit[]} had @returns {Digit[]} those that were not there */
export const more = (digits, had) => {
  const known = new Set(had.map(({ label, pixels }) => `${label} ${pixels}`));
  return digits.filter(({ label, pixels }) => !known.has(`${label} ${pixels}`));
};
