import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalsFor, exactText, printed, printedGroups } from "../../cnnviz/ui/components/network/arithmetic/reconcile.js";
import { randomNumbers } from "./recording.mjs";

const units = (text) => BigInt(text.replace("−", "-").replace(".", ""));
const sum = (texts) => texts.reduce((total, text) => total + units(text), 0n);

test("thirds add up to one", () => {
  assert.deepEqual(printed([1 / 3, 1 / 3, 1 / 3], 1, 3), { parts: ["0.334", "0.333", "0.333"], total: "1.000" });
});

test("a minus sign is a true one, and nothing is minus zero", () => {
  assert.deepEqual(printed([-0.25, 0.125], -0.125, 3), { parts: ["−0.250", "0.125"], total: "−0.125" });
  assert.deepEqual(printed([-0.0001, 0.0001], 0, 3).total, "0.000");
  assert.deepEqual(printed([-0, 0], 0, 2), { parts: ["0.00", "0.00"], total: "0.00" });
});

test("what is zero is printed as zero, whoever else goes up", () => {
  const { parts } = printed([0, 0.0006, 0, 0.0006, 0], 0.0012, 3);
  assert.deepEqual(parts, ["0.000", "0.001", "0.000", "0.000", "0.000"]);
});

test("random sums add up, each part within one of its last digit", () => {
  const random = randomNumbers(1);
  for (let round = 0; round < 2000; round++) {
    const size = 10 ** Math.floor(random() * 12 - 6);
    const parts = Array.from({ length: 1 + Math.floor(random() * 20) }, () => (random() - 0.5) * size);
    const total = parts.reduce((one, other) => one + other, 0);
    const text = printed(parts, total);
    assert.equal(sum(text.parts), units(text.total));
    const step = 10 ** -(text.total.split(".")[1] ?? "").length;
    text.parts.forEach((part, index) => assert.ok(Math.abs(Number(part.replace("−", "-")) - parts[index]) < step * 1.0001));
  }
});

test("sums of sums add up on both levels", () => {
  const text = printedGroups([[0.0004, 0.0004], [0.0004, 0.0004], [-0.0007]], [0.0003], 0.0012, 3);
  assert.equal(text.total, "0.001");
  for (const { parts, sum: own } of text.groups) assert.equal(sum(parts), units(own));
  assert.equal(sum([...text.groups.map((group) => group.sum), ...text.rest]), units(text.total));
});

test("where a sum goes up, what is added up in it goes up with it", () => {
  const pair = [0.0002, 0.0002];
  const text = printedGroups([pair, pair, pair], [], 0.0012, 3);
  assert.deepEqual(text.groups.map((group) => group.sum), ["0.001", "0.000", "0.000"]);
  assert.deepEqual(text.groups.map((group) => group.parts[0]), ["0.001", "0.000", "0.000"]);
});

test("three digits of the total count, and three decimals are usual", () => {
  assert.deepEqual([decimalsFor([0.1, 0.295], 0.395), decimalsFor([20, 2.6], 22.6)], [3, 3]);
  assert.equal(decimalsFor([0.0001, 0.0002], 0.000312), 6);
  assert.equal(decimalsFor([1, -0.999], 0.001234), 5);
  assert.equal(decimalsFor([400, 200], 600), 2);
  assert.equal(decimalsFor([0, 0], 0), 3);
  assert.equal(decimalsFor([1, -1], 1e-15), 9, "no part has more than ten digits");
  assert.equal(decimalsFor([0.1, 0.295], 0.395, 9), 9);
});

test("parts that make another total are printed with the total that they make", () => {
  assert.deepEqual(printed([1, 2], 5, 1), { parts: ["1.0", "2.0"], total: "3.0" });
  assert.deepEqual(printed([], 0.25, 2), { parts: [], total: "0.25" });
});

test("numbers that are none are said to be none", () => {
  assert.deepEqual(printed([1, NaN], NaN, 1), { parts: ["1.0", "not a number"], total: "not a number" });
  assert.equal(printedGroups([[Infinity], [2]], [1], Infinity, 1).total, "not a number");
  assert.equal(exactText(NaN), "not a number");
});

test("a float32 is printed as shortly as can be, and no shorter", () => {
  const texts = [0.1, -2.5, 16777216, 1 / 3, 1e-8, -0].map((value) => exactText(Math.fround(value)));
  assert.deepEqual(texts, ["0.1", "−2.5", "16777216", "0.33333334", "1e−8", "0"]);
});

test("a printed float32 reads back as itself", () => {
  const random = randomNumbers(2);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let round = 0; round < 5000; round++) {
    bits[0] = random() * 2 ** 32;
    if (!Number.isFinite(float[0])) continue;
    assert.equal(Math.fround(Number(exactText(float[0]).replaceAll("−", "-"))), float[0]);
  }
});
