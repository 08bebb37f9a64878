// @ts-check
/** The component's entry: a part of a chapter, kept across the server's messages. */

import { createCheck } from "./check.js";
import { createLesson } from "./lesson.js";
import { readMessage } from "./message.js";
import { whenShared } from "./readings.js";

/**
 * @typedef {object} Part
 * @property {(message: import("./types.js").Message) => void} receive
 * @property {() => void} setTheme
 * @property {() => void} dispose
 */

/** @type {WeakMap<Element, {part: Part | null, data: Uint8Array | null, send: (name: string, value: any) => void, stop: () => void}>} */
const kept = new WeakMap();

/** @param {{data: Uint8Array, parentElement: HTMLElement, setStateValue: (name: string, value: any) => void}} component */
export default function chapter({ data, parentElement, setStateValue }) {
  const mine = kept.get(parentElement) ?? { part: null, data: null, send: setStateValue, stop: () => {} };
  kept.set(parentElement, mine);
  mine.send = setStateValue;
  if (data === mine.data) mine.part?.setTheme();
  else {
    mine.data = data;
    const message = readMessage(data);
    const root = /** @type {HTMLElement} */ (parentElement.querySelector(".cnnviz"));
    /** @param {string} name @param {any} value */
    const send = (name, value) => mine.send(name, value);
    mine.stop();
    if (message.header.part === "check") {
      const check = (mine.part ??= createCheck(root, send));
      mine.stop = whenShared(message.header.reading, (read) => check.receive({ ...message, read }));
    } else {
      mine.part ??= createLesson(root, send);
      mine.part.receive(message);
    }
  }
  return () => {
    // Streamlit calls this too while the component stays: when new data overtakes the call that is under way.
    if (parentElement.isConnected) return;
    mine.stop();
    kept.get(parentElement)?.part?.dispose();
    kept.delete(parentElement);
  };
}
