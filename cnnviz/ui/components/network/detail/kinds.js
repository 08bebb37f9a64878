// @ts-check
/** Which module tells how a cell of a kind came about. A new kind of layer is one more file, and a line here. */

import { createConvolution } from "./convolution.js";
import { createPlain } from "./plain.js";

/** @typedef {(host: import("./types.js").Host) => import("./types.js").KindView} Create */

/** @type {Partial<Record<import("../view/types.js").Kind, Create>>} */
const KINDS = {
  convolution: createConvolution,
};

/**
 * @param {import("../view/types.js").Kind} kind of an explanation: "other" where a stage's arithmetic cannot be told
 * @returns {Create}
 */
export const kindOf = (kind) => KINDS[kind] ?? createPlain;
