import assert from "node:assert/strict";
import { test } from "node:test";

import { share, whenShared } from "../../cnnviz/ui/components/chapter/readings.js";

const read = (/** @type {number} */ value) => /** @type {any} */ ({ network: { model: "tiny" }, values: Float32Array.of(value) });

test("a reading that is here comes at once, one that is not comes when it does", () => {
  const found = [];
  share("one", read(1));
  whenShared("one", ({ values }) => found.push(values[0]));
  whenShared("two", ({ values }) => found.push(values[0]));
  assert.deepEqual(found, [1]);
  share("three", read(3));
  assert.deepEqual(found, [1]);
  share("two", read(2));
  share("two", read(22));
  assert.deepEqual(found, [1, 2]);
});

test("who waits no longer is not called", () => {
  const stop = whenShared("four", () => assert.fail("called"));
  stop();
  share("four", read(4));
});
