import assert from "node:assert/strict";
import { test } from "node:test";

import { readPayload, readValues } from "../../cnnviz/ui/components/network/payload.js";

const network = {
  stages: [
    { kind: "input", shape: [1, 1, 3], length: 3 },
    { kind: "convolution", shape: [2, 1, 3], length: 6 },
    { kind: "flatten", shape: [6], length: 6 },
    { kind: "dense", shape: [2], length: 2 },
  ],
};

test("a message is a header and float32 values, wherever its bytes begin", () => {
  const text = new TextEncoder().encode('{"values": 2 }  '); // 16 bytes
  const values = new Uint8Array(new Float32Array([1.5, -2]).buffer);
  const message = new Uint8Array([99, text.length, 0, 0, 0, ...text, ...values]).subarray(1);
  const read = readPayload(message);
  assert.deepEqual(read.header, { values: 2 });
  assert.deepEqual([...read.values], [1.5, -2]);
});

test("a network comes with the weights of its layers behind the values, if any", () => {
  const header = {
    values: 0,
    network: { stages: [{ name: "input" }, { name: "conv" }, { name: "dense" }] },
    weights: [{ stage: "conv", weight: [1, 1, 1, 2], bias: [1] }, { stage: "dense", weight: [1, 2], bias: null }],
  };
  const plain = JSON.stringify(header);
  const text = new TextEncoder().encode(plain.padEnd(4 * Math.ceil(plain.length / 4)));
  const numbers = new Uint8Array(new Float32Array([1, 2, 3, 4, 5]).buffer);
  const length = new Uint8Array(new Uint32Array([text.length]).buffer);
  const read = readPayload(new Uint8Array([...length, ...text, ...numbers]));
  const [input, conv, dense] = read.header.network.stages;
  assert.equal(read.values, null);
  assert.equal(input.weight, undefined);
  assert.deepEqual([[...conv.weight], [...conv.bias], conv.weightShape], [[1, 2], [3], [1, 1, 1, 2]]);
  assert.deepEqual([[...dense.weight], dense.bias], [[4, 5], null]);
});

test("eight-bit maps come back with the scale of each map, the last vectors as they were", () => {
  const floats = (...numbers) => [...new Uint8Array(new Float32Array(numbers).buffer)];
  const cells = (...numbers) => [...new Uint8Array(new Int8Array(numbers).buffer)];
  const bytes = new Uint8Array([
    ...floats(0.5), ...cells(0, 2, -4), 0,
    ...floats(1, 0.25), ...cells(1, 2, 3, 4, 8, -127), 0, 0,
    ...floats(2), ...cells(1, 1, 1, 1, 1, 1), 0, 0,
    ...floats(0.125, -7.5),
  ]);
  const values = readValues(bytes.buffer, "int8", network);
  assert.deepEqual([...values], [0, 1, -2, 1, 2, 3, 1, 2, -31.75, 2, 2, 2, 2, 2, 2, 0.125, -7.5]);
});

test("float32 answers are the values themselves", () => {
  const buffer = new Float32Array([1, 2, 3]).buffer;
  assert.deepEqual([...readValues(buffer, "float32", network)], [1, 2, 3]);
});
