// @ts-check
/** The window slides over every position: in which order, and how fast. */

/** @typedef {{rows: number, columns: number}} Positions */

/** Positions a second that the speed slider offers. */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200];
export const USUAL = 3; // index in SPEEDS

/** @param {Positions} positions @param {{row: number, column: number}} cell @returns {number} its place in reading order, from 0 */
export const placeOf = ({ columns }, { row, column }) => row * columns + column;

/** @param {Positions} positions @param {number} place @returns {{row: number, column: number}} */
export const cellAt = ({ columns }, place) => ({ row: Math.floor(place / columns), column: place % columns });

/** @param {Positions} positions */
export const countOf = ({ rows, columns }) => rows * columns;

/**
 * How many whole positions have passed, and the rest of the time for the next frame. A page that was hidden does not
 * catch up: a frame counts for a quarter of a second at most.
 *
 * @param {number} waiting    ms that were left over
 * @param {number} elapsed    ms since the last frame
 * @param {number} speed      positions a second
 * @returns {{steps: number, waiting: number}}
 */
export function advance(waiting, elapsed, speed) {
  const time = waiting + Math.min(elapsed, 250);
  const steps = Math.floor((time * speed) / 1000);
  return { steps, waiting: time - (steps * 1000) / speed };
}

/**
 * A clock that counts positions while it runs.
 *
 * @param {(steps: number) => void} step    called with one or more positions
 */
export function createClock(step) {
  let speed = SPEEDS[USUAL];
  let waiting = 0;
  let last = 0;
  let frame = 0;
  /** @param {number} now */
  const tick = (now) => {
    const passed = advance(waiting, last ? now - last : 0, speed);
    last = now;
    waiting = passed.waiting;
    frame = requestAnimationFrame(tick);
    if (passed.steps > 0) step(passed.steps);
  };
  return {
    start() {
      if (frame) return;
      last = 0;
      waiting = 0;
      frame = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
    /** @param {number} positionsPerSecond */
    setSpeed(positionsPerSecond) {
      speed = positionsPerSecond;
    },
    get runs() {
      return frame !== 0;
    },
  };
}
