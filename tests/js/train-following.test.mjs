// A run is looked at several times a second, and sooner where a command has been given.
import assert from "node:assert/strict";
import { test } from "node:test";

import { createFollowing } from "../../cnnviz/ui/components/chapter/train/following.js";

const POINTS = { points: { shape: [0, 7], values: new Float32Array() }, own: { shape: [0, 10], values: new Float32Array() } };

/** A run of an earlier visit that is found again, on a server that answers at once. @param {import("node:test").TestContext} t */
function followed(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const kept = new Map([["cnnviz.train", JSON.stringify({ visitor: "me", run: "a run", open: true, earlier: [] })]]);
  globalThis.window = { setTimeout: (...of) => setTimeout(...of), localStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) } };
  const asked = [];
  const server = { phase: "running", step: 0 };
  const host = {
    ask(name, wants, answered) {
      asked.push(wants.command ?? name);
      const data = name === "look" ? { phase: server.phase, first: 0, now: { step: server.step }, seen: null } : {};
      queueMicrotask(() => answered({ data, arrays: POINTS }));
    },
    say() {},
  };
  const following = createFollowing(host, () => ({ shown: null, label: null }), () => {});
  t.after(() => following.dispose());
  const looks = () => asked.filter((name) => name === "look").length;
  async function pass(ms) {
    for (let at = 0; at < ms; at += 10) {
      t.mock.timers.tick(10);
      await new Promise((next) => { setImmediate(next); }); // answers
    }
  }
  /** No look for a second. */
  async function rests() {
    const before = looks();
    await pass(1000);
    assert.equal(looks(), before);
  }
  return { following, server, looks, pass, rests };
}

test("a run at work is looked at four times a second, one at rest seldom", async (t) => {
  const { server, looks, pass } = followed(t);
  await pass(10);
  assert.equal(looks(), 1);
  await pass(1000);
  assert.equal(looks(), 5);
  server.phase = "paused";
  await pass(250);
  const before = looks();
  await pass(2500);
  assert.equal(looks(), before);
});

test("what a command does is seen soon after, and then there is no hurry any more", async (t) => {
  const { following, server, looks, pass, rests } = followed(t);
  await pass(10);
  following.command("pause");
  await pass(110);
  assert.equal(looks(), 4); // one before, one at once, two since
  assert.equal(following.run.phase, "running");
  server.phase = "paused";
  await pass(100);
  assert.equal(following.run.phase, "paused");
  await rests();
});

test("a step that takes its time is seen when it has been made", async (t) => {
  const { following, server, pass, rests } = followed(t);
  server.phase = "paused";
  server.step = 3;
  await pass(10);
  following.command("step", 1);
  await pass(450);
  server.step = 4;
  await pass(450);
  assert.equal(following.run.now.step, 4);
  await rests();
});

test("where a command changes nothing it is looked for a few times", async (t) => {
  const { following, server, looks, pass } = followed(t);
  server.phase = "paused";
  await pass(10);
  following.command("step", 1);
  await pass(2500);
  assert.equal(looks(), 9);
});
