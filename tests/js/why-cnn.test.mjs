import assert from "node:assert/strict";
import { test } from "node:test";

import { decades, duration, large, memory } from "../../cnnviz/ui/components/chapter/why_cnn/growth.js";
import { knobs } from "../../cnnviz/ui/components/chapter/why_cnn/knobs.js";
import { mapOf } from "../../cnnviz/ui/components/chapter/why_cnn/places.js";
import { depth, mostConfused } from "../../cnnviz/ui/components/chapter/why_cnn/matrix.js";

test("every knob reads what it writes, and says what it may be", () => {
  const values = { dx: -8, dy: 3, source: "test", centred: true, class: 7, filter: 31, side: 1024, colour: true, quantity: "bytes", set: "thick", network: "textbook", label: 4, read: 9 };
  assert.deepEqual(Object.keys(values), Object.keys(knobs));
  for (const [name, value] of Object.entries(values)) assert.deepEqual(knobs[name].read(knobs[name].write(value)), value);
  assert.throws(() => knobs.dx.read("9"), { why: "whole", parts: { low: -8, high: 8 } });
  assert.throws(() => knobs.dy.read("1.5"), { why: "whole" });
  assert.throws(() => knobs.side.read("30"), { why: "among" });
  assert.throws(() => knobs.set.read("emnist"), { why: "among", parts: { allowed: ["mnist", "drawings", "moved", "thick"] } });
});

test("the first of equals is what is read, as argmax has it", () => {
  const even = new Float32Array(10).fill(0.1);
  assert.equal(mapOf(even, 0, 0, 3).at(0, 0).digit, 0);
  assert.equal(mapOf(even, 0, 0, 0).right, 1);
});

test("numbers are told with three digits and their unit", () => {
  assert.equal(large(4923520), "4.92 million");
  assert.equal(large(8 * 1024 ** 4 * 3), "26.4 trillion");
  assert.equal(large(9999), "9,999");
  assert.equal(large(10_000), "10 thousand");
  assert.equal(memory(320), "320\u202fbytes");
  assert.equal(memory(314904576), "315\u202fMB");
  assert.equal(duration(0.0291), "0.029\u202fms");
  assert.equal(duration(102675), "1.7\u202fmin");
  assert.equal(duration(9e7), "25\u202fh");
});

test("an axis holds its values between powers of ten", () => {
  assert.deepEqual(decades([80, 4923520]), [1, 7]);
  assert.deepEqual(decades([80, 80]), [1, 2]);
  assert.deepEqual(decades([100]), [2, 3]);
  assert.deepEqual(decades([]), [0, 1]);
  assert.deepEqual(decades([0.02]), [-2, -1]);
});

test("confusions are coloured against the most frequent one, and the diagonal is not", () => {
  const counts = new Array(100).fill(0);
  counts[0] = 900;
  counts[1] = 16;
  counts[12] = 4;
  assert.equal(mostConfused(counts), 16);
  assert.equal(depth(counts, 0, 0, 16), 0);
  assert.equal(depth(counts, 0, 1, 16), 1);
  assert.equal(depth(counts, 1, 2, 16), 0.5);
  assert.equal(depth(counts, 1, 2, 0), 0);
});
