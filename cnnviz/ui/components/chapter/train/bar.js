// @ts-check
/** Start, pause, step, stop; how far the run is, and what is to be said of it. */

import { element, write } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { astray } from "./curves.js";

/** @typedef {import("./types.js").Run} Run */

/** What the large button does in each phase; a run that has ended goes on if it can, else a new one is started. */
const MAIN = /** @type {Record<string, string>} */ ({ asked: "pause", waiting: "pause", starting: "pause", running: "pause", paused: "resume", measuring: "pause" });
const GUESSES = 0.2; // of the test digits: who guesses reads a tenth of them rightly
const OVER = ["finished", "stopped", "failed"];

/** @param {any} words @param {Node[]} more buttons that stand beside @param {{start: (steps: number) => void, command: (name: string) => void}} act */
export function createBar(words, more, act) {
  let does = "start";
  const main = element("button", { type: "button", class: "tr-main", "data-testid": "main", onclick: () => (does === "start" ? act.start(0) : act.command(does)) });
  /** @param {string} name @param {() => void} press */
  const small = (name, press) => element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": name, title: words.buttons[`${name}Title`], onclick: press }, words.buttons[name]);
  let stepping = false; // from the start, where there is no run
  const step = small("step", () => (stepping ? act.start(1) : act.command("step")));
  const stop = small("stop", () => act.command("stop"));
  const restart = small("restart", () => act.command("restart"));
  const fill = element("span", {});
  const track = element("div", { class: "tr-track", role: "progressbar", "aria-label": words.progress, "aria-valuemin": 0, "aria-valuemax": 100 }, fill);
  const told = element("p", { class: "tr-status", role: "status", "data-testid": "status" });
  const root = element("div", { class: "tr-bar", "data-testid": "run" },
    element("div", { class: "tr-buttons" }, main, step, stop, restart, ...more), track, told);

  return {
    root,
    /**
     * @param {Run | null} run
     * @param {{can: boolean, other: boolean, known: boolean, begins: false | "goes" | "stays", note: string}} is can: the stack
     *   can be built; known: whether that is known; other: it is not the run's; begins: a run has been asked for and not been
     *   seen yet; note: what else is to be said before a start
     */
    show(run, { can, other: differs, known, begins, note }) {
      const phase = begins ? "asked" : run?.phase ?? "none";
      const other = differs && !begins;
      root.dataset.phase = phase;
      root.dataset.step = String(run?.now?.step ?? 0);
      const over = OVER.includes(phase);
      const goesOn = over && run?.resumable;
      does = other ? "start" : goesOn ? "resume" : MAIN[phase] ?? "start";
      write(main, words.buttons[run && does === "start" ? (other ? "startNew" : "startAgain") : does]);
      main.disabled = (does === "start" && !can) || (phase === "measuring" && !other);
      stepping = !run && !begins || (over && !goesOn) || other; // a step begins a run
      step.disabled = stepping ? !can : phase !== "paused" && !goesOn && begins !== "stays";
      stop.disabled = !run && !begins || over || phase === "measuring";
      // Of a run at its end "Start again" does the same, and leaves it to be compared with.
      restart.disabled = !run || other || Boolean(begins) || (over && !goesOn);
      const share = run?.now && run.now.total ? run.now.step / run.now.total : 0;
      fill.style.transform = `scaleX(${share})`;
      track.setAttribute("aria-valuenow", String(Math.round(100 * share)));
      const now = begins ? words.status.asked : can || !known || run ? sentence(run, words) : "";
      write(told, [can || !known ? "" : words.status.impossible, run && other ? words.status.other : "", now, does === "start" ? note : ""].filter(Boolean).join(" "));
    },
  };
}

/** @param {Run | null} run @param {any} words @returns {string} */
export function sentence(run, words) {
  const { status } = words;
  if (!run) return status.none;
  const { now } = run;
  const numbers = {
    place: run.place === null ? "" : status.places[run.place - 1] ?? String(run.place),
    wait: seconds(run.wait, words),
    left: seconds(run.left, words),
    step: (now?.step ?? 0).toLocaleString("en-US"),
    total: (now?.total ?? 0).toLocaleString("en-US"),
    epoch: (now?.epoch ?? 0).toFixed(2),
    epochs: run.order.settings.epochs,
    speed: now?.speed ? Math.round(now.speed).toLocaleString("en-US") : "–",
    test: run.test === null ? "–" : percentage(run.test),
  };
  const early = now !== null && now.step < now.total;
  const name = run.phase === "finished" && early ? "ended" : run.phase === "stopped" && !now?.step ? "unbegun" : run.phase;
  const main = filled(status[name], numbers);
  const high = astray(run.points);
  const rate = run.order.settings.learning_rate;
  const why = high ? filled(status.astray, { ...high, rate }) : run.test !== null && run.test < GUESSES ? filled(status.guesses, { rate }) : "";
  return [run.message, run.phase === "failed" && run.message ? "" : main, run.message ? "" : why].filter(Boolean).join(" ");
}

/** @param {number | null} count @param {any} words */
function seconds(count, words) {
  if (count === null || !Number.isFinite(count)) return filled(words.seconds, { count: "–" });
  return count < 90 ? filled(words.seconds, { count: Math.ceil(count) }) : filled(words.minutes, { count: Math.round(count / 60) });
}
