// @ts-check
/** Where each chapter's picture is; it is loaded when its chapter is opened. */

/** @type {Record<string, () => Promise<{chapter: import("./types.js").Chapter}>>} */
const PICTURES = {
  convolution: () => import("./convolution/index.js"),
  relu: () => import("./relu/index.js"),
  pooling: () => import("./pooling/index.js"),
  classify: () => import("./classify/index.js"),
  whole_network: () => import("./whole_network/index.js"),
  why_cnn: () => import("./why_cnn/index.js"),
  break_it: () => import("./break_it/index.js"),
  evidence: () => import("./evidence/index.js"),
  train: () => import("./train/index.js"),
};

/** @param {string} name @returns {Promise<import("./types.js").Chapter>} */
export const pictureOf = async (name) => (await PICTURES[name]()).chapter;
