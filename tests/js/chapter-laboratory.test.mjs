import assert from "node:assert/strict";
import { test } from "node:test";

import { createLaboratory } from "../../cnnviz/ui/components/chapter/laboratory.js";
import { createPackets } from "../../cnnviz/ui/components/chapter/packets.js";

const message = (header, numbers = []) => {
  let text = JSON.stringify(header);
  text += " ".repeat((4 - (text.length % 4)) % 4);
  const bytes = new Uint8Array(4 + text.length + 4 * numbers.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(new TextEncoder().encode(text), 4);
  bytes.set(new Uint8Array(new Float32Array(numbers).buffer), 4 + text.length);
  return bytes;
};
const packet = (content) => {
  const bytes = new Uint8Array(4 + content.length);
  new DataView(bytes.buffer).setUint32(0, content.length, true);
  bytes.set(content, 4);
  return bytes;
};
const joined = (...pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece]));
const settled = () => new Promise((resolve) => { setTimeout(resolve, 5); });

/** A laboratory whose server is the function `serve`. */
function laboratory(serve) {
  const said = [];
  const screen = { model: "textbook", picture: new Float32Array(784) };
  globalThis.fetch = serve;
  const made = createLaboratory({ path: () => "/lab/KIND/relu", about: () => ({ ...screen }), say: (text) => said.push(text), unreachable: () => "No server." });
  return { made, said, screen };
}

test("packets come out whole, however the stream is cut", () => {
  const stream = joined(packet(Uint8Array.of(1, 2, 3)), packet(Uint8Array.of()), packet(Uint8Array.of(4)));
  for (let size = 1; size <= stream.length; size++) {
    const packets = createPackets();
    const found = [];
    for (let at = 0; at < stream.length; at += size) found.push(...packets.take(stream.subarray(at, at + size)));
    assert.deepEqual(found.map((each) => [...each]), [[1, 2, 3], [], [4]]);
  }
});

test("a question goes with the digit and the network on screen, and its answer comes to it", async () => {
  const asked = [];
  const { made, screen } = laboratory(async (path, { body }) => {
    asked.push([path, JSON.parse(body)]);
    return new Response(message({ data: { found: 3 }, arrays: [{ name: "one", shape: [2] }] }, [5, 6]));
  });
  screen.picture[1] = 0.5;
  const answers = [];
  made.ask("shift", { dx: 1 }, (answer) => answers.push(answer));
  await settled();
  assert.equal(asked[0][0], "/lab/ask/relu/shift");
  const picture = new Float32Array(Uint8Array.from(atob(asked[0][1].picture), (sign) => sign.charCodeAt(0)).buffer);
  assert.deepEqual([asked[0][1].model, asked[0][1].wants, picture[1], picture.length], ["textbook", { dx: 1 }, 0.5, 784]);
  assert.deepEqual(answers[0].data, { found: 3 });
  assert.deepEqual(answers[0].wants, { dx: 1 });
  assert.deepEqual([...answers[0].arrays.one.values], [5, 6]);
});

test("questions never pile up: one is under way, and of those that wait the newest is asked", async () => {
  const asked = [];
  const open = [];
  const { made } = laboratory((path, { body }) => {
    asked.push(JSON.parse(body).wants.turn);
    return new Promise((resolve) => { open.push(() => resolve(new Response(message({ data: {}, arrays: [] })))); });
  });
  const answered = [];
  for (const turn of [1, 2, 3, 4]) made.ask("turn", { turn }, ({ wants }) => answered.push(wants.turn));
  assert.deepEqual(asked, [1]);
  open[0]();
  await settled();
  assert.deepEqual(asked, [1, 4]);
  open[1]();
  await settled();
  assert.deepEqual(answered, [1, 4]);
});

test("an answer that is wanted anyway comes whatever is on screen, and of what is refused one hears", async () => {
  const open = [];
  const { made, said, screen } = laboratory(() => new Promise((resolve) => { open.push(resolve); }));
  const heard = [];
  made.ask("command", { turn: 1 }, () => heard.push("answered"), { anyway: true });
  screen.picture = new Float32Array(784).fill(1);
  open[0](new Response(message({ data: {}, arrays: [] })));
  await settled();
  assert.deepEqual(heard, ["answered"]);
  made.ask("command", { turn: 2 }, () => heard.push("answered"), { anyway: true, refused: () => heard.push("refused") });
  open[1](new Response(JSON.stringify({ error: "It is gone." }), { status: 400 }));
  await settled();
  assert.deepEqual([heard, said], [["answered", "refused"], ["It is gone."]]);
});

test("an answer about another digit is not shown", async () => {
  /** @type {() => void} */
  let open = () => {};
  const { made, screen } = laboratory(() => new Promise((resolve) => { open = () => resolve(new Response(message({ data: {}, arrays: [] }))); }));
  let answers = 0;
  made.ask("shift", {}, () => { answers += 1; });
  screen.picture = new Float32Array(784).fill(1);
  open();
  await settled();
  assert.equal(answers, 0);
});

test("the server's message is said, and taken back with the next answer", async () => {
  const replies = [() => new Response(JSON.stringify({ error: "No such angle." }), { status: 400 }), () => new Response(message({ data: {}, arrays: [] }))];
  const { made, said } = laboratory(async () => replies.shift()());
  made.ask("turn", {}, () => assert.fail("answered"));
  await settled();
  let answered = false;
  made.ask("turn", {}, () => { answered = true; });
  await settled();
  assert.deepEqual(said, ["No such angle.", null]);
  assert.ok(answered);
});

test("a message stays until the experiment that it is about is answered", async () => {
  const { made, said } = laboratory(async (path) => (path.endsWith("turn") ? new Response(JSON.stringify({ error: "No such angle." }), { status: 400 }) : new Response(message({ data: {}, arrays: [] }))));
  made.ask("turn", {}, () => assert.fail("answered"));
  await settled();
  made.ask("look", {}, () => {});
  await settled();
  assert.deepEqual(said, ["No such angle."]);
});

test("a server that does not answer is asked again", { timeout: 10000 }, async () => {
  let down = true;
  const { made, said } = laboratory(async () => {
    if (down) { down = false; throw new TypeError("failed to fetch"); }
    return new Response(message({ data: {}, arrays: [] }));
  });
  await new Promise((resolve) => { made.ask("turn", {}, () => resolve(undefined)); });
  assert.deepEqual(said, ["No server.", null]);
});

test("a work tells its steps, its answers and its end", async () => {
  const stream = joined(packet(message({ done: 1, total: 2, answer: false, data: {}, arrays: [] })),
    packet(message({ done: 2, total: 2, answer: true, data: { found: 1 }, arrays: [{ name: "one", shape: [1] }] }, [9])), packet(message({ end: "done" })));
  const { made } = laboratory(async () => new Response(stream));
  const told = [];
  made.work("measure", {}, { step: (done, total, answer) => told.push([done, total, answer && answer.arrays.one.values[0]]), end: (outcome) => told.push(outcome) });
  await settled();
  assert.deepEqual(told, [[1, 2, null], [2, 2, 9], "done"]);
});

test("a work that breaks off has failed, and one that was stopped has not", async () => {
  const { made, said } = laboratory(async (path, { signal }) => {
    if (path.endsWith("cut")) return new Response(packet(message({ done: 1, total: 2, answer: false, data: {}, arrays: [] })));
    return new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const ends = [];
  made.work("cut", {}, { step() {}, end: (outcome) => ends.push(outcome) });
  const stop = made.work("long", {}, { step() {}, end: (outcome) => ends.push(outcome) });
  await settled();
  stop();
  await settled();
  assert.deepEqual(ends, ["failed", "stopped"]);
  assert.deepEqual(said, ["No server."]);
});
