// @ts-check
/** What the server tells a part of a chapter, taken apart. */

import { readPayload } from "../network/payload.js";

/** @param {Uint8Array} bytes @returns {import("./types.js").Message} */
export function readMessage(bytes) {
  const { header, values, rest } = readPayload(bytes);
  /** @type {Record<string, {shape: number[], values: Float32Array}>} */
  const arrays = {};
  let at = 0;
  for (const { name, shape } of header.arrays ?? []) {
    const size = shape.reduce((/** @type {number} */ product, /** @type {number} */ side) => product * side, 1);
    arrays[name] = { shape, values: rest.subarray(at, at + size) };
    at += size;
  }
  return { header, arrays, read: { network: header.network, values: values ?? new Float32Array(0) } };
}
