import assert from "node:assert/strict";
import { test } from "node:test";

import { markCell, markChoice, markNumber, numberIn } from "../../cnnviz/ui/components/chapter/marking.js";

test("a number is read as people type it", () => {
  for (const [text, value] of [["3", 3], [" -0,25 ", -0.25], ["\u22121.5", -1.5], [".5", 0.5], ["2.", 2], ["1e-3", 0.001], ["+4", 4]]) {
    assert.equal(numberIn(text), value, text);
  }
  for (const text of ["", "three", "1.2.3", "--1", "1,2,3", "Infinity", "0x10"]) assert.equal(numberIn(text), null, text);
});

test("a typed number is right within its tolerance, and a trap is told", () => {
  const question = { value: 12, tolerance: 0.5, traps: [{ value: 13, why: "the floor was forgotten" }] };
  assert.deepEqual(markNumber(question, 12.4), { right: true, why: "" });
  assert.deepEqual(markNumber(question, 13), { right: false, why: "the floor was forgotten" });
  assert.deepEqual(markNumber(question, 20), { right: false, why: "" });
});

test("a whole number is right to the last digit", () => {
  const question = { value: 5408, tolerance: 0, traps: [] };
  assert.equal(markNumber(question, 5408).right, true);
  assert.equal(markNumber(question, 5407).right, false);
});

test("a wrong choice tells its misconception", () => {
  const question = { choices: [{ right: true, why: "" }, { right: false, why: "that is the sum" }] };
  assert.deepEqual(markChoice(question, 0), { right: true, why: "" });
  assert.deepEqual(markChoice(question, 1), { right: false, why: "that is the sum" });
});

test("a cell is right at its row and its column", () => {
  const question = { cell: [2, 3] };
  assert.equal(markCell(question, { row: 2, column: 3 }, "").right, true);
  assert.deepEqual(markCell(question, { row: 3, column: 2 }, "row {row}, column {column}"), { right: false, why: "row 3, column 2" });
});
