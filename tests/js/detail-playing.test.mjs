import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAfter, mapStep, stepped } from "../../cnnviz/ui/components/network/detail/keys.js";
import { advance, cellAt, countOf, placeOf, SPEEDS, USUAL } from "../../cnnviz/ui/components/network/detail/playing.js";

const grid = { rows: 3, columns: 4 };

test("the window visits every position once, row after row", () => {
  const visited = Array.from({ length: countOf(grid) }, (_, place) => cellAt(grid, place));
  assert.deepEqual(visited.slice(0, 5), [
    { row: 0, column: 0 }, { row: 0, column: 1 }, { row: 0, column: 2 }, { row: 0, column: 3 }, { row: 1, column: 0 },
  ]);
  assert.equal(new Set(visited.map(({ row, column }) => `${row} ${column}`)).size, 12);
  assert.deepEqual(visited.map((cell) => placeOf(grid, cell)), [...Array(12).keys()]);
});

test("time becomes whole positions, and what is left over waits for the next frame", () => {
  let waiting = 0;
  let steps = 0;
  for (let frame = 0; frame < 60; frame++) {
    const passed = advance(waiting, 1000 / 60, 10);
    waiting = passed.waiting;
    steps += passed.steps;
  }
  assert.ok(steps === 10 || steps === 9, `${steps} positions in a second at ten a second`);
  assert.equal(advance(0, 40, 100).steps, 4);
  assert.equal(advance(60, 40, 10).steps, 1);
});

test("a page that was hidden does not catch up", () => {
  assert.equal(advance(0, 60_000, 20).steps, 5);
});

test("speeds rise, and the usual one is among them", () => {
  assert.deepEqual([...SPEEDS].sort((one, other) => one - other), SPEEDS);
  assert.ok(SPEEDS[USUAL] > 1 && SPEEDS[USUAL] < SPEEDS[SPEEDS.length - 1]);
});

test("arrow keys lead to the neighbouring cell and stop at the edge", () => {
  const lead = (row, column, key, control) => Object.values(stepped(grid, { row, column }, key, control));
  assert.deepEqual(lead(1, 1, "ArrowRight"), [1, 2]);
  assert.deepEqual(lead(1, 3, "ArrowRight"), [1, 3]);
  assert.deepEqual(lead(1, 0, "ArrowLeft"), [1, 0]);
  assert.deepEqual(lead(0, 2, "ArrowUp"), [0, 2]);
  assert.deepEqual(lead(1, 2, "ArrowDown"), [2, 2]);
  assert.deepEqual(lead(2, 2, "ArrowDown"), [2, 2]);
});

test("Home and End lead along the row, with Control to the corners", () => {
  const cell = { row: 1, column: 2 };
  assert.deepEqual(stepped(grid, cell, "Home"), { row: 1, column: 0 });
  assert.deepEqual(stepped(grid, cell, "End"), { row: 1, column: 3 });
  assert.deepEqual(stepped(grid, cell, "Home", true), { row: 0, column: 0 });
  assert.deepEqual(stepped(grid, cell, "End", true), { row: 2, column: 3 });
  assert.equal(stepped(grid, cell, "a"), null);
});

test("Page up leads to the map before, Page down to the next", () => {
  assert.deepEqual(["PageUp", "PageDown", "Enter"].map(mapStep), [-1, 1, 0]);
});

test("a vector shown in lines is stepped through line by line, another one by one", () => {
  const stage = { name: "hidden", kind: "relu", shape: [68], inputs: [], offset: 0, length: 68 };
  const cell = { stage: 3, channel: 0, row: 0, column: 31 };
  // Lines of nine: 31 is in the fourth line.
  assert.deepEqual(cellAfter(stage, cell, true, "ArrowDown"), { ...cell, column: 40 });
  assert.deepEqual(cellAfter(stage, cell, true, "Home"), { ...cell, column: 27 });
  assert.deepEqual(cellAfter(stage, { ...cell, column: 67 }, true, "ArrowRight"), { ...cell, column: 67 });
  assert.deepEqual(cellAfter(stage, cell, false, "ArrowRight"), { ...cell, column: 32 });
  assert.deepEqual(cellAfter(stage, cell, false, "ArrowDown"), cell);
  assert.equal(cellAfter(stage, cell, true, "x"), null);
});
