/**
 * The receptive field both ways against derivatives, as tests/test_view_field.py writes them: for each stage a text
 * with a 1 for each value whose derivative is not zero.
 */

import assert from "node:assert/strict";

import { influenceOf, seenBy } from "../../cnnviz/ui/components/network/arithmetic/field.js";
import { recording } from "./recording.mjs";

const { header, reads } = recording(process.argv[2]);
const { network } = reads[0];

/** @returns {string} a digit for each value of the outline's stage */
function spelled({ stage, mask, channels }) {
  const maps = network.stages[stage].length / mask.length;
  const map = mask.join("");
  const none = "0".repeat(mask.length);
  return Array.from({ length: maps }, (_, map) => map).map((index) => (!channels || channels.includes(index) ? map : none)).join("");
}

function same(outlines, expected, first, what) {
  assert.deepEqual(outlines.map(({ stage }) => stage), expected.map((_, index) => index + first));
  outlines.forEach((outline, index) => {
    const name = network.stages[outline.stage].name;
    assert.ok(spelled(outline) === expected[index], `${what}, ${name}:\n${spelled(outline)}\n${expected[index]}`);
  });
}

for (const { cell, stages } of header.seen) {
  const [stage, channel, row, column] = cell;
  same(seenBy(network, { stage, channel, row, column }), stages, 0, `seen by ${cell}`);
}
for (const { pixel, stages } of header.reached) {
  const [row, column] = pixel;
  same(influenceOf(network, { row, column }), stages, 1, `reached by ${pixel}`);
}
process.stdout.write(JSON.stringify({ seen: header.seen.length, reached: header.reached.length }));
