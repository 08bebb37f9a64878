// @ts-check
/** The keys 0 to 9 choose a class wherever the focus is, except where one writes. */

const EDITABLE = "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable='true']";

/**
 * @param {HTMLElement} root followed while it is in the page
 * @param {(digit: number) => void} choose
 * @returns {() => void} stops
 */
export function followDigits(root, choose) {
  const controller = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    const [target] = event.composedPath();
    if ((target instanceof Element && target.closest(EDITABLE)) || !root.isConnected || root.closest("[hidden]")) return;
    event.preventDefault();
    choose(Number(event.key));
  }, { signal: controller.signal });
  return () => controller.abort();
}
