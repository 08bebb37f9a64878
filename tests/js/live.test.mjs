// Readings that are asked for faster than they are answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLive } from "../../cnnviz/ui/components/network/live.js";

/** A live route that answers when it is told to, and one that asks it. @param {import("node:test").TestContext} t */
function line(t) {
  const asked = [], open = [], shown = [], done = [];
  t.mock.method(globalThis, "fetch", (path, { body }) => new Promise((resolve) => {
    asked.push(JSON.parse(body).number);
    open.push(() => resolve(new Response(new ArrayBuffer(4), { headers: { "X-Cnnviz-Encoding": "float32" } })));
  }));
  const live = createLive({ path: () => "", answer: (_, encoding, ask) => shown.push(ask.body.number), refuse() {}, shut() {}, open() {} });
  t.after(() => live.stop());
  return {
    asked, open, shown, done,
    ask: (number, exact) => live.ask({ number }, exact, () => done.push(number)),
    async answer() {
      open.shift()();
      await new Promise((next) => setTimeout(next));
    },
  };
}

test("drawings at rest do not pile up: a few are under way, and of the others the newest is asked", async (t) => {
  const route = line(t);
  for (let number = 1; number <= 1000; number++) route.ask(number, true);
  assert.deepEqual(route.asked, [1, 2, 3, 4]);
  await route.answer();
  assert.deepEqual(route.asked, [1, 2, 3, 4, 1000]);
  while (route.open.length > 0) await route.answer();
  assert.deepEqual(route.shown, [1, 2, 3, 4, 1000]);
  assert.deepEqual(route.done, [1, 2, 3, 4, 1000]);
});

test("a drawing at rest waits for none that are read under the pen", async (t) => {
  const route = line(t);
  route.ask(1, false);
  route.ask(2, false);
  assert.deepEqual(route.asked, [1]);
  route.ask(3, true);
  assert.deepEqual(route.asked, [1, 3]);
});

test("an answer that was overtaken is not shown", async (t) => {
  const route = line(t);
  route.ask(1, true);
  route.ask(2, true);
  route.open.reverse();
  await route.answer();
  await route.answer();
  assert.deepEqual(route.shown, [2]);
});
