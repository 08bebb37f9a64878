// @ts-check
/**
 * The curves of a run, as numbers and as paths.
 *
 * @typedef {import("./types.js").Point} Point
 * @typedef {import("../types.js").Tensor} Tensor
 */

/** Of a run that has not been looked at. @type {{points: Point[], own: Float32Array[]}} */
export const NONE = { points: [], own: [] };

const COLUMNS = 7;
const CLASSES = 10;

/**
 * @param {{points: Point[], own: Float32Array[]}} has @param {number} first how many of those stay
 * @param {Tensor} points (N, 7) @param {Tensor} own (N, 10)
 * @returns {{points: Point[], own: Float32Array[]}}
 */
export function joined(has, first, points, own) {
  const count = points.shape[0];
  const more = Array.from({ length: count }, (_, at) => {
    const [step, epoch, loss, accuracy, heldBackLoss, heldBack, tray] = points.values.subarray(COLUMNS * at, COLUMNS * (at + 1));
    return { step, epoch, loss, accuracy, heldBackLoss, heldBack, tray };
  });
  const rows = Array.from({ length: count }, (_, at) => own.values.slice(CLASSES * at, CLASSES * (at + 1)));
  return { points: [...has.points.slice(0, first), ...more], own: [...has.own.slice(0, first), ...rows] };
}

/** @typedef {{x: number, y: number}} Place */

/**
 * A line through places; a place that is no number parts it. What lies above the top is drawn at the top.
 * @param {Place[]} places @param {{width: number, height: number, right: number, top: number}} frame right and top: the largest x and y
 * @returns {string} of an SVG path
 */
export function line(places, { width, height, right, top }) {
  let path = "";
  let pen = false;
  for (const { x, y } of places) {
    if (Number.isNaN(y)) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${round((x / right) * width)} ${round(height - (Math.min(y, top) / top) * height)}`;
    pen = true;
  }
  return path;
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** The end of the loss axis: where guessing begins is always on it. @param {Point[]} points */
export function topOfLoss(points) {
  const largest = points.reduce((most, { loss, heldBackLoss }) => Math.max(most, finite(loss), finite(heldBackLoss)), Math.log(10));
  const step = 10 ** Math.floor(Math.log10(largest)) / 2;
  return Math.ceil((largest * 1.02) / step) * step;
}

/**
 * Whether the steps were too long: the loss has been more than twice what it was before the first batch.
 * @param {Point[]} points @returns {{start: string, high: string} | null} both losses
 */
export function astray(points) {
  const start = points[0]?.loss ?? NaN;
  const high = points.reduce((most, { loss }) => Math.max(most, finite(loss)), 0);
  return high > 2 * start ? { start: lossText(start), high: lossText(high) } : null;
}

/** @param {number} value @returns {string} of a run that goes astray it may have thirty digits */
export const lossText = (value) => (value < 10 ? value.toFixed(2) : value < 1e4 ? value.toFixed(0) : value.toExponential(0).replace("e+", "e"));

/** @param {number} value */
const finite = (value) => (Number.isFinite(value) ? value : 0);

const ENDS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50];

/** The end of the axis of passes: it grows with the run, since most is learned early. @param {number} epoch passes so far @param {number} epochs of the whole run */
export const endOfPasses = (epoch, epochs) => (epoch ? Math.min(epochs, ENDS.find((end) => end >= epoch) ?? epochs) : epochs);

/**
 * The moment at which a digit was first read as what it is.
 * @param {Float32Array[]} own (10,) at each point @param {number} label @returns {number | null} the place of the first right point
 */
export function firstRight(own, label) {
  const place = own.findIndex((shares) => shares.indexOf(Math.max(...shares)) === label);
  return place < 0 ? null : place;
}
