// @ts-check
/** The map that an arrow key leads to. */

/** @typedef {import("../types.js").Rectangle} Rectangle */

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * @param {Rectangle[]} rectangles @param {number} from @param {string} key   ArrowRight, ArrowLeft, ArrowDown or ArrowUp
 * @returns {number} index of the nearest rectangle that way; `from` itself when there is none
 */
export function neighbour(rectangles, from, key) {
  const direction = DIRECTIONS[key];
  if (!direction) return from;
  const here = rectangles[from];
  const [dx, dy] = direction;
  let best = from;
  let least = Infinity;
  rectangles.forEach((there, index) => {
    const x = there.x + there.width / 2 - (here.x + here.width / 2);
    const y = there.y + there.height / 2 - (here.y + here.height / 2);
    const beyond =
      dx > 0 ? there.x - (here.x + here.width) : dx < 0 ? here.x - (there.x + there.width)
      : dy > 0 ? there.y - (here.y + here.height) : here.y - (there.y + there.height);
    if (index === from || beyond < 0) return;
    const aside = dx ? Math.abs(y) : Math.abs(x);
    // straight on first: up and down stay in the column, left and right go to the next column
    const cost = beyond * (dx ? 4 : 1) + aside * (dx ? 1 : 8) + (dx ? Math.abs(x) : Math.abs(y)) * 0.001;
    if (cost < least) {
      least = cost;
      best = index;
    }
  });
  return best;
}
