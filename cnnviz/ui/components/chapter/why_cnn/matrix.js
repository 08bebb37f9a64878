// @ts-check
/** A confusion matrix, ten by ten, and what is read off it. Pure. */

/** @param {number[]} counts row by row: what it is, columns: what it is read as */
export function summary(counts) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const right = Array.from({ length: 10 }, (_, digit) => counts[11 * digit]).reduce((sum, count) => sum + count, 0);
  return { all, right, wrong: all - right, share: all ? right / all : 0 };
}

/** How deep a cell is coloured, 0 to 1: confusions against the most frequent one. @param {number[]} counts @param {number} label @param {number} read @param {number} most */
export const depth = (counts, label, read, most) => (label === read || most === 0 ? 0 : Math.sqrt(counts[10 * label + read] / most));

/** The most frequent confusion's count. @param {number[][]} all matrices that share their colours */
export const mostConfused = (...all) => all.reduce((most, counts) => counts.reduce((more, count, place) => (place % 11 === 0 ? more : Math.max(more, count)), most), 0);
