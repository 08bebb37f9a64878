import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf, blocksOf, cellsPerMap, channelsOf, keepsChannels, sourcesOf } from "../../cnnviz/ui/components/network/view/chain.js";
import { colour, dense, textbook, twoBlock } from "./networks.mjs";

const named = (network, groups) => groups.map((group) => group.map((index) => network.stages[index].name));
const index = (network, name) => network.stages.findIndex((stage) => stage.name === name);

test("a block is a layer with weights and all that follows it without weights", () => {
  assert.deepEqual(named(twoBlock, blocksOf(twoBlock.stages)), [
    ["input"], ["conv1_1", "relu1_1"], ["conv1_2", "relu1_2", "pool1"], ["conv2_1", "relu2_1"],
    ["conv2_2", "relu2_2", "pool2", "flatten"], ["dense"], ["softmax"],
  ]);
  assert.deepEqual(named(dense, blocksOf(dense.stages)), [["input"], ["flatten"], ["hidden", "relu"], ["dense"], ["softmax"]]);
});

test("a convolution's map comes from all maps before it, a ReLU's and a pooling's from one", () => {
  const from = (name, channel) => sourcesOf(twoBlock.stages, index(twoBlock, name), channel);
  const pool1 = index(twoBlock, "pool1");
  assert.deepEqual(from("conv2_1", 6), Array.from({ length: 8 }, (_, channel) => ({ stage: pool1, channel })));
  assert.deepEqual(from("relu2_1", 6), [{ stage: index(twoBlock, "conv2_1"), channel: 6 }]);
  assert.deepEqual(from("pool2", 15), [{ stage: index(twoBlock, "relu2_2"), channel: 15 }]);
  assert.deepEqual(from("conv1_1", 3), [{ stage: 0, channel: 0 }]);
  assert.equal(from("flatten", 0).length, 16);
  assert.deepEqual(from("dense", 0), [{ stage: index(twoBlock, "flatten"), channel: 0 }]);
  assert.deepEqual(from("input", 0), []);
});

test("channels are kept apart only between pictures of as many channels", () => {
  assert.ok(keepsChannels(textbook.stages, index(textbook, "pool1")));
  assert.ok(!keepsChannels(textbook.stages, index(textbook, "conv1")));
  assert.ok(!keepsChannels(textbook.stages, index(textbook, "flatten")));
  assert.ok(!keepsChannels(dense.stages, index(dense, "relu")));
  const shuffled = [
    { name: "a", kind: "input", shape: [8, 4, 4], inputs: [], offset: 0, length: 128 },
    { name: "b", kind: "other", shape: [2, 8, 8], inputs: ["a"], offset: 128, length: 128 },
  ];
  assert.ok(!keepsChannels(shuffled, 1));
  assert.equal(sourcesOf(shuffled, 1, 0).length, 8);
});

test("an input's name that is no stage is left out, and so is a stage that comes later", () => {
  const stages = [
    { name: "a", kind: "input", shape: [2, 4, 4], inputs: ["b"], offset: 0, length: 32 },
    { name: "b", kind: "other", shape: [3], inputs: ["a", "gone"], offset: 32, length: 3 },
  ];
  assert.deepEqual(sourcesOf(stages, 0, 0), []);
  assert.equal(sourcesOf(stages, 1, 0).length, 2);
});

test("the answer is a softmax at the end and what goes into it", () => {
  assert.deepEqual(answerOf(twoBlock.stages), { logits: 12, probabilities: 13 });
  assert.equal(answerOf(colour.stages), null);
  assert.equal(answerOf([]), null);
  const [logits, softmax] = twoBlock.stages.slice(-2);
  assert.equal(answerOf([{ ...logits, length: 20, shape: [20] }, softmax]), null);
});

test("a vector counts as one map with all its cells", () => {
  const flatten = twoBlock.stages[index(twoBlock, "flatten")];
  assert.equal(channelsOf(flatten), 1);
  assert.equal(cellsPerMap(flatten), 784);
  assert.equal(cellsPerMap(twoBlock.stages[1]), 28 * 28);
});
