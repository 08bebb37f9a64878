// @ts-check
/** The component's entry: the desk and the network view, kept across the server's messages. */

import { createStudio } from "./studio.js";

/** @type {WeakMap<Element, ReturnType<typeof createStudio>>} */
const studios = new WeakMap();
// The component may leave the page, with its chapter, and come again.
/** @type {import("./studio.js").Left | null} */
let left = null;

/** @param {{data: Uint8Array, parentElement: HTMLElement, setStateValue: (name: string, value: any) => void}} component */
export default function cnnviz({ data, parentElement, setStateValue }) {
  let studio = studios.get(parentElement);
  if (!studio) {
    const root = parentElement.querySelector(".cnnviz");
    studio = createStudio(/** @type {HTMLElement} */ (root), left);
    studios.set(parentElement, studio);
  }
  studio.receive(data, setStateValue);
  return () => {
    // Streamlit calls this too while the component stays: when new data overtakes the call that is under way.
    if (parentElement.isConnected) return;
    left = studios.get(parentElement)?.dispose() ?? left;
    studios.delete(parentElement);
  };
}
