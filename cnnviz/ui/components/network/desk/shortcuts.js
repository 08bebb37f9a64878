// @ts-check
/**
 * Undo, redo and the next chapter by keyboard, and pictures that are pasted or dropped.
 *
 * @param {HTMLElement} root takes what is dropped
 * @param {{undo: () => void, redo: () => void, next: () => void, picture: (file: File) => void}} act
 * @returns {() => void} stops listening
 */
export function followShortcuts(root, act) {
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener("keydown", (event) => {
    const writing = event.target instanceof HTMLElement && event.target.closest("input[type=text], textarea, [contenteditable]");
    if (event.key === "n" && !writing && !(event.ctrlKey || event.metaKey || event.altKey) && !(event.target instanceof HTMLSelectElement)) act.next();
    if (writing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) act.redo();
    else act.undo();
  }, { signal });
  document.addEventListener("paste", (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
    if (file) act.picture(file);
  }, { signal });
  root.addEventListener("dragover", (event) => event.preventDefault(), { signal });
  root.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) act.picture(file);
  }, { signal });
  return () => controller.abort();
}
