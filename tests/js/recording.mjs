/** What PyTorch recorded, as tests/recordings.py wrote it. */

import { readFileSync } from "node:fs";

import { readPayload } from "../../cnnviz/ui/components/network/payload.js";

/** @param {string} path @returns {{header: any, reads: import("../../cnnviz/ui/components/network/arithmetic/types.js").Read[]}} */
export function recording(path) {
  const { header, values } = readPayload(readFileSync(path));
  const { network } = header;
  const size = network.stages.reduce((sum, stage) => sum + stage.length, 0);
  const reads = [];
  for (let start = 0; start < values.length; start += size) {
    reads.push({ network, values: values.subarray(start, start + size) });
  }
  return { header, reads };
}

/** Evenly spread numbers from 0 up to 1, the same on each run (mulberry32). @param {number} seed */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
