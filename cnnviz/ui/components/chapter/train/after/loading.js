// @ts-check
/** A digit of a list becomes the digit on screen, and what it is goes along with it. */

/** @typedef {import("./gallery.js").Digit} Digit @typedef {import("../types.js").Scene} Scene */

/** @param {import("../../types.js").Host} host */
export function createLoading(host) {
  /** @type {{label: number, from: any} | null} */
  let coming = null;
  /** @type {any} */
  let shown = null;
  return {
    /** @param {Digit} digit */
    load(digit) {
      coming = { label: digit.label, from: shown };
      host.wish({ digit: digit.code, exact: true });
    },
    /** @param {Scene} scene */
    show({ read, knobs }) {
      shown = read;
      if (!coming || coming.from === read || knobs.label !== null) return;
      const { label } = coming;
      coming = null;
      host.change({ label });
    },
  };
}
