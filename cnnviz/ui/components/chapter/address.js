// @ts-check
/** The page's address holds the drawing, the network and the knobs: a reload or a link opens the same. */

// Browsers refuse an address that changes more than some hundred times in half a minute.
const AFTER = 300; // ms

export function createAddress() {
  /** @type {Record<string, string | null>} */
  let entries = {};
  let timer = 0;

  function search() {
    const query = new URLSearchParams(window.location.search);
    for (const [name, text] of Object.entries(entries)) {
      if (text === null) query.delete(name);
      else query.set(name, text);
    }
    const text = query.toString();
    return text && `?${text}`;
  }

  function write() {
    const { pathname, hash } = window.location;
    const next = search();
    if (next !== window.location.search) window.history.replaceState(window.history.state, "", pathname + next + hash);
  }

  return {
    /** @param {Record<string, string | null>} next null takes an entry out; what others wrote stays */
    note(next) {
      entries = { ...entries, ...next };
      clearTimeout(timer);
      timer = window.setTimeout(write, AFTER);
    },
    /** @returns {string} the address with all that was noted */
    link() {
      const { origin, pathname } = window.location;
      return origin + pathname + search();
    },
    stop() { clearTimeout(timer); },
  };
}
