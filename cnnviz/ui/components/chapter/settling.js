// @ts-check
/**
 * What the session may be told late. To tell it keeps server and page busy for a moment, in the middle of what comes
 * next: so it is told when the visitor rests, or turns to what is elsewhere, which may be another page.
 */

const RESTED = 2000; // ms without a change

/** @param {HTMLElement} root what is elsewhere is outside of it @param {() => void} tell the session */
export function createSettling(root, tell) {
  const controller = new AbortController();
  let timer = 0;

  function now() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    tell();
  }

  /** @param {Event} event */
  function turned({ target }) {
    if (!(target instanceof Node && root.contains(target))) now();
  }
  const how = { capture: true, signal: controller.signal };
  for (const name of ["pointerdown", "focusin", "click"]) document.addEventListener(name, turned, how);
  window.addEventListener("popstate", now, how); // back or on, before Streamlit hears of it

  return {
    /** Something has changed. */
    later() {
      if (controller.signal.aborted) return;
      clearTimeout(timer);
      timer = window.setTimeout(now, RESTED);
    },
    now,
    dispose() {
      controller.abort();
      clearTimeout(timer);
      timer = 0;
    },
  };
}
