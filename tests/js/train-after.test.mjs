import assert from "node:assert/strict";
import { test } from "node:test";

import { lowest } from "../../cnnviz/ui/components/chapter/train/after/comparison.js";
import { mostWrong, placeOf } from "../../cnnviz/ui/components/chapter/train/after/confusion.js";
import { isNear } from "../../cnnviz/ui/components/chapter/train/after/loading.js";
import { sentence, turned } from "../../cnnviz/ui/components/chapter/train/after/moments.js";
import { pairs } from "../../cnnviz/ui/components/chapter/train/after/pairs.js";

test("moments become the columns of a picture, digits its rows", () => {
  const shares = Float32Array.from({ length: 30 }, (_, at) => at); // three moments
  const picture = turned(shares, 3);
  for (let moment = 0; moment < 3; moment++) for (let digit = 0; digit < 10; digit++) assert.equal(picture[digit * 3 + moment], shares[moment * 10 + digit]);
});

const said = { start: "Before", now: "After {step}, {epoch}", once: "After {step}, one", held: "{share} held", own: "a {digit} ({share})" };

test("a moment is told with what was measured then, and without what was not", () => {
  assert.equal(sentence({ step: 0, epoch: 0, heldBack: 0.1 }, 3, 0.125, said), "Before: 10.0\u202f% held; a 3 (12.5\u202f%).");
  assert.equal(sentence({ step: 1234, epoch: 1.2345, heldBack: null }, 7, 0.5, said), "After 1,234, 1.2: a 7 (50.0\u202f%).");
  assert.equal(sentence({ step: 31, epoch: 1, heldBack: null }, 7, 0.5, said), "After 31, one: a 7 (50.0\u202f%).");
});

test("the confusion that is opened first is the most frequent one", () => {
  const counts = Array.from({ length: 10 }, (_, label) => Array.from({ length: 10 }, (_each, answer) => (label === answer ? 900 : 1)));
  counts[4][9] = 17;
  assert.equal(mostWrong(counts), 17);
  assert.deepEqual(placeOf(counts, 17), { label: 4, answer: 9 });
  const perfect = counts.map((row, label) => row.map((count, answer) => (label === answer ? count : 0)));
  assert.equal(mostWrong(perfect), 1);
  assert.deepEqual(placeOf(perfect, 1), { label: 0, answer: 0 });
});

test("a digit that was clicked is known by its ink, which travels in 16 shades", () => {
  const picture = Float32Array.from({ length: 784 }, (_, cell) => (cell % 256) / 255);
  const read = Float32Array.from({ length: 2000 }, (_, cell) => (cell < 784 ? Math.round(15 * picture[cell]) / 15 : 7));
  assert.ok(isNear(read, picture));
  read[400] += 0.1;
  assert.ok(!isNear(read, picture));
});

test("the axis of two curves begins below all that comes after the first steep rise", () => {
  assert.equal(lowest([[[0, 0.1], [0.1, 0.4], [1, 0.95], [2, 0.98]], [[0, 0.08], [1, 0.83]]]), 0.8);
  assert.equal(lowest([[[0, 0.1], [1, 0.99]]]), 0.9);
  assert.equal(lowest([[[0, 0.1]], []]), 0);
  assert.equal(lowest([[], []]), 0);
});

const words = {
  after: { comparison: { test: "test", reached: "to {goal}", stack: "layers", parameters: "parameters", multiplications: "multiplications", learned: "yours", same: "the same", never: "never", open: "open" } },
  training: { epochs: "Passes", falling: "Falls" },
  choices: { true: "yes", false: "no" },
  kinds: { flatten: "flat" },
  short: { convolution: "conv" },
};
const same = { test: [0.9, null], reached: [{ goal: 0.95, epochs: [null, 0.25] }], stacks: null, parameters: [10, 10], multiplications: [1, 1], learned: [0, 0], settings: {} };

test("only what differs is told, in words", () => {
  assert.deepEqual(pairs(same, words), [["test", "90.0\u202f%", "open"], ["to 95\u202f%", "never", "0.25"], ["the same", "", ""]]);
  assert.deepEqual(pairs({ ...same, learned: [0, 30] }, words).slice(2), [["yours", "0", "30"]]);
  const other = { ...same, settings: { epochs: [1, 3], falling: [true, false] }, stacks: [{ layers: [{ kind: "flatten" }] }, { layers: [{ kind: "convolution", maps: 4, kernel: 3 }, { kind: "flatten" }] }], parameters: [1000, 20] };
  assert.deepEqual(pairs(other, words).slice(2), [["layers", "flat", "conv 4 · flat"], ["parameters", "1,000", "20"], ["multiplications", "1", "1"], ["Passes", "1", "3"], ["Falls", "yes", "no"]]);
});
