// @ts-check
/**
 * Streamlit opens a window over the page when its server is away, and locks the page behind it. One may draw on here,
 * and the network view says that it is reconnecting: shell.css hides that window, this takes the lock away.
 *
 * @param {Document} page
 * @returns {() => void} leaves the page as Streamlit has it
 */
export function keepUnlocked(page) {
  const root = page.getElementById("root");
  if (!root) return () => {};
  const observer = new MutationObserver(() => {
    if (root.inert && page.querySelector("[data-testid=stConnectionStatus]")) root.inert = false;
  });
  observer.observe(root, { attributeFilter: ["inert"] });
  return () => observer.disconnect();
}
