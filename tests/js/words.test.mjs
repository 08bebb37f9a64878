import assert from "node:assert/strict";
import { test } from "node:test";

import { describe, mapName, sight, titleOf } from "../../cnnviz/ui/components/network/view/words.js";
import { colour, dense, textbook, textbookLinear, twoBlock } from "./networks.mjs";

const say = (network, name) => describe(network.stages, network.stages.findIndex((stage) => stage.name === name));

test("each kind of stage is said in words", () => {
  assert.equal(say(twoBlock, "conv2_1"), "3 × 3 convolution over 8 maps, padding 1");
  assert.equal(say(textbook, "conv1"), "3 × 3 convolution over one map");
  assert.equal(say(twoBlock, "relu2_1"), "max(0, x) of each cell of conv2_1");
  assert.equal(say(twoBlock, "pool1"), "the largest of each 2 × 2 window of relu1_2");
  assert.equal(say(textbookLinear, "pool1"), "the average of each 2 × 2 window of conv1");
  assert.equal(say(twoBlock, "flatten"), "16 maps, read row by row into one line of 784 numbers");
  assert.equal(say(dense, "hidden"), "68 weighted sums of 784 numbers, each with a bias");
  assert.equal(say(dense, "relu"), "max(0, x) of each number of hidden");
  assert.match(say(dense, "softmax"), /always adds up to 1/);
  assert.equal(say(colour, "e"), "computed from d");
});

test("stride, padding and dilation are said where they are not the usual ones", () => {
  const stages = [
    { name: "in", kind: "input", shape: [3, 9, 9], inputs: [], offset: 0, length: 243 },
    {
      name: "c", kind: "convolution", shape: [4, 3, 4], inputs: ["in"], offset: 243, length: 48,
      kernel_size: [3, 5], stride: [2, 2], padding: [1, 0], dilation: [2, 2],
    },
  ];
  assert.equal(describe(stages, 1), "3 × 5 convolution over 3 maps, stride 2, padding 1 × 0, dilation 2");
});

test("a map is named with its place among the maps, counted from 0 as PyTorch does", () => {
  assert.equal(mapName(twoBlock.stages[6], 5), "conv2_1, map 5");
  assert.equal(mapName(twoBlock.stages[0], 0), "input");
  assert.equal(mapName(twoBlock.stages[11], 0), "flatten, 784 numbers");
});

test("what a cell sees is said only when the stage knows it", () => {
  assert.equal(sight(twoBlock.stages[6]), "each cell sees 10 × 10 input pixels");
  assert.equal(sight(twoBlock.stages[12]), "");
});

test("a title is a word for the kind, whatever the stage is called", () => {
  assert.deepEqual(["a", "b", "c", "e", "f", "g"].map((name) => titleOf(colour.stages.find((stage) => stage.name === name))),
    ["conv", "ReLU", "pool", "layer", "flatten", "dense"]);
});
