import assert from "node:assert/strict";
import { test } from "node:test";

import { sentence } from "../../cnnviz/ui/components/chapter/train/bar.js";
import { queued } from "../../cnnviz/ui/components/chapter/train/commands.js";
import { astray, endOfPasses, firstRight, joined, line, lossText, NONE, topOfLoss } from "../../cnnviz/ui/components/chapter/train/curves.js";
import { added, moved, placeFor, removed, turned } from "../../cnnviz/ui/components/chapter/train/editing.js";
import { layout } from "../../cnnviz/ui/components/chapter/train/painting.js";
import { lineAt, placeAt, scrollAt } from "../../cnnviz/ui/components/chapter/train/places.js";
import { read, written } from "../../cnnviz/ui/components/chapter/train/stack-text.js";

const textbook = read("c32-r-m2-f-d10");

test("a layer that is added stands where it can", () => {
  const after = (kind, chosen) => written(added(textbook, placeFor(textbook, chosen, kind), kind));
  assert.equal(after("convolution", 1), "c32-r-c8-m2-f-d10");
  assert.equal(after("convolution", 4), "c32-r-m2-c8-f-d10"); // chosen is the dense layer: it slides over maps
  assert.equal(after("dense", 0), "c32-r-m2-f-d10-d10");
  assert.equal(after("relu", 4), "c32-r-m2-f-r-d10"); // nothing comes behind the ten sums
  assert.equal(written(added([], placeFor([], -1, "flatten"), "flatten")), "f");
});

test("layers are moved, taken out and turned without touching the old stack", () => {
  assert.equal(written(moved(textbook, 1, 2)), "c32-m2-r-f-d10");
  assert.equal(moved(textbook, 0, -1), textbook);
  assert.equal(moved(textbook, 4, 5), textbook);
  assert.equal(written(removed(textbook, 1)), "c32-m2-f-d10");
  assert.equal(written(turned(textbook, 2, "size", 3)), "c32-r-m3-f-d10"); // it goes on moving by its own size
  assert.equal(written(turned(read("m3s2"), 0, "size", 4)), "m4s2");
  assert.equal(written(textbook), "c32-r-m2-f-d10");
});

// Three rows, the second one open and tall.
const rows = [{ top: 0, bottom: 40 }, { top: 40, bottom: 160 }, { top: 160, bottom: 200 }];

test("a dragged row goes behind every other one whose middle it has passed", () => {
  // The tall one's upper edge passes the middle of the first at 20, its lower edge that of the last at 180.
  assert.deepEqual([-500, -21, -19, 0, 19, 21, 500].map((by) => placeAt(rows, 1, by)), [0, 0, 1, 1, 1, 2, 2]);
  // The first one's lower edge passes the middle of the tall row at 100, that of the last at 180.
  assert.deepEqual([59, 61, 139, 141].map((by) => placeAt(rows, 0, by)), [0, 1, 1, 2]);
  assert.deepEqual([-59, -61, -139, -141].map((by) => placeAt(rows, 2, by)), [2, 1, 1, 0]);
  assert.equal(placeAt([rows[0]], 0, 300), 0);
});

test("a line shows where it would stand, and none where it would stay", () => {
  assert.deepEqual([0, 1, 2].map((to) => lineAt(rows, 1, to)), [0, null, 200]);
  assert.deepEqual([1, 2].map((to) => lineAt(rows, 0, to)), [160, 200]);
  assert.deepEqual([0, 1].map((to) => lineAt(rows, 2, to)), [0, 40]);
});

test("near an edge it scrolls, the faster the nearer, and nowhere else", () => {
  assert.equal(scrollAt(400, 0, 800), 0);
  assert.ok(scrollAt(790, 0, 800) > scrollAt(760, 0, 800) && scrollAt(760, 0, 800) > 0);
  assert.equal(scrollAt(5, 0, 800), -scrollAt(795, 0, 800));
  assert.equal(scrollAt(-300, 0, 800), scrollAt(0, 0, 800));
});

test("buttons that are pressed before the last one was answered all count", () => {
  const pressed = (...all) => all.reduce(queued, []);
  const [step, pause, resume, restart] = [{ command: "step", steps: 1 }, { command: "pause" }, { command: "resume" }, { command: "restart" }];
  assert.deepEqual(pressed(step, step, step), [{ command: "step", steps: 3 }]);
  assert.deepEqual(pressed(step, resume, step), [step, resume, step]);
  assert.deepEqual(pressed(pause, pause), [pause]);
  assert.deepEqual(pressed(restart, pause), [restart, pause]);
  assert.deepEqual(pressed(...Array.from({ length: 300 }, () => step)), [{ command: "step", steps: 100 }]); // as many as the server takes
});

test("a loss that doubles is steps that go too far", () => {
  const run = (...losses) => losses.map((loss) => ({ loss }));
  assert.equal(astray(run(2.3, 4.5, 1)), null);
  assert.deepEqual(astray(run(2.3, 4.7, 1)), { start: "2.30", high: "4.70" });
  assert.deepEqual(astray(run(2.3, 15, Infinity)), { start: "2.30", high: "15" });
  assert.equal(astray([]), null);
});

const points = (rows) => ({ shape: [rows.length, 7], values: Float32Array.from(rows.flat()) });
const own = (rows) => ({ shape: [rows.length, 10], values: Float32Array.from(rows.flat()) });
const shares = (digit) => Array.from({ length: 10 }, (_, each) => (each === digit ? 0.91 : 0.01));

test("curves grow by what comes, and what comes again takes the old one's place", () => {
  const first = joined(NONE, 0, points([[0, 0, 2.3, 0.1, 2.3, 0.1, 0.25], [10, 0.5, 1, 0.5, NaN, NaN, NaN]]), own([shares(7), shares(3)]));
  assert.deepEqual(first.points.map(({ step }) => step), [0, 10]);
  const more = joined(first, 1, points([[20, 1, 0.5, 0.75, NaN, NaN, NaN]]), own([shares(3)]));
  assert.deepEqual(more.points.map(({ step, loss }) => [step, loss]), [[0, Math.fround(2.3)], [20, 0.5]]);
  assert.deepEqual(more.points.map(({ tray }) => tray), [0.25, NaN]);
  assert.equal(firstRight(first.own, 3), 1);
  assert.equal(firstRight(first.own, 5), null);
});

test("a line stops where something was no number, and stays in its frame", () => {
  const frame = { width: 100, height: 50, right: 2, top: 4 };
  assert.equal(line([{ x: 0, y: 4 }, { x: 1, y: 2 }, { x: 1.5, y: NaN }, { x: 2, y: 0 }], frame), "M0 0L50 25M100 50");
  assert.equal(line([{ x: 1, y: 900 }, { x: 2, y: Infinity }], frame), "M50 0L100 0");
});

test("the axes hold what is on them", () => {
  for (const loss of [0.1, 2.3, 7, 93, 4210]) assert.ok(topOfLoss([{ loss, heldBackLoss: NaN }]) >= Math.max(loss, Math.log(10)));
  assert.ok(topOfLoss([{ loss: Infinity, heldBackLoss: NaN }]) < 4);
  assert.equal(endOfPasses(0.03, 3), 0.05);
  assert.equal(endOfPasses(3, 3), 3);
  assert.equal(endOfPasses(2.2, 3), 3);
  assert.equal(endOfPasses(0, 3), 3); // nothing has been learned: the whole run
  assert.deepEqual([0.0421, 2.3026, 93.4, 3.03e34].map(lossText), ["0.04", "2.30", "93", "3e34"]);
});

test("tiles fit into their room", () => {
  for (const [count, rows, columns] of [[32, 3, 3], [64, 88, 11], [1, 28, 28], [512, 1, 1], [6, 60, 60]]) {
    const room = { width: 420, height: 128, gap: 3, most: 10 };
    const laid = layout(count, rows, columns, room);
    assert.ok(laid.width <= room.width && laid.count >= 1 && laid.count <= count);
    assert.ok(laid.height <= Math.max(room.height, rows), `${laid.height}`);
  }
});

const words = {
  seconds: "{count} s", minutes: "{count} min",
  status: { none: "none", places: ["next", "second"], waiting: "you are {place}, about {wait}", running: "{left} left", failed: "mishap", stopped: "stopped at {step}", paused: "", finished: "{test}", ended: "{step} of {total}: {test}", unbegun: "not begun", astray: "from {start} to {high} at {rate}", guesses: "guessing at {rate}" },
};
const run = { phase: "waiting", message: "", place: 2, wait: 39.2, left: 300, test: null, now: null, points: [], order: { settings: { epochs: 3, learning_rate: 10 } } };

test("it is said where a run is", () => {
  assert.equal(sentence(null, words), "none");
  assert.equal(sentence(run, words), "you are second, about 40 s");
  assert.equal(sentence({ ...run, place: 12 }, words), "you are 12, about 40 s");
  assert.equal(sentence({ ...run, phase: "running" }, words), "5 min left");
  assert.equal(sentence({ ...run, phase: "failed", message: "The loss is no number." }, words), "The loss is no number.");
  assert.equal(sentence({ ...run, phase: "stopped" }, words), "not begun");
  assert.equal(sentence({ ...run, phase: "finished", test: 0.5, now: { step: 40, total: 40 } }, words), "50.0\u202f%");
  assert.equal(sentence({ ...run, phase: "finished", test: 0.5, now: { step: 30, total: 40 } }, words), "30 of 40: 50.0\u202f%");
  assert.equal(sentence({ ...run, phase: "finished", test: 0.11, now: { step: 40, total: 40 } }, words), "11.0\u202f% guessing at 10");
  const wild = { ...run, phase: "running", points: [{ loss: 2 }, { loss: 40 }] };
  assert.equal(sentence(wild, words), "5 min left from 2.00 to 40 at 10");
  assert.equal(sentence({ ...wild, phase: "failed", message: "The loss is no number." }, words), "The loss is no number.");
  assert.equal(sentence({ ...run, phase: "stopped", message: "Nobody looked.", now: { step: 1200 } }, words), "Nobody looked. stopped at 1,200");
});
