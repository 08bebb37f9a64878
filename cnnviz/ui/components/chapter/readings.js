// @ts-check
/** The reading on screen, which travels once: the chapter's own part brings it, the others wait for it by its name. */

/** @typedef {import("./types.js").Read} Read */

/** @type {{name: string, read: Read} | null} */
let shared = null;
/** @type {Set<() => void>} */
const waiting = new Set();

/** @param {string} name @param {Read} read */
export function share(name, read) {
  shared = { name, read };
  for (const look of [...waiting]) look();
}

/**
 * Call back with the reading of that name, now or when it comes.
 *
 * @param {string} name @param {(read: Read) => void} come @returns {() => void} ends the waiting
 */
export function whenShared(name, come) {
  const look = () => {
    if (shared?.name !== name) return;
    waiting.delete(look);
    come(shared.read);
  };
  waiting.add(look);
  look();
  return () => { waiting.delete(look); };
}
