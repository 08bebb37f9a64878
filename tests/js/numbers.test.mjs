import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, fixed, grouped, percentage, shapeText, short } from "../../cnnviz/ui/components/network/view/numbers.js";

test("a percentage has one decimal", () => {
  assert.equal(percentage(0.521), "52.1\u202f%");
  assert.equal(percentage(0.001), "0.1\u202f%");
  assert.equal(percentage(0.9994), "99.9\u202f%");
});

test("what is not certain never reads 100.0 % and what is not impossible never reads 0.0 %", () => {
  for (const probability of [0.9995, 0.9997, 0.99999994, 1]) assert.equal(percentage(probability), ">99.9\u202f%");
  for (const probability of [0.000499, 1e-9, 1e-40, 0]) assert.equal(percentage(probability), "<0.1\u202f%");
});

test("a bound is true: what is printed as >99.9 % lies above 99.9, as <0.1 % below 0.1", () => {
  for (let step = 0; step <= 100000; step++) {
    const probability = step / 100000;
    const text = percentage(probability);
    if (text.startsWith(">")) assert.ok(probability > 0.999);
    else if (text.startsWith("<")) assert.ok(probability < 0.001);
    else assert.ok(Math.abs(parseFloat(text) - probability * 100) <= 0.05 + 1e-9, text);
  }
});

test("numbers have a true minus sign and no minus zero", () => {
  assert.equal(fixed(-12.334, 2), "\u221212.33");
  assert.equal(fixed(-0.001, 2), "0.00");
  assert.equal(short(-0.0538), "\u22120.0538");
});

test("a short number keeps four digits that count", () => {
  assert.deepEqual([0, 2.4934, 22.6184, 226.184, 0.27884].map(short), ["0", "2.493", "22.62", "226.2", "0.2788"]);
  assert.equal(short(0.000012345), "1.23e\u22125");
  assert.equal(short(NaN), "not a number");
});

test("a legend's end is never printed as zero when it is not", () => {
  assert.deepEqual([0, 1.62, 17.6, 126, 0.37].map(brief), ["0", "1.6", "17.6", "126", "0.37"]);
  for (const value of [0.004, 1e-5, 1e-20]) assert.notEqual(parseFloat(brief(value)), 0);
});

test("a shape is written in as little room as possible", () => {
  assert.equal(shapeText([8, 28, 28]), "8 × 28²");
  assert.equal(shapeText([1, 28, 28]), "28 × 28");
  assert.equal(shapeText([3, 20, 30]), "3 × 20 × 30");
  assert.equal(shapeText([5408]), "5,408");
  assert.equal(grouped(12002), "12,002");
});
