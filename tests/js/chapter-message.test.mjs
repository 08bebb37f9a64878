import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessage } from "../../cnnviz/ui/components/chapter/message.js";

function message(header, numbers) {
  let text = JSON.stringify(header);
  text += " ".repeat((4 - (text.length % 4)) % 4);
  const bytes = new Uint8Array(4 + text.length + 4 * numbers.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(new TextEncoder().encode(text), 4);
  bytes.set(new Uint8Array(new Float32Array(numbers).buffer), 4 + text.length);
  return bytes;
}

test("values, weights and the chapter's own arrays are told apart", () => {
  const stages = [{ name: "input", length: 2 }, { name: "dense", length: 1 }];
  const found = readMessage(message({
    network: { model: "tiny", stages }, values: 3, weights: [{ stage: "dense", weight: [1, 2], bias: [1] }],
    arrays: [{ name: "one", shape: [2, 2] }, { name: "two", shape: [1] }],
  }, [1, 2, 3, 10, 11, 12, 20, 21, 22, 23, 30]));
  assert.deepEqual([...found.read.values], [1, 2, 3]);
  assert.deepEqual([...found.read.network.stages[1].weight], [10, 11]);
  assert.deepEqual([...found.read.network.stages[1].bias], [12]);
  assert.deepEqual(found.arrays.one.shape, [2, 2]);
  assert.deepEqual([...found.arrays.one.values], [20, 21, 22, 23]);
  assert.deepEqual([...found.arrays.two.values], [30]);
});
