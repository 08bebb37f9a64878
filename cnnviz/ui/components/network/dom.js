// @ts-check
/**
 * An element with attributes and children; `on…` entries are listeners.
 *
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** The same words again would be laid out again. @param {Element} node @param {string} text */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, any>} attributes @returns {any} */
export function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/**
 * Ink, 0 to 1, painted white on black at one pixel a cell.
 *
 * @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} ink @param {number} full the value that is white
 */
export function paintInk(canvas, ink, full) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(canvas.width, canvas.height);
  const { data } = image; // clamped and rounded
  for (let cell = 0, at = 0; cell < ink.length; cell++, at += 4) {
    data[at] = data[at + 1] = data[at + 2] = (255 * ink[cell]) / full;
    data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

const UNSEEN = 100; // ms until a frame is no longer waited for

/** When the next frame has been drawn; of a page that nobody looks at there are none. @returns {Promise<void>} */
export const painted = () => new Promise((next) => {
  requestAnimationFrame(() => setTimeout(next));
  setTimeout(next, UNSEEN);
});
