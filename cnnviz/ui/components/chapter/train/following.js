// @ts-check
/**
 * The visitor's run: started, commanded, looked at several times a second, found again by its name after a reload.
 *
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("./types.js").Run} Run
 */

import { joined, NONE } from "./curves.js";

const OFTEN = 250; // ms between two looks at a run at work
const SELDOM = 3000; // ms while nothing happens by itself
const LOST = 8000; // ms after which a look that was not answered is asked for again
const KEY = "cnnviz.train";
const EARLIER = 4; // runs that are remembered beside the last one

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
      if (data.gone) {
        if (has) host.say(data.gone);
        forget();
        return;
      }
      run = {
        id, ...data, order: data.order ?? has?.order, earlier: kept.earlier,
        ...joined(has ?? NONE, data.first, arrays.points, arrays.own),
        arrays, probabilities: data.seen && arrays.probabilities.values,
      };
      changed(run);
      if (first > 0 && data.phase === "paused") {
        command("step", { steps: first });
        first = 0;
      }
      lookIn(AT_WORK.includes(data.phase) ? OFTEN : SELDOM);
    });
    lookIn(LOST);
  }

  /** @param {string} command @param {Record<string, any>} [more] */
  function command(command, more = {}) {
    if (!kept.run) return;
    host.ask("command", { run: kept.run, command, ...more }, () => {
      if (command === "restart" && run) run = { ...run, points: [], own: [] };
      look();
    });
  }

  function forget() {
    kept.run = null;
    remember(kept);
    run = null;
    clearTimeout(timer);
    changed(null);
  }

  lookIn(0);
  return {
    get run() { return run; },
    /** @param {Record<string, any>} order stack, settings @param {number} steps make so many and stay; 0: go on to the end */
    start(order, steps) {
      host.ask("start", { ...order, ...wants(), visitor: kept.visitor, paused: steps > 0 }, ({ data }) => {
        first = steps;
        if (kept.run) kept.earlier = [kept.run, ...kept.earlier].slice(0, EARLIER);
        kept.visitor = data.visitor;
        kept.run = data.run;
        remember(kept);
        run = null;
        look();
      });
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

/** @returns {{visitor: string | null, run: string | null, earlier: string[]}} */
function remembered() {
  try {
    const { visitor = null, run = null, earlier = [] } = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return { visitor, run, earlier };
  } catch {
    return { visitor: null, run: null, earlier: [] };
  }
}

/** @param {{visitor: string | null, run: string | null, earlier: string[]}} kept */
function remember(kept) {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the run goes on as long as the page is open.
  }
}
