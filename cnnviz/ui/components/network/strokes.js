// @ts-check
/**
 * The drawing as a value: what lies under the strokes, the strokes, what was undone.
 *
 * Each function gives a new desk and leaves the old one as it was. `epoch` rises when the
 * canvas has to be laid out anew; a stroke is on the canvas already, so it does not.
 *
 * @typedef {number[]} Stroke width, 1 for the eraser or 0, then x and y of each point, in canvas pixels
 * @typedef {{sample: number} | {png: string} | {code: string} | null} Base
 * @typedef {{after: number, shares: number[]}} Sure the ten probabilities after so many strokes
 * @typedef {{base: Base, redo: (Stroke | Again)[]}} Again a drawing that was laid down and taken back, with what was undone of it
 * @typedef {{
 *   model: string, base: Base, strokes: Stroke[], steps: {redraw: boolean, crop: boolean, center: boolean},
 *   pen: number, erases: boolean, epoch: number, seq: number, live: boolean,
 *   extras: {redo?: (Stroke | Again)[], before?: {base: Base, strokes: Stroke[]}[], history?: Sure[], scale?: string, knows?: string},
 * }} Desk
 */

// Drawings that were replaced and can come back.
const KEPT = 8;
// Strokes whose probabilities are kept: as many as the line of 264 px shows apart. The desk travels with each stroke.
export const REMEMBERED = 40;

/** @param {Desk} desk @param {Stroke} stroke @returns {Desk} */
export function withStroke(desk, stroke) {
  return { ...desk, strokes: [...desk.strokes, stroke], extras: { ...desk.extras, redo: [] } };
}

/**
 * Take the last stroke back; with no stroke left, the drawing that was replaced comes back.
 *
 * @param {Desk} desk @returns {Desk}
 */
export function undone(desk) {
  const { redo = [], before = [] } = desk.extras;
  if (desk.strokes.length > 0) {
    const last = desk.strokes[desk.strokes.length - 1];
    const extras = { ...desk.extras, redo: [...redo, last] };
    return anew(desk, { strokes: desk.strokes.slice(0, -1), extras });
  }
  if (before.length === 0) return desk;
  const { base, strokes } = before[before.length - 1];
  // What was undone of this drawing comes back after the replacement itself, so it is kept with it.
  /** @type {Again} */
  const again = { base: desk.base, redo };
  return anew(desk, { base, strokes, extras: { ...desk.extras, redo: [again], before: before.slice(0, -1), history: [] } });
}

/** @param {Desk} desk @returns {Desk} */
export function redone(desk) {
  const { redo = [], before = [] } = desk.extras;
  const next = redo[redo.length - 1];
  if (next === undefined) return desk;
  if (!Array.isArray(next)) {
    const known = [...before, { base: desk.base, strokes: desk.strokes }];
    return anew(desk, { base: next.base, strokes: [], extras: { ...desk.extras, redo: next.redo, before: known, history: [] } });
  }
  return anew(desk, { strokes: [...desk.strokes, next], extras: { ...desk.extras, redo: redo.slice(0, -1) } });
}

/**
 * Lay something else on the desk: a sample, a picture, or nothing. Undo brings the old drawing back.
 *
 * @param {Desk} desk @param {Base} base @returns {Desk}
 */
export function replaced(desk, base) {
  const known = desk.extras.before ?? [];
  const before = isEmpty(desk) ? known : [...known, { base: desk.base, strokes: desk.strokes }].slice(-KEPT);
  return anew(desk, { base, strokes: [], extras: { ...desk.extras, redo: [], before, history: [] } });
}

/**
 * Keep the probabilities that were read after the last stroke; those of strokes that were undone go.
 *
 * @param {Desk} desk @param {number[] | null} shares null for an empty drawing @returns {Desk}
 */
export function remembering(desk, shares) {
  const after = desk.strokes.length;
  const before = (desk.extras.history ?? []).filter((row) => row.after < after);
  const row = shares && { after, shares: shares.map((share) => Math.round(1e4 * share) / 1e4) };
  return { ...desk, extras: { ...desk.extras, history: row ? [...before, row].slice(-REMEMBERED) : [] } };
}

/** @param {Desk} desk */
export const isEmpty = (desk) => desk.base === null && desk.strokes.length === 0;

/** @param {Desk} desk */
export const canUndo = (desk) => desk.strokes.length > 0 || (desk.extras.before ?? []).length > 0;

/** @param {Desk} desk */
export const canRedo = (desk) => (desk.extras.redo ?? []).length > 0;

/** @param {Desk} desk @param {Partial<Desk>} changes @returns {Desk} */
export function anew(desk, changes) {
  return { ...desk, ...changes, epoch: desk.epoch + 1 };
}

/**
 * What is read while a stroke is still being made.
 *
 * @param {Desk} desk @param {Stroke | null} current
 * @returns {{model: string, base: Base, strokes: Stroke[], steps: Desk["steps"]}}
 */
export function request(desk, current) {
  const strokes = current ? [...desk.strokes, current] : desk.strokes;
  return { model: desk.model, base: desk.base, strokes, steps: desk.steps };
}

/**
 * The line as the canvas shows it: from the middle of one step to the middle of the next it bends towards the
 * point between them (a quadratic Bézier curve). Where the points lie close or in a row, they stay as they are.
 *
 * @param {Stroke} stroke @returns {Stroke}
 */
export function smoothed(stroke) {
  const made = stroke.slice(0, 4);
  for (let at = 4; at < stroke.length - 2; at += 2) {
    const [x0, y0, x1, y1, x2, y2] = stroke.slice(at - 2, at + 4);
    // How far the curve stays away from its point, in pixels.
    const bend = Math.hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2) / 8;
    const pieces = bend < 0.5 ? 0 : 2 * Math.ceil(Math.sqrt(bend));
    if (pieces === 0) made.push(x1, y1);
    for (let piece = 0; pieces > 0 && piece <= pieces; piece++) {
      const t = piece / pieces;
      const [before, middle, after] = [(1 - t) ** 2 / 2, 0.5 + t * (1 - t), t ** 2 / 2];
      made.push(tenths(before * x0 + middle * x1 + after * x2), tenths(before * y0 + middle * y1 + after * y2));
    }
  }
  return stroke.length > 4 ? [...made, ...stroke.slice(-2)] : made;
}

/** @param {number} value canvas pixels @returns {number} the same to a tenth */
export const tenths = (value) => Math.round(value * 10) / 10;
