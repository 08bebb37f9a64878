// @ts-check
/** The eraser game: an 8 becomes a 3 with as few rubbed out cells as possible; and a greedy player shows what it finds. */

import { element } from "../../network/dom.js";
import { percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { bestOf } from "./changing.js";

const TARGET = 3;
const PACE = 350; // ms between the cells of the greedy player

/** @param {import("../types.js").Host} host */
export function createGame(host) {
  const { words } = host.words;
  const task = element("p", { class: "bi-task" });
  const whose = element("p", { class: "ch-quiet" });
  const count = element("strong", { class: "bi-count", "data-testid": "rubbed" });
  const best = element("span", { class: "ch-quiet", "data-testid": "best" });
  const told = element("p", { role: "status", "data-testid": "game-told" });
  const watch = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "greedy", onclick: () => (stop ? stop() : play()) }, words.gameGreedy);
  const again = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "game-again", onclick: () => {
    stop?.();
    host.change({ game: [] });
  } }, words.gameAgain);
  const greedy = element("p", { class: "ch-quiet", "data-testid": "greedy-told" });
  const root = element("div", { class: "bi-game" }, task, whose, element("div", { class: "bi-tally" }, count, best), told, element("div", { class: "bi-acts" }, watch, again), greedy);
  /** @type {(() => void) | null} */
  let stop = null;
  /** @type {Record<string, number>} fewest cells on this visit, by network and picture */
  const fewest = {};
  let about = "";
  let watched = ""; // the cells that the greedy player rubbed out: no feat of the visitor's

  /** Its moves come as fast as they are found, and are shown at a pace that can be followed. */
  function play() {
    /** @type {{erased: number[], won: boolean}[]} */
    const moves = [];
    let over = false;
    let timer = 0;
    greedy.textContent = "";
    const end = host.work("greedy", {}, {
      step(_done, _total, answer) {
        if (answer) moves.push(answer.data);
      },
      end(outcome) {
        over = true;
        if (outcome !== "done") finish();
      },
    });
    let shown = 0;
    const tick = () => {
      if (shown < moves.length) {
        const { erased } = moves[shown++];
        const cells = [...erased].sort((one, other) => one - other);
        watched = cells.join();
        host.change({ game: cells }, "greedy");
      } else if (over) {
        const last = moves[moves.length - 1];
        if (last) greedy.textContent = filled(last.won ? words.gameGreedyTold : words.gameGreedyLost, { count: last.erased.length });
        finish();
        return;
      }
      timer = window.setTimeout(tick, PACE);
    };
    function finish() {
      clearTimeout(timer);
      stop = null;
      watch.textContent = words.gameGreedy;
    }
    stop = () => {
      end();
      finish();
    };
    watch.textContent = words.gameGreedyStop;
    tick();
  }

  return {
    root,
    /** @param {string} model @param {boolean} own whether the 8 is the visitor's digit @param {Float32Array} eight */
    present(model, own, eight) {
      const key = `${model} ${Array.from(eight).join("")}`;
      if (about !== key) {
        if (about) stop?.();
        about = key;
        greedy.textContent = "";
        task.replaceChildren(...host.prose(filled(words.gameTask, { model })));
        whose.textContent = own ? words.gameOwn : words.gameSample;
      }
    },
    /** @param {string} model @param {number[]} erased @param {number} inked before anything was rubbed out @param {Float32Array} shares */
    show(model, erased, inked, shares) {
      const digit = bestOf(shares);
      const won = digit === TARGET;
      count.textContent = filled(words.gameCount, { erased: erased.length });
      if (won && erased.length && erased.join() !== watched) fewest[about] = Math.min(fewest[about] ?? Infinity, erased.length);
      best.textContent = fewest[about] === undefined ? "" : filled(words.gameBest, { best: fewest[about] });
      told.textContent = won ? filled(words.gameWon, { model, share: percentage(shares[digit]), erased: erased.length, inked })
        : filled(words.gameNot, { model, digit, share: percentage(shares[digit]), three: percentage(shares[TARGET]) });
      root.dataset.won = String(won);
      again.disabled = erased.length === 0;
    },
    leave: () => stop?.(),
  };
}
