// @ts-check
/**
 * Another digit or network: asked of the server without a run of the page's script, and shown when it comes. Then the
 * session is told, whose script says the same once more.
 *
 * Wishes that the session has not granted yet go together: a sample, and then a network, are both wished for.
 *
 * @typedef {import("./types.js").Message} Message
 */

import { painted } from "../network/dom.js";
import { aboutOf, bodyOf } from "./body.js";
import { readMessage } from "./message.js";

const PATIENCE = 2000; // ms until the session is told all the same, and until what it says is believed whatever it is
const DRAWINGS = ["sample", "digit", "exact"];

/**
 * @param {{
 *   shown: () => Message,
 *   found: () => any,
 *   come: (message: Message) => void,
 *   tell: (wish: Record<string, any>) => void,
 * }} on what is on screen; what the page has told under the name "found"; what to do with a message; the session
 */
export function createAnother(on) {
  /** @type {{wish: Record<string, any>, id: string, at: number} | null} not granted yet */
  let open = null;
  let asking = new AbortController();

  /** @param {Record<string, any>} wish */
  async function wish(wish) {
    asking.abort();
    asking = new AbortController();
    const mine = asking;
    const { header, read } = on.shown();
    const at = performance.now();
    const kept = Object.entries(open?.wish ?? {}).filter(([name]) => !(DRAWINGS.includes(name) && ("sample" in wish || "digit" in wish)));
    open = { wish: { ...Object.fromEntries(kept), ...wish }, id: `${header.chapter} ${Math.round(at)}`, at };
    const { wish: all, id } = open;
    if (!("go" in all)) {
      try {
        const wants = { wish: all, steps: header.steps, found: on.found() };
        const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)]);
        const response = await fetch(header.another, { method: "POST", body: bodyOf(aboutOf(read), wants), signal });
        if (response.ok) {
          const bytes = new Uint8Array(await response.arrayBuffer());
          if (!mine.signal.aborted) on.come(joined(on.shown(), readMessage(bytes), all, id));
        }
      } catch {
        // The session is told, and its script shows it, or says why it cannot.
      }
      await painted(); // to tell the session keeps the page busy
    }
    if (!mine.signal.aborted) on.tell({ ...all, id });
  }

  return {
    wish,
    /** Whether a message of the session is about what was wished for last: an older one would turn the page back. @param {Message} message */
    isTimely({ header }) {
      if (open && header.wish !== open.id && performance.now() - open.at < PATIENCE) return false;
      open = null;
      return true;
    },
    dispose() { asking.abort(); },
  };
}

/**
 * What is on screen with all that the answer brings; what it does not bring stays.
 *
 * @param {Message} shown @param {Message} next @param {Record<string, any>} wish @param {string} id @returns {Message}
 */
export function joined(shown, next, wish, id) {
  const { header: old } = shown;
  const header = { ...old, ...next.header, wish: id };
  if (!("sample" in wish) && !("digit" in wish)) {
    header.sample = old.sample;
    const { model: _, ...drawing } = old.address;
    header.address = { ...drawing, ...(next.header.address.model ? { model: next.header.address.model } : {}) };
  }
  const photo = old.data.photo && { photo: old.data.photo };
  header.data = { ...next.header.data, ...photo };
  const arrays = { ...next.arrays, ...(photo && shown.arrays.photo ? { photo: shown.arrays.photo } : {}) };
  return { header, arrays, read: next.read };
}

/** Whether two messages say the same: then there is nothing to be shown anew. @param {Message} one @param {Message} other */
export function same(one, other) {
  const apart = ["wish", "weights", "values", "arrays", "network"]; // the last four are the reading's, which has a name
  const names = new Set([...Object.keys(one.header), ...Object.keys(other.header)]);
  return [...names].every((name) => apart.includes(name) || JSON.stringify(one.header[name]) === JSON.stringify(other.header[name]));
}
