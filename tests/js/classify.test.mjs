import assert from "node:assert/strict";
import { test } from "node:test";

import { explainDense } from "../../cnnviz/ui/components/network/arithmetic/dense.js";
import { explainSoftmax } from "../../cnnviz/ui/components/network/arithmetic/softmax.js";
import {
  briefHeading, explainDifference, largestProduct, largestSize, placeBrief, sumTexts,
} from "../../cnnviz/ui/components/network/detail/contributions.js";
import { comparison } from "../../cnnviz/ui/components/network/detail/parts/pinned.js";
import { percentDifference, placeOfTemperature, shareTexts, temperatureAt } from "../../cnnviz/ui/components/network/detail/shares.js";

/** Two maps of 1 x 2 cells, flattened, and three classes; all numbers by hand. */
const stage = (name, kind, shape, inputs, offset, more = {}) =>
  ({ name, kind, shape, inputs, offset, length: shape.reduce((one, other) => one * other, 1), ...more });
const network = {
  model: "small", label: "small", parameters: 15,
  stages: [
    stage("maps", "input", [2, 1, 2], [], 0),
    stage("flatten", "flatten", [4], ["maps"], 4),
    stage("dense", "dense", [3], ["flatten"], 8, {
      weightShape: [3, 4], weight: Float32Array.of(1, -2, 0.5, 4, 2, 2, 2, 2, 0, 0, 0, -8), bias: Float32Array.of(0.25, -1, 0),
    }),
    stage("softmax", "softmax", [3], ["dense"], 11),
  ],
};
const readOf = (entries, logits) => {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((one, other) => one + other);
  return { network, values: Float32Array.from([...entries, ...entries, ...logits, ...exponentials.map((one) => one / sum)]) };
};
const now = readOf([1, 0.5, 2, 0.25], [2.25, 6.5, -2]);
const then = readOf([0, 1, 2, 0], [-0.75, 5, 0]);
const cell = (stageIndex, column) => ({ stage: stageIndex, channel: 0, row: 0, column });
const numberOf = (text) => Number(text.replace("\u2212", "-"));
const units = (text, decimals) => Math.round(numberOf(text) * 10 ** decimals);

test("printed sums of the maps add up to the printed sum, and with the bias to the printed total", () => {
  const texts = sumTexts(explainDense(now, cell(2, 0)), false);
  assert.deepEqual(texts, { labels: ["0.00", "2.00"], sum: "2.00", bias: "0.25", total: "2.25" });
  const bias = 0.123;
  for (let round = 0; round < 200; round++) {
    const sums = Array.from({ length: 32 }, (_, place) => Math.sin(1 + place * 7.3 + round) * (1 + round / 10));
    const total = sums.reduce((one, other) => one + other, bias);
    const printed = sumTexts({ perMap: sums.map((sum, channel) => ({ channel, sum })), terms: null, bias, total }, false);
    const decimals = printed.total.split(".")[1].length;
    const added = printed.labels.reduce((sum, text) => sum + units(text, decimals), 0);
    assert.equal(added, units(printed.sum, decimals));
    assert.equal(added + units(printed.bias, decimals), units(printed.total, decimals));
    assert.ok(Math.abs(numberOf(printed.total) - total) <= 0.51 * 10 ** -decimals);
  }
});

test("a vector that was flattened from no maps has one sum, of all products", () => {
  const vector = { ...explainDense(now, cell(2, 1)), perMap: null };
  assert.deepEqual(sumTexts(vector, false), { labels: ["7.50"], sum: "7.50", bias: "\u22121.00", total: "6.50" });
});

test("with full precision the sum, the bias and the total are float32, the labels stay short", () => {
  const texts = sumTexts(explainDense(now, cell(2, 0)), true);
  assert.deepEqual(texts, { labels: ["0.00", "2.00"], sum: "2", bias: "0.25", total: "2.25" });
});

test("the difference of two drawings is a difference of entries times the same weights, and the bias falls out", () => {
  const difference = explainDifference(now, then, cell(2, 0));
  // (1-0)*1 + (0.5-1)*-2 + (2-2)*0.5 + (0.25-0)*4 = 1 + 1 + 0 + 1
  assert.deepEqual([...difference.terms.products], [1, 1, 0, 1]);
  assert.deepEqual(difference.perMap, [{ channel: 0, sum: 2 }, { channel: 1, sum: 1 }]);
  assert.equal(difference.bias, 0);
  assert.equal(difference.total, 3);
  assert.equal(difference.recorded, 3);
  assert.deepEqual(difference.largest.against, []);
});

test("colours of contributions end at the largest product for this class", () => {
  assert.equal(largestProduct(now, cell(2, 0)), 1);
  assert.equal(largestProduct(now, cell(2, 2)), 2);
  const broken = { network, values: now.values.map((value, at) => (at === 4 ? Infinity : value)) };
  assert.equal(largestProduct(broken, cell(2, 0)), 1);
  assert.equal(largestSize([1, -3, Infinity, NaN]), 3);
});

test("a cell's place is as short as its heading says", () => {
  assert.equal(briefHeading(network, 0), "map (row, column)");
  assert.equal(placeBrief(network, { stage: 0, channel: 1, row: 0, column: 1 }), "1 (0, 1)");
  assert.equal(briefHeading(network, 1), "number");
  assert.equal(placeBrief(network, cell(1, 3)), "3");
});

const softmax = (logits, column, temperature = 1) => explainSoftmax(readOf([0, 0, 0, 0], logits), cell(3, column), { temperature });

test("printed exponentials add up to their printed sum and percentages to 100", () => {
  for (const temperature of [0.25, 1, 4]) {
    for (let round = 0; round < 100; round++) {
      const logits = [Math.sin(round) * 3, Math.cos(round * 2.3) * 3, Math.sin(round * 5.1 + 1) * 3].map(Math.fround);
      const texts = shareTexts(softmax(logits, 0, temperature), false);
      const value = (text) => (text.startsWith("<") ? 0 : text.startsWith(">") ? 100 : Number(text));
      const sum = texts.exponentials.reduce((all, text) => all + Math.round(1e6 * value(text)), 0);
      assert.equal(sum, Math.round(1e6 * Number(texts.sum)));
      assert.equal(texts.percents.reduce((all, text) => all + Math.round(1e4 * value(text)), 0), 1e6);
    }
  }
});

test("what is not zero never reads as zero, and what is not certain never as 100", () => {
  const texts = shareTexts(softmax([15, -18, -7], 0), false);
  assert.deepEqual(texts.exponentials, ["1.000000", "<0.000001", "<0.000001"]);
  assert.deepEqual(texts.percents, [">99.9999", "<0.0001", "<0.0001"]);
  assert.equal(texts.share, ">0.999999");
  assert.deepEqual(shareTexts(softmax([1, 1, 1], 0), false).percents.map(Number).sort(), [33.3333, 33.3333, 33.3334]);
});

test("the share is the one that is computed at the temperature", () => {
  // e^1 / (e^1 + e^0 + e^0) at T = 2 for logits 2, 0, 0
  assert.equal(shareTexts(softmax([2, 0, 0], 0, 2), false).share, (Math.E / (Math.E + 2)).toFixed(6));
});

test("with full precision every number is a float32", () => {
  const texts = shareTexts(softmax([2, 0, 0], 1), true);
  assert.equal(texts.exponentials[0], "1");
  assert.equal(Math.fround(Number(texts.exponentials[1])), Math.fround(Math.exp(-2)));
});

test("the temperature's slider is logarithmic from a quarter to four, and 1 lies in the middle", () => {
  assert.deepEqual([-1, -0.5, 0, 0.5, 1].map(temperatureAt), [0.25, 0.5, 1, 2, 4]);
  assert.equal(placeOfTemperature(0.25), -1);
  assert.equal(placeOfTemperature(2), 0.5);
});

test("a printed percentage less a printed percentage is the printed difference", () => {
  assert.equal(percentDifference("93.5193", "2.3052"), "+91.2141");
  assert.equal(percentDifference("<0.0001", "2.3052"), "\u22122.3052");
  assert.equal(percentDifference(">99.9999", ">99.9999"), "0.0000");
  assert.equal(percentDifference(">99.9999", "0.0001"), "+99.9999");
});

test("a number less the pinned one is the difference, digit by digit as printed", () => {
  for (let round = 0; round < 500; round++) {
    const [one, other] = [Math.sin(round * 1.7) * 10 ** (round % 5 - 2), Math.cos(round * 3.1) * 10 ** (round % 7 - 3)];
    const texts = comparison(one, other, false);
    const decimals = texts.difference.split(".")[1]?.length ?? 0;
    assert.equal(units(texts.now, decimals) - units(texts.pinned, decimals), units(texts.difference, decimals), `${one} ${other}`);
  }
  assert.deepEqual(comparison(1.5, -0.25, false), { now: "1.500", pinned: "\u22120.250", difference: "1.750" });
  assert.deepEqual(comparison(0, 0, false), { now: "0.000", pinned: "0.000", difference: "0.000" });
  assert.deepEqual(comparison(1.5, Math.fround(0.1), true), { now: "1.5", pinned: "0.1", difference: "1.4" });
});
