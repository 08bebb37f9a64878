// @ts-check
/**
 * The line to the visitor's session: the desk goes there whenever it rests, and each time
 * it changes where the live route is shut. One desk is under way at a time; the newest wins.
 */

// A rerun takes some 60 ms; a server that says nothing for this long is not there.
const SILENCE = 4000;

/** @param {{silent: () => void, heard: () => void}} on */
export function createSession(on) {
  /** @type {(name: string, value: any) => void} */
  let set = () => {};
  /** @type {any} */
  let waiting = null;
  /** @type {number | undefined} */
  let silence;
  let quiet = false;

  const alive = () => {
    clearTimeout(silence);
    silence = undefined;
    if (quiet) {
      quiet = false;
      on.heard();
    }
  };
  const flush = () => {
    const desk = waiting;
    waiting = null;
    set("desk", desk);
    // Where the live route works the server has no need to answer: only a shut one is waited for.
    if (!desk.live) {
      silence ??= setTimeout(() => {
        quiet = true;
        on.silent();
      }, SILENCE);
    }
  };

  return {
    /** @param {(name: string, value: any) => void} setStateValue */
    connect(setStateValue) { set = setStateValue; },
    /** @param {any} desk */
    desk(desk) {
      const first = waiting === null;
      waiting = desk;
      if (silence !== undefined) return;
      // One message a task: what changes together travels together.
      if (first) queueMicrotask(() => { if (waiting) flush(); });
    },
    /** @param {string} name @param {any} value */
    send(name, value) { set(name, value); },
    /** The server answered. */
    answered() {
      alive();
      if (waiting) flush();
    },
    alive,
    stop() { clearTimeout(silence); },
  };
}
