import assert from "node:assert/strict";
import { test } from "node:test";

import {
  canRedo, canUndo, isEmpty, redone, replaced, request, undone, withStroke,
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
