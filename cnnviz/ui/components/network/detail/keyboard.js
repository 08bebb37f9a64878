// @ts-check
/** The detail by keyboard: arrows between cells, Page up and down between maps, Space plays, Escape closes. */

import { mapStep } from "./keys.js";

const WRITING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const PRESSED = "button, summary, a, input, select, textarea"; // where Space has a meaning of its own

/**
 * @param {HTMLElement} root
 * @param {{
 *   isOpen: () => boolean, next: (key: string, control: boolean) => import("./types.js").Cell | null,
 *   select: (cell: import("./types.js").Cell) => void, map: (by: number) => void, toggle: () => void, close: () => void,
 * }} hooks `next` says which cell a key leads to
 * @returns {() => void} stops listening
 */
export function followKeys(root, hooks) {
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    const target = event.composedPath()[0] ?? event.target;
    if (!hooks.isOpen() || event.defaultPrevented || event.altKey || !root.isConnected || !(target instanceof Element)) return;
    const writing = target.closest(WRITING);
    if (event.key === "Escape" && !event.ctrlKey && !event.metaKey) {
      if (!writing || writing.matches("input:not([type=text])")) hooks.close();
      return;
    }
    // Keys are meant for the detail when nothing else has them.
    if (target !== document.body && !root.contains(target)) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === " " && !control) {
      if (target.closest(PRESSED)) return;
      event.preventDefault();
      hooks.toggle();
      return;
    }
    const scrolls = target.closest(".dt-panel, pre");
    if (writing || scrolls || event.shiftKey) return;
    const next = hooks.next(event.key, control);
    if (next && (!control || event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      hooks.select(next);
    } else if (mapStep(event.key) && !control) {
      event.preventDefault();
      hooks.map(mapStep(event.key));
    }
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
