// @ts-check
/** What is on screen, as a question to the server brings it along. */

/** @typedef {{model: string, picture: Float32Array}} About the network, and the picture (28 x 28) that it reads */

/** @param {import("./types.js").Message["read"]} read @returns {About} */
export const aboutOf = (read) => ({ model: read.network.model, picture: read.values.subarray(0, 28 * 28) });

/** @param {About} about @param {Record<string, any>} wants */
export const bodyOf = ({ model, picture }, wants) => JSON.stringify({ model, picture: base64(picture), wants });

/** @param {Float32Array} numbers */
function base64(numbers) {
  const bytes = new Uint8Array(numbers.slice().buffer);
  return btoa(String.fromCharCode(...bytes));
}
