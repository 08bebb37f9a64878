// @ts-check
/** A knob that is a place on a map. */

import { Unreadable } from "../knobs.js";

/** @returns {import("../types.js").Knob} a row and a column, as in 4-12; null at the beginning */
export const cell = () => ({
  initial: null,
  read(text) {
    const found = /^(\d{1,3})-(\d{1,3})$/.exec(text);
    if (!found) throw new Unreadable("place");
    return { row: Number(found[1]), column: Number(found[2]) };
  },
  write: (value) => (value ? `${value.row}-${value.column}` : ""),
});
