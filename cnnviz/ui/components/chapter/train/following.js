// @ts-check
/**
 * The visitor's run: started, commanded, looked at several times a second, found again by its name after a reload.
 *
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("./types.js").Run} Run
 */

import { queued } from "./commands.js";
import { joined, NONE } from "./curves.js";

const OFTEN = 250; // ms between two looks at a run at work
const HURRY = [50, 50, 100, 100, 200, 400, 800]; // ms between looks after a command: it does something when a batch has ended
const SELDOM = 3000; // ms while nothing happens by itself
const LOST = 8000; // ms after which a look that was not answered is asked for again
const KEY = "cnnviz.train";
const EARLIER = 4; // runs that are remembered beside the last one

const OVER = ["finished", "stopped", "failed"];
const AT_WORK = ["waiting", "starting", "running", "measuring"];

/**
 * @param {import("../types.js").Host} host
 * @param {() => {shown: string | null, label: number | null}} wants what is to be looked at
 * @param {(run: Run | null) => void} changed
 */
export function createFollowing(host, wants, changed) {
  const kept = remembered();
  /** @type {Run | null} */
  let run = null;
  let timer = 0;
  let over = false;
  let first = 0; // batches that a run which has just been started is to make before it stays
  let begins = false; // a run has been asked for, and not been looked at yet
  /** @type {import("./commands.js").Command[]} */
  let waiting = [];
  let hurried = HURRY.length; // how many looks have followed each other quickly
  let busy = false; // a start or a command is under way
  let asking = false; // a start is
  let lost = ""; // what became of a run of an earlier visit that had not ended

  /** @param {number} delay */
  function lookIn(delay) {
    clearTimeout(timer);
    if (!over && kept.run) timer = window.setTimeout(look, delay);
  }

  function look() {
    const id = kept.run;
    if (!id || over) return;
    const has = run?.id === id ? run : null;
    host.ask("look", { run: id, points: has ? has.points.length : 0, order: !has, ...wants() }, ({ data, arrays }) => {
      if (over || kept.run !== id) return;
      if (!asking) begins = false; // else it is the run before that was looked at
      if (data.gone) {
        if (has) host.say(data.gone);
        else if (kept.open) lost = data.gone;
        forget();
        return;
      }
      const did = has?.phase !== data.phase || (data.phase === "paused" && has?.now?.step !== data.now?.step);
      hurried = did ? HURRY.length : hurried + 1;
      run = {
        id, ...data, order: data.order ?? has?.order, earlier: kept.earlier,
        ...joined(has ?? NONE, data.first, arrays.points, arrays.own),
        arrays, probabilities: data.seen && arrays.probabilities.values,
      };
      const open = !OVER.includes(data.phase);
      if (kept.open !== open) {
        kept.open = open;
        remember(kept);
      }
      changed(run);
      if (first > 0 && data.phase === "paused") {
        const steps = first;
        first = 0;
        command("step", steps);
      }
      lookIn(HURRY[hurried] ?? (AT_WORK.includes(data.phase) ? OFTEN : SELDOM));
    });
    lookIn(LOST);
  }

  /** One after the other: a button that is pressed before the last one was answered counts as well. @param {string} command @param {number} [steps] */
  function command(command, steps) {
    if (first > 0 && steps) {
      first += steps; // it does not stay yet
      return;
    }
    if (command !== "pause") first = 0;
    waiting = queued(waiting, steps === undefined ? { command } : { command, steps });
    next();
  }

  function next() {
    const [wanted, ...others] = waiting;
    if (busy || !kept.run || !wanted) return;
    waiting = others;
    const done = under();
    host.ask("command", { run: kept.run, ...wanted }, () => {
      if (wanted.command === "restart" && run) run = { ...run, points: [], own: [] };
      hurried = -1;
      look();
      done();
    }, { anyway: true, refused: done });
  }

  /** Something is asked of the server; what comes back says that it was answered. */
  function under() {
    busy = true;
    return () => {
      busy = false;
      next();
    };
  }

  function forget() {
    waiting = [];
    first = 0;
    kept.run = null;
    kept.open = false;
    remember(kept);
    run = null;
    clearTimeout(timer);
    changed(null);
  }

  lookIn(0);
  return {
    get run() { return run; },
    /** That a run of an earlier visit is gone, which had not ended; else "". */
    get lost() { return lost; },
    /** Whether a run has been asked for and not been seen yet; "stays": after some batches. @returns {false | "goes" | "stays"} */
    get begins() { return begins && (first > 0 ? "stays" : "goes"); },
    /** @param {Record<string, any>} order stack, settings @param {number} steps make so many and stay; 0: go on to the end */
    start(order, steps) {
      if (begins) return;
      begins = asking = true;
      first = steps;
      waiting = [];
      lost = "";
      const done = under();
      host.ask("start", { ...order, ...wants(), visitor: kept.visitor, paused: steps > 0 }, ({ data }) => {
        asking = false;
        if (kept.run) kept.earlier = [kept.run, ...kept.earlier].slice(0, EARLIER);
        kept.visitor = data.visitor;
        kept.run = data.run;
        kept.open = true;
        remember(kept);
        run = null;
        look();
        done();
      }, { anyway: true, refused() {
        begins = asking = false;
        done();
        changed(run);
      } });
      changed(run);
    },
    command,
    /** Another layer or digit is to be seen. */
    again: () => { if (kept.run) look(); },
    dispose() {
      over = true;
      clearTimeout(timer);
    },
  };
}

/** Whether there is a run of an earlier visit to be found. */
export const isRemembered = () => remembered().run !== null;

/** @typedef {{visitor: string | null, run: string | null, open: boolean, earlier: string[]}} Remembered   open: it had not ended when it was last looked at */

/** @returns {Remembered} */
function remembered() {
  try {
    const { visitor = null, run = null, open = false, earlier = [] } = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return { visitor, run, open, earlier };
  } catch {
    return { visitor: null, run: null, open: false, earlier: [] };
  }
}

/** @param {Remembered} kept */
function remember(kept) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the run goes on as long as the page is open.
  }
}
