// @ts-check
/** Where things are within the view's root, and where a card may lie. All in px from the root's corner. */

/** @typedef {import("./types.js").Rectangle} Rectangle */

const ROOM = 260; // px of height that a card needs at least
const DISTANCE = 8; // px between a card and the answer

/** @param {HTMLElement} root @param {Element} node @returns {Rectangle} */
export function rectangleIn(root, node) {
  const outer = root.getBoundingClientRect();
  const inner = node.getBoundingClientRect();
  return { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
}

/**
 * The part of the root that is in the window, without the answer where a card has room beside it or below.
 * @param {HTMLElement} root @param {HTMLElement | null} answer @returns {Rectangle}
 */
export function roomForCard(root, answer) {
  const { x, y } = root.getBoundingClientRect();
  const left = Math.max(0, -x);
  const top = Math.max(0, -y);
  const right = Math.min(root.clientWidth, window.innerWidth - x);
  const bottom = Math.min(root.clientHeight, window.innerHeight - y);
  const whole = { x: left, y: top, width: right - left, height: bottom - top };
  const { layout } = root.dataset;
  if (!answer || answer.hidden || layout === "stack") return whole;
  const taken = rectangleIn(root, answer);
  if (layout !== "band") return { ...whole, width: taken.x - DISTANCE - left };
  const below = Math.max(top, taken.y + taken.height);
  return bottom - below > ROOM ? { ...whole, y: below, height: bottom - below } : whole;
}
