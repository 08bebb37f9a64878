// @ts-check
/** The component's entry: the desk and the network view, kept across the server's messages. */

import { createStudio } from "./studio.js";

/** @type {WeakMap<Element, ReturnType<typeof createStudio>>} */
const studios = new WeakMap();
// Streamlit may take the component out of the page and mount it anew, in the middle of the work.
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
    left = studios.get(parentElement)?.dispose() ?? left;
    studios.delete(parentElement);
  };
}
