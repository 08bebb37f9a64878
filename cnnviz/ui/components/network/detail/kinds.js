// @ts-check
/** Which module tells how a cell of a kind came about. A new kind of layer is one more file, and a line here. */

import { createConvolution } from "./convolution.js";
import { createDense } from "./dense.js";
import { createFlatten } from "./flatten.js";
import { createPlain } from "./plain.js";
import { createPooling } from "./pooling.js";
import { createRelu } from "./relu.js";
import { createSoftmax } from "./softmax.js";

/** @typedef {(host: import("./types.js").Host) => import("./types.js").KindView} Create */

/** @type {Partial<Record<import("../view/types.js").Kind, Create>>} */
const KINDS = {
  convolution: createConvolution,
  relu: createRelu,
  max_pooling: createPooling,
  average_pooling: createPooling,
  flatten: createFlatten,
  dense: createDense,
  softmax: createSoftmax,
};

/**
 * @param {import("../view/types.js").Kind} kind of an explanation: "other" where a stage's arithmetic cannot be told
 * @returns {Create}
 */
export const kindOf = (kind) => KINDS[kind] ?? createPlain;
