// @ts-check
/** How much room the arithmetic has: what head and bar leave of the detail. */

const NARROW = 640; // px: below, the page scrolls and the height is free
const ROOMY = 960; // px: below, the sentence stands on a line of its own
const LEAST = 278; // px: a lower detail scrolls
const EDGES = 29; // px of the detail's own edge, and between head, body and bar
const PADDING = 6; // px around the arithmetic, both sides together, so that focus rings are whole

/**
 * @param {HTMLElement} root @param {HTMLElement} head @param {HTMLElement} body @param {HTMLElement} bar
 * @param {() => void} changed
 */
export function measureRoom(root, head, body, bar, changed) {
  const size = { width: 0, height: 0 };
  let barHeight = 0;
  // What is opened in the bar lies below it and takes nothing from the arithmetic.
  const closed = () => bar.querySelector("details[open]") === null;

  /** @returns {boolean} whether it is another room now */
  function measure() {
    if (root.hidden) return false;
    const width = body.clientWidth - PADDING;
    const column = root.clientWidth < NARROW;
    root.dataset.layout = column ? "column" : root.clientWidth < ROOMY ? "tight" : "wide";
    if (closed() || barHeight === 0) barHeight = bar.offsetHeight;
    const height = column ? Infinity : Math.max(LEAST, root.clientHeight - head.offsetHeight - barHeight - EDGES - PADDING);
    if (width === size.width && height === size.height) return false;
    size.width = width;
    size.height = height;
    body.style.height = column ? "" : `${height + PADDING}px`;
    return true;
  }
  const observer = new ResizeObserver(() => measure() && changed());
  for (const node of [root, head, body, bar]) observer.observe(node);
  return {
    /** The same object always; its numbers change. */
    get size() {
      return { ...size };
    },
    measure,
    dispose: () => observer.disconnect(),
  };
}
