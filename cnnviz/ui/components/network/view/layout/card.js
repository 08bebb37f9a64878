// @ts-check
/** Where a card goes: beside the map it explains, over neither that map nor what the map is computed from. */

/** @typedef {import("../types.js").Rectangle} Rectangle */

const DISTANCE = 14;

/** @param {Rectangle} a @param {Rectangle} b @returns {number} px² that both cover */
export function overlap(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(value, high));

/**
 * @param {{width: number, height: number}} card
 * @param {Rectangle} target     the map
 * @param {Rectangle[]} sources  what it is computed from
 * @param {Rectangle} bounds     where the card may be
 * @param {Rectangle[]} [before] where the card rather is not: what the sources come from
 * @returns {{x: number, y: number, cost: number}}   the less it costs, the less is covered
 */
export function placeCard(card, target, sources, bounds, before = []) {
  const right = bounds.x + bounds.width - card.width;
  const bottom = bounds.y + bounds.height - card.height;
  const middle = clamp(target.y + target.height / 2 - card.height / 2, bounds.y, Math.max(bounds.y, bottom));
  const centre = clamp(target.x + target.width / 2 - card.width / 2, bounds.x, Math.max(bounds.x, right));
  const all = [target, ...sources];
  const leftmost = Math.min(...all.map((one) => one.x));
  const top = Math.min(...all.map((one) => one.y));
  const lowest = Math.max(...all.map((one) => one.y + one.height));
  const wanted = [
    { x: target.x + target.width + DISTANCE, y: middle },
    { x: leftmost - card.width - DISTANCE, y: middle },
    { x: target.x - card.width - DISTANCE, y: middle },
    { x: centre, y: lowest + DISTANCE },
    { x: centre, y: top - card.height - DISTANCE },
  ];
  let best = wanted[0];
  let least = Infinity;
  wanted.forEach((place, preference) => {
    const x = clamp(place.x, bounds.x, Math.max(bounds.x, right));
    const y = clamp(place.y, bounds.y, Math.max(bounds.y, bottom));
    const here = { x, y, ...card };
    /** @param {Rectangle[]} rectangles */
    const covered = (rectangles) => rectangles.reduce((sum, one) => sum + overlap(here, one), 0);
    const cost = 1000 * overlap(here, target) + 20 * covered(sources) + 0.5 * covered(before) + preference;
    if (cost < least) {
      least = cost;
      best = { x, y };
    }
  });
  return { x: Math.round(best.x), y: Math.round(best.y), cost: least };
}
