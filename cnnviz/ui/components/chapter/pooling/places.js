// @ts-check
/** Knobs that are a whole number, or a place on a map. */

/** @param {number} low @param {number} high @param {number | null} initial @param {string} what @returns {import("../types.js").Knob} */
export const whole = (low, high, initial, what) => ({
  initial,
  read(text) {
    if (!/^\d+$/.test(text) || Number(text) < low || Number(text) > high) throw broken(what, text, `a whole number from ${low} to ${high}`);
    return Number(text);
  },
  write: (value) => (value === null ? "" : String(value)),
});

/** @param {string} what @returns {import("../types.js").Knob} a row and a column, as in 4-12; null at the beginning */
export const cell = (what) => ({
  initial: null,
  read(text) {
    const found = /^(\d{1,3})-(\d{1,3})$/.exec(text);
    if (!found) throw broken(what, text, "a row and a column, as in 4-12");
    return { row: Number(found[1]), column: Number(found[2]) };
  },
  write: (value) => (value ? `${value.row}-${value.column}` : ""),
});

/** @param {string} what @param {string} text @param {string} wanted */
const broken = (what, text, wanted) => new Error(`The address asks for ${what} “${text.slice(0, 30)}”. It is ${wanted}.`);
