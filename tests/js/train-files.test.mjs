import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, more, pixelsOf, read, withDigit, without, written } from "../../cnnviz/ui/components/chapter/train/after/tray-file.js";

const ink = (shift) => Float32Array.from({ length: 784 }, (_, cell) => ((cell + shift) % 256) / 255);
const digit = (label, shift = label) => ({ label, pixels: pixelsOf(ink(shift)) });

test("a digit keeps its pixels, and a tray its digits in order", () => {
  assert.deepEqual([...bytesOf(digit(3).pixels)], Array.from({ length: 784 }, (_, cell) => (cell + 3) % 256));
  const digits = [digit(3), digit(0), digit(9)];
  assert.deepEqual(read(written(digits)), digits);
});

test("the same picture is not put there twice as the same digit", () => {
  const digits = [digit(3)];
  assert.equal(withDigit(digits, digit(3)), digits);
  assert.deepEqual(withDigit(digits, digit(8, 3)).map(({ label }) => label), [3, 8]);
  assert.deepEqual(without([digit(1), digit(2), digit(4)], 1).map(({ label }) => label), [1, 4]);
});

test("what a file brings is what was not there", () => {
  assert.deepEqual(more([digit(1), digit(2), digit(2, 5)], [digit(2), digit(4)]), [digit(1), digit(2, 5)]);
});

test("what is no tray is an empty one", () => {
  for (const text of [null, "", "[]", "null", "{}", '{"cnnviz_tray":2,"digits":[]}', '{"cnnviz_tray":1,"digits":[{"label":3,"pixels":"AAAA"}]}',
    '{"cnnviz_tray":1,"digits":[{"label":3,"pixels":"?"}]}', JSON.stringify({ cnnviz_tray: 1, digits: [{ ...digit(1), label: 10 }] })]) assert.deepEqual(read(text), [], String(text));
});
