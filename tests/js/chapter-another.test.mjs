import assert from "node:assert/strict";
import { test } from "node:test";

import { createAnother, joined, same } from "../../cnnviz/ui/components/chapter/another.js";

const read = { network: { model: "two-block" }, values: new Float32Array(784) };
const shown = {
  header: { chapter: "relu", another: "/another", steps: {}, sample: 3, address: { sample: "3", model: "textbook" }, networks: [1], data: { photo: { id: 1 }, a: 1 }, wish: null },
  arrays: { photo: { shape: [1], values: new Float32Array(1) }, old: { shape: [1], values: new Float32Array(1) } },
  read,
};
const next = { header: { sample: null, address: { digit: "x" }, data: { a: 2 } }, arrays: { own: { shape: [1], values: new Float32Array(1) } }, read: { ...read } };

test("what the answer does not bring stays, and a photograph with it", () => {
  const found = joined(shown, next, { sample: 4 }, "one");
  assert.deepEqual(found.header.networks, [1]);
  assert.deepEqual(found.header.data, { a: 2, photo: { id: 1 } });
  assert.deepEqual(Object.keys(found.arrays).sort(), ["own", "photo"]);
  assert.equal(found.header.wish, "one");
  assert.deepEqual(found.header.address, { digit: "x" });
});

test("another network leaves the drawing's place in the address", () => {
  const to = (address) => joined(shown, { ...next, header: { ...next.header, address } }, { model: "any" }, "one").header;
  assert.deepEqual(to({ digit: "x", model: "dense" }).address, { sample: "3", model: "dense" });
  assert.deepEqual(to({ digit: "x" }).address, { sample: "3" }); // the usual network has no name there
  assert.equal(to({}).sample, 3);
});

test("two messages are the same when all that they say is, whichever wish they answer", () => {
  const other = structuredClone(shown);
  other.header.wish = "two";
  assert.ok(same(shown, other));
  assert.ok(!same(shown, { ...other, header: { ...other.header, notice: "No pooling." } }));
  assert.ok(!same({ ...shown, header: { ...shown.header, notice: "No pooling." } }, other));
});

function page(answer, frame = (show) => setTimeout(show)) {
  const told = [], come = [], posted = [];
  globalThis.requestAnimationFrame = frame;
  globalThis.fetch = async (_, { body, signal }) => {
    posted.push(JSON.parse(body).wants.wish);
    await answer(posted.length - 1, signal);
    throw new Error("no server");
  };
  const another = createAnother({ shown: () => shown, found: () => null, come: (message) => come.push(message), tell: (wish) => told.push(wish) });
  return { another, told, come, posted };
}

test("the session is told when the server does not answer", async () => {
  const { another, told, come } = page(async () => {});
  await another.wish({ sample: 4 });
  assert.equal(told.length, 1);
  assert.equal(told[0].sample, 4);
  assert.deepEqual(come, []);
});

test("a wish that comes before the last one was granted goes together with it, and is told of once", async () => {
  let release;
  const first = new Promise((resolve) => { release = resolve; });
  const { another, told, posted } = page((number) => (number === 0 ? first : undefined));
  const one = another.wish({ digit: "x", exact: true });
  const two = another.wish({ model: "textbook" });
  const three = another.wish({ sample: 4 });
  release();
  await Promise.all([one, two, three]);
  assert.deepEqual(posted, [{ digit: "x", exact: true }, { digit: "x", exact: true, model: "textbook" }, { model: "textbook", sample: 4 }]);
  assert.deepEqual(told.map(({ id, ...wish }) => wish), [{ model: "textbook", sample: 4 }]);
});

test("a message about an older wish is not shown, one about the last is, and then any", async () => {
  const { another, told } = page(async () => {});
  assert.ok(another.isTimely({ header: { wish: null } }));
  await another.wish({ sample: 4 });
  assert.ok(!another.isTimely({ header: { wish: null } }));
  assert.ok(another.isTimely({ header: { wish: told[0].id } }));
  assert.ok(another.isTimely({ header: { wish: null } }));
});

test("the session is told behind the frame that shows the picture, and of a page that nobody sees all the same", async () => {
  const frames = [];
  const seen = page(async () => {}, (show) => frames.push(show));
  const wished = seen.another.wish({ sample: 4 });
  while (!frames.length) await new Promise((next) => setTimeout(next));
  assert.deepEqual(seen.told, []);
  frames[0]();
  await wished;
  assert.equal(seen.told.length, 1);
  const unseen = page(async () => {}, () => {});
  await unseen.another.wish({ sample: 4 });
  assert.equal(unseen.told.length, 1);
});

test("a page is turned at once", async () => {
  const { another, told, posted } = page(async () => {}, () => assert.fail("no frame is waited for"));
  await another.wish({ go: "draw" });
  assert.deepEqual(posted, []);
  assert.equal(told[0].go, "draw");
});
