// @ts-check
/**
 * Experiments asked of the server: answers at once, or works in steps, about the digit and the network on screen.
 *
 * @typedef {import("./types.js").Answer} Answer @typedef {import("./types.js").Working} Working
 */

import { bodyOf } from "./body.js";
import { createPackets } from "./packets.js";
import { readMessage } from "./message.js";

const RETRY = 1500; // ms until a server that did not answer is asked again
const PATIENCE = 20000; // ms
const UNREACHABLE = ""; // no experiment's name

/**
 * @typedef {{wants: Record<string, any>, answered: (answer: Answer) => void} & import("./types.js").Asking} Ask
 * @param {{
 *   path: () => string,
 *   about: () => import("./body.js").About,
 *   say: (text: string | null) => void,
 *   unreachable: () => string,
 * }} on `path` with the chapter's name at its place KIND/CHAPTER; `about` is what is on screen
 */
export function createLaboratory(on) {
  /** @type {Map<string, {waiting: Ask | null, busy: boolean}>} one question of a name under way, the newest waits */
  const names = new Map();
  /** @type {Set<AbortController>} */
  const works = new Set();
  const gone = new AbortController();
  /** @type {string | null} whose message is shown */
  let said = null;

  /** A message stays until the same experiment is answered; that nobody answers, until anybody does. @param {string} name @param {string | null} text */
  function say(name, text) {
    if (text === null && said !== name && said !== UNREACHABLE) return;
    if (text !== null || said !== null) on.say(text);
    said = text === null ? null : name;
  }

  /** @param {string} kind @param {string} name @param {Record<string, any>} wants @param {AbortSignal} signal */
  function post(kind, name, wants, signal) {
    return fetch(`${on.path().replace("KIND", kind)}/${name}`, { method: "POST", body: bodyOf(on.about(), wants), signal });
  }

  /** @param {string} name */
  async function pump(name) {
    const mine = /** @type {{waiting: Ask | null, busy: boolean}} */ (names.get(name));
    const ask = mine.waiting;
    if (gone.signal.aborted || mine.busy || !ask) return;
    mine.waiting = null;
    mine.busy = true;
    const about = on.about();
    try {
      const response = await post("ask", name, ask.wants, AbortSignal.any([gone.signal, AbortSignal.timeout(PATIENCE)]));
      if (response.ok) {
        const { header, arrays } = readMessage(new Uint8Array(await response.arrayBuffer()));
        say(name, null);
        // Of another digit or network it would be a lie; what was asked since about this one follows.
        if ((ask.anyway || same(about, on.about())) && !gone.signal.aborted) ask.answered({ data: header.data, arrays, wants: ask.wants });
      } else {
        say(name, (await response.json()).error);
        if (!gone.signal.aborted) ask.refused?.();
      }
    } catch {
      if (gone.signal.aborted) return;
      say(UNREACHABLE, on.unreachable());
      mine.waiting ??= ask;
      await new Promise((resolve) => { setTimeout(resolve, RETRY); });
    } finally {
      mine.busy = false;
    }
    pump(name);
  }

  return {
    /** @param {string} name @param {Record<string, any>} wants @param {(answer: Answer) => void} answered @param {import("./types.js").Asking} [how] */
    ask(name, wants, answered, how = {}) {
      const mine = names.get(name) ?? { waiting: null, busy: false };
      names.set(name, mine);
      mine.waiting = { wants, answered, ...how };
      pump(name);
    },
    /** @param {string} name @param {Record<string, any>} wants @param {Working} working @returns {() => void} */
    work(name, wants, working) {
      const controller = new AbortController();
      works.add(controller);
      follow(post("work", name, wants, controller.signal), working, (text) => say(name, text)).catch(() => {
        if (controller.signal.aborted) return "stopped";
        say(UNREACHABLE, on.unreachable());
        return "failed";
      }).then((outcome) => {
        works.delete(controller);
        if (!gone.signal.aborted) working.end(/** @type {any} */ (outcome));
      });
      return () => controller.abort();
    },
    dispose() {
      gone.abort();
      for (const work of works) work.abort();
    },
  };
}

/** @param {Promise<Response>} posted @param {Working} working @param {(text: string | null) => void} say @returns {Promise<"done" | "failed">} */
async function follow(posted, working, say) {
  const response = await posted;
  if (!response.ok || !response.body) {
    say((await response.json()).error);
    return "failed";
  }
  say(null);
  const reader = response.body.getReader();
  const packets = createPackets();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("The answer has no end.");
    for (const packet of packets.take(value)) {
      const { header, arrays } = readMessage(packet);
      if (header.end) {
        if (header.error) say(header.error);
        return header.end;
      }
      working.step(header.done, header.total, header.answer ? { data: header.data, arrays, wants: {} } : null);
    }
  }
}

/** @param {{model: string, picture: Float32Array}} one @param {{model: string, picture: Float32Array}} other */
const same = (one, other) => one.model === other.model && one.picture.every((value, cell) => value === other.picture[cell]);
