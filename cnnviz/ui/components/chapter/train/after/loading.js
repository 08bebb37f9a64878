// @ts-check
/** A digit of a list becomes the digit on screen, and what it is goes along with it. */

/** @typedef {import("./gallery.js").Digit} Digit @typedef {import("../types.js").Scene} Scene */

const NEAR = 0.04; // a digit travels with 16 shades of grey: each is at most a thirtieth off

/** @param {import("../../types.js").Host} host */
export function createLoading(host) {
  /** @type {{label: number, picture: Float32Array} | null} */
  let coming = null;
  return {
    /** @param {Digit} digit @param {Float32Array} picture of it */
    load(digit, picture) {
      coming = { label: digit.label, picture };
      host.wish({ digit: digit.code, exact: true });
    },
    /** @param {Scene} scene */
    show({ read, knobs }) {
      // It is known by its ink: of two that were clicked the first may come, and it is not meant.
      if (!coming || knobs.label !== null || !isNear(read.values, coming.picture)) return;
      const { label } = coming;
      coming = null;
      host.change({ label });
    },
  };
}

/** Whether what is read, (784,) and more, is this picture. @param {Float32Array} values @param {Float32Array} picture (784,) */
export const isNear = (values, picture) => picture.every((ink, cell) => Math.abs(ink - values[cell]) < NEAR);
