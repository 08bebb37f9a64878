/** What is said of a map after its check: of this digit, and of the method. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { verdictOf } from "../../cnnviz/ui/components/chapter/evidence/verdict.js";

const WORDS = {
  changes: "changes {claim} {start} {share}", stays: "stays {claim}", randomly: "pixels {changed}", randomAreas: "areas {height}x{width}",
  faint: "faint {start}", better: "better {drop}", slight: "slight", worse: "worse", agreement: "agree {agreement}",
  trust: "coin {low}-{high}", finds: "finds", chance: "chance: {why}", depends: "depends", nearly: "nearly", outlines: "outlines",
  why: { contributions: "from 0" }, follows: { one: "of {digit}", two: "of {digit} against {other}" },
};
const DATA = { class: 3, against: null, digit: 3, became: 3, tenth: 1, pixels: 9, changed: 2, draws: 20, area: [1, 1], drop: 0.3, agreement: 0.1, trust: null };
const ARRAYS = { own: { values: [0.9, 0.4] }, random: { values: [0.9, 0.8] } };
const told = (data = {}, arrays = ARRAYS, method = "saliency") => verdictOf(WORDS, { ...DATA, ...data }, arrays, method);

test("it is said what is followed, and what became of it", () => {
  assert.deepEqual(told(), ["stays of 3", "pixels 2", "better 30.0", "agree 0.10"]);
  assert.match(told({ against: 8, became: 8 })[0], /^changes of 3 against 8 90.0.% 40.0.%$/);
  assert.equal(told({ area: [4, 4] })[1], "areas 4x4");
});

test("a small gain is called small, none none, and of next to nothing nothing is said", () => {
  assert.equal(told({ drop: 0.02 })[2], "slight");
  assert.equal(told({ drop: -0.1 })[2], "worse");
  assert.match(told({ class: 5 }, { ...ARRAYS, own: { values: [0.002, 0.001] } })[2], /^faint 0.2/);
});

test("many digits tell a method from chance only beyond what a coin would give", () => {
  const trust = { digits: 100, random: 95, untrained: 61, likeness: 0.2, chance: 0.2 };
  assert.equal(told({ trust })[4], "coin 40-60 finds");
  assert.equal(told({ trust: { ...trust, untrained: 60 } })[4], "coin 40-60 chance: ");
  assert.equal(told({ trust: { ...trust, random: 55 } }, ARRAYS, "contributions")[4], "coin 40-60 chance: from 0");
  assert.equal(told({ trust })[5], "depends");
  assert.equal(told({ trust: { ...trust, likeness: 0.27 } })[5], "nearly");
  assert.equal(told({ trust: { ...trust, likeness: 0.9 } })[5], "outlines");
});
