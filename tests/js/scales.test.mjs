import assert from "node:assert/strict";
import { test } from "node:test";

import { rangeOf, reaches } from "../../cnnviz/ui/components/network/view/scales.js";
import { textbook, twoBlock } from "./networks.mjs";

/** Values whose largest size in map c of stage s is (s + 1) * 10 + c, negative in every second map. */
function values(network) {
  const result = new Float32Array(network.values);
  network.stages.forEach((stage, index) => {
    const channels = stage.shape.length === 3 ? stage.shape[0] : 1;
    const cells = stage.length / channels;
    for (let channel = 0; channel < channels; channel++) {
      result[stage.offset + channel * cells] = 0.5;
      result[stage.offset + (channel + 1) * cells - 1] = ((index + 1) * 10 + channel) * (channel % 2 ? -1 : 1);
    }
  });
  return result;
}

test("a scale per map reaches to the largest size in the map, of either sign", () => {
  const [, conv] = reaches(textbook.stages, values(textbook), "map");
  assert.deepEqual([...conv], Array.from({ length: 32 }, (_, channel) => 20 + channel));
});

test("a scale per layer is the largest of its maps", () => {
  const [, conv, relu] = reaches(textbook.stages, values(textbook), "layer");
  assert.deepEqual([...new Set(conv)], [51]);
  assert.deepEqual([...new Set(relu)], [61]);
});

test("a scale per block is shared by a convolution, its ReLU, its pooling and their flattening", () => {
  const all = reaches(twoBlock.stages, values(twoBlock), "block").map((reach) => [...new Set(reach)]);
  assert.deepEqual(all.slice(1), [[37], [37], [67], [67], [67], [95], [95], [125], [125], [125], [125], [130], [1]]);
});

test("a scale per network is shared by all but the picture and the probabilities, which go from 0 to 1", () => {
  const all = reaches(twoBlock.stages, values(twoBlock), "network").map((reach) => [...new Set(reach)]);
  assert.deepEqual(all[0], [1]);
  assert.deepEqual(all[13], [1]);
  for (const reach of all.slice(1, 13)) assert.deepEqual(reach, [130]);
});

test("maps of nothing but zeros reach nowhere", () => {
  const [, conv] = reaches(textbook.stages, new Float32Array(textbook.values), "map");
  assert.ok(conv.every((reach) => reach === 0));
});

test("what is infinite or not a number leaves the scale of the others as it is", () => {
  const broken = values(textbook);
  broken.set([NaN, Infinity, -Infinity], textbook.stages[1].offset + 1);
  assert.deepEqual([...reaches(textbook.stages, broken, "map")[1]].slice(0, 2), [20, 21]);
});

test("a range knows its ends and where the largest value lies", () => {
  assert.deepEqual(rangeOf(Float32Array.of(9, -3, 4, 4, 1), 1, 4), { low: -3, high: 4, largestAt: 1 });
});
