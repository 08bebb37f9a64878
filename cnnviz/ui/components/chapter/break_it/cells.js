// @ts-check
/** A set of cells of a 28 x 28 picture: as runs in the address, and what a rubber takes. */

export const SIDE = 28;
const COUNT = SIDE * SIDE;

/** @param {number[]} cells in order @returns {string} "3-7.12": runs of neighbours */
export function written(cells) {
  const runs = [];
  for (let place = 0; place < cells.length; place++) {
    const first = cells[place];
    while (cells[place + 1] === cells[place] + 1) place++;
    runs.push(first === cells[place] ? String(first) : `${first}-${cells[place]}`);
  }
  return runs.join(".");
}

/** @param {string} text @returns {number[] | null} the cells in order; null where it is no such text */
export function readCells(text) {
  if (text === "") return [];
  const cells = new Set();
  for (const run of text.split(".")) {
    const match = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(run);
    if (!match) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first || last >= COUNT) return null;
    for (let cell = first; cell <= last; cell++) cells.add(cell);
  }
  return [...cells].sort((one, other) => one - other);
}

/** @param {number[]} cells @param {number[]} more @returns {number[]} both, in order, each once */
export const joined = (cells, more) => [...new Set([...cells, ...more])].sort((one, other) => one - other);

/** @param {{row: number, column: number}} middle @param {number} width cells: odd @returns {number[]} what a square rubber covers */
export function covered({ row, column }, width) {
  const reach = (width - 1) / 2;
  const cells = [];
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const [r, c] = [row + down, column + right];
      if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) cells.push(r * SIDE + c);
    }
  }
  return cells;
}

/** The cells on the way from one cell to another, both included. @param {{row: number, column: number}} from @param {{row: number, column: number}} to */
export function between(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column), 1);
  return Array.from({ length: steps + 1 }, (_, step) => ({
    row: Math.round(from.row + ((to.row - from.row) * step) / steps),
    column: Math.round(from.column + ((to.column - from.column) * step) / steps),
  }));
}
