// @ts-check
/** Sliding over every position of a map: play, pause, step, and what is filled so far. */

import { cellAt, countOf, createClock, placeOf } from "./playing.js";

/**
 * @typedef {import("./types.js").Cell} Cell
 *
 * @param {{
 *   now: () => {cell: Cell, grid: import("./playing.js").Positions} | null, place: (cell: Cell) => void, show: () => void,
 * }} hooks `now` gives the cell and its map's size, or nothing where nothing slides; `place` shows another cell
 */
export function createSlide({ now, place, show }) {
  const clock = createClock(walk);
  /** @type {number | null} positions that are filled, null for all */
  let filled = null;

  /** @param {number} target a place, not beyond the last one @param {Cell} cell @param {import("./playing.js").Positions} grid */
  function put(target, cell, grid) {
    place({ ...cell, ...cellAt(grid, Math.max(0, Math.min(countOf(grid) - 1, target))) });
  }

  /** @param {number} steps positions on; at the last one playing ends, and the map is whole */
  function walk(steps) {
    const found = now();
    if (!found) {
      clock.stop();
      return;
    }
    const { cell, grid } = found;
    const target = placeOf(grid, cell) + steps;
    if (target >= countOf(grid) - 1) {
      clock.stop();
      filled = null;
    } else filled = target + 1;
    put(target, cell, grid);
  }

  return {
    /** Play from the first position, or on from where it was paused; pause. */
    toggle() {
      const found = now();
      if (!found) return;
      if (clock.runs) {
        clock.stop();
        show();
        return;
      }
      clock.start();
      if (filled !== null) show();
      else {
        filled = 1;
        put(0, found.cell, found.grid);
      }
    },

    /** One position on or back. @param {number} by */
    step(by) {
      const found = now();
      if (!found) return;
      clock.stop();
      const target = Math.max(0, placeOf(found.grid, found.cell) + by);
      if (filled !== null) filled = Math.min(countOf(found.grid), target + 1);
      put(target, found.cell, found.grid);
    },

    /** No more sliding: the map is whole. */
    end() {
      clock.stop();
      filled = null;
    },

    /** @param {number} positionsPerSecond */
    setSpeed: (positionsPerSecond) => clock.setSpeed(positionsPerSecond),

    get runs() {
      return clock.runs;
    },
    get filled() {
      return filled;
    },
  };
}
