import assert from "node:assert/strict";
import { test } from "node:test";

import {
  REMEMBERED, canRedo, canUndo, isEmpty, redone, remembering, replaced, request, smoothed, undone, withStroke,
} from "../../cnnviz/ui/components/network/strokes.js";

const steps = { redraw: true, crop: true, center: true };
const desk = { model: "two-block", base: null, strokes: [], steps, pen: 18, erases: false, epoch: 0, seq: 0, live: true, extras: {} };
const [first, second] = [[18, 0, 1, 2, 3, 4], [18, 0, 5, 6]];

test("a stroke is added without a new layout of the canvas, which shows it already", () => {
  const drawn = withStroke(desk, first);
  assert.deepEqual(drawn.strokes, [first]);
  assert.equal(drawn.epoch, desk.epoch);
  assert.deepEqual(desk.strokes, [], "the old desk stays as it was");
});

test("undo takes the last stroke back and redo brings it again, each with a new layout", () => {
  const drawn = withStroke(withStroke(desk, first), second);
  const back = undone(drawn);
  assert.deepEqual(back.strokes, [first]);
  assert.equal(back.epoch, drawn.epoch + 1);
  assert.ok(canRedo(back));
  const again = redone(back);
  assert.deepEqual(again.strokes, [first, second]);
  assert.equal(again.epoch, back.epoch + 1);
  assert.ok(!canRedo(again));
});

test("a new stroke forgets what was undone", () => {
  const back = undone(withStroke(desk, first));
  assert.ok(!canRedo(withStroke(back, second)));
});

test("undo after clear, a sample or a picture brings the drawing back", () => {
  const drawn = withStroke({ ...desk, base: { sample: 4 } }, first);
  for (const other of [null, { sample: 7 }, { png: "..." }]) {
    const back = undone(replaced(drawn, other));
    assert.deepEqual(back.base, { sample: 4 });
    assert.deepEqual(back.strokes, [first]);
  }
});

test("undo goes back through every replacement, and redo forward again, with what was drawn on each", () => {
  const drawn = withStroke(desk, first);
  const sample = withStroke(replaced(drawn, { sample: 3 }), second);
  const cleared = withStroke(replaced(sample, null), first);
  const back = [cleared];
  while (canUndo(back.at(-1))) back.push(undone(back.at(-1)));
  const shown = ({ base, strokes }) => [base, strokes];
  assert.deepEqual(back.map(shown), [
    [null, [first]], [null, []], [{ sample: 3 }, [second]], [{ sample: 3 }, []], [null, [first]], [null, []],
  ]);
  const forward = [back.at(-1)];
  while (canRedo(forward.at(-1))) forward.push(redone(forward.at(-1)));
  assert.deepEqual(forward.map(shown), back.toReversed().map(shown));
  const epochs = [...back, ...forward.slice(1)].map(({ epoch }) => epoch);
  assert.deepEqual(epochs, epochs.map((_, index) => epochs[0] + index), "each step lays the canvas out anew");
});

test("so many replaced drawings are kept, and the oldest goes first", () => {
  let present = withStroke(desk, first);
  for (let sample = 0; sample < 12; sample++) present = replaced(present, { sample });
  assert.deepEqual(present.extras.before.map(({ base }) => base.sample), [3, 4, 5, 6, 7, 8, 9, 10]);
});

test("clearing an empty desk does not forget what was cleared before", () => {
  const cleared = replaced(replaced(withStroke(desk, first), null), null);
  assert.deepEqual(undone(cleared).strokes, [first]);
});

test("with nothing to undo or redo the very same desk comes back", () => {
  assert.equal(undone(desk), desk);
  assert.equal(redone(desk), desk);
  assert.ok(!canUndo(desk) && isEmpty(desk));
});

test("the stroke under the pen is read with the others", () => {
  const asked = request(withStroke(desk, first), second);
  assert.deepEqual(asked, { model: "two-block", base: null, strokes: [first, second], steps });
});

test("a line bends at its points as the canvas bends it", () => {
  // The curve from the middle (30, 0) through the control point (60, 0) to the middle (60, 30), at its half:
  // a quarter of each middle and half of the control point (de Casteljau).
  const bent = smoothed([18, 0, 0, 0, 60, 0, 60, 60]);
  const points = [];
  for (let at = 2; at < bent.length; at += 2) points.push(bent.slice(at, at + 2).join());
  assert.equal(points[0], "0,0");
  assert.equal(points[1], "30,0");
  assert.ok(points.includes("52.5,7.5"));
  assert.equal(points.at(-2), "60,30");
  assert.equal(points.at(-1), "60,60");
});

test("points in a row, a dot and a short line stay as they are", () => {
  for (const stroke of [[18, 0, 1, 2], [18, 1, 1, 2, 30, 40], [18, 0, 0, 0, 10, 10, 20, 20, 31, 30]]) {
    assert.deepEqual(smoothed(stroke), stroke);
  }
});

/** A desk with so many strokes, each read. */
function drawn(count) {
  let made = desk;
  for (let stroke = 1; stroke <= count; stroke++) {
    made = remembering(withStroke(made, first), Array(10).fill(stroke / 1000));
  }
  return made;
}

test("the probabilities of the last strokes are remembered, and no more than the line shows", () => {
  assert.deepEqual(drawn(3).extras.history.map((row) => row.after), [1, 2, 3]);
  const { history } = drawn(REMEMBERED + 60).extras;
  assert.equal(history.length, REMEMBERED);
  assert.deepEqual(history.map((row) => row.after), Array.from({ length: REMEMBERED }, (_, at) => 61 + at));
  assert.deepEqual(history[0].shares, Array(10).fill(0.061));
});

test("a stroke that is taken back is forgotten, one that is read again is kept once", () => {
  const many = REMEMBERED + 5;
  const back = remembering(undone(drawn(many)), Array(10).fill(0.5));
  assert.equal(back.extras.history.at(-1).after, many - 1);
  assert.equal(back.extras.history.at(-1).shares[0], 0.5);
  assert.equal(new Set(back.extras.history.map((row) => row.after)).size, back.extras.history.length);
  assert.deepEqual(remembering(back, null).extras.history, []);
});
