// @ts-check
/** The handwriting tray: digits of the visitor's own, to be learned from or to be tested on. */

import { element } from "../../../network/dom.js";
import { filled } from "../../prose.js";
import { createChoosing, download } from "./files.js";
import { createPad } from "./pad.js";
import { createShelf } from "./shelf.js";
import { more, pixelsOf, read, withDigit, without, written } from "./tray-file.js";
import { createTrayReadings } from "./tray-readings.js";

/** @typedef {import("../types.js").Run} Run @typedef {import("./tray-file.js").Digit} Digit */

const KEY = "cnnviz.tray";
const FILE = "handwriting.json";
const AT_REST = ["paused", "finished", "stopped", "failed"];

/** @param {import("../../types.js").Host} host @param {() => void} changed digits were put there or taken off @returns {import("../types.js").AfterPart & {wants: () => Record<string, any>, learns: () => number, lacks: () => string}} */
export function createTray(host, changed) {
  const words = host.words.words.tray;
  let digits = remembered();
  /** @type {{label: number, strokes: number[][]}[]} drawn and labelled, and not on the tray yet */
  let waiting = [];
  /** @type {Digit[] | null} the tray before digits were taken from it, or came from a file */
  let before = null;
  /** @type {number | null} */
  let chosen = null;
  /** @type {import("./tray-readings.js").Row[]} */
  let rows = [];
  /** @type {import("../../types.js").Scene | null} */
  let scene = null;
  /** @type {Run | null} */
  let run = null;
  let asked = "";

  const pad = createPad(words, put, present);
  const labels = Array.from({ length: 10 }, (_, digit) => element("button", {
    type: "button", class: "cnnviz-button tr-label", "data-testid": `put-${digit}`, "aria-label": filled(words.put, { digit }), onclick: () => put(digit),
  }, String(digit)));
  const button = (/** @type {string} */ name, /** @type {() => void} */ press) =>
    element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": `tray-${name}`, onclick: press }, words[name]);
  const undo = button("undo", () => pad.undo());
  const clear = button("clear", () => pad.clear());
  const screen = button("screen", () => pad.clear(inkOnScreen()));
  const shelf = createShelf(words, { choose: (place) => { chosen = chosen === place ? null : place; present(); }, remove });
  const look = button("look", () => {
    if (chosen !== null) host.ask("coded", { pixels: digits[chosen].pixels }, ({ data }) => host.wish({ digit: data.code, exact: true }), { anyway: true });
  });
  const take = button("take", () => { if (chosen !== null) remove(chosen); });
  const back = button("back", () => { if (before) change(before, null); });
  const empty = button("empty", () => change([], digits));
  const save = button("save", () => download(FILE, written(digits), "application/json"));
  const load = createChoosing({ text: words.load, accept: ".json,application/json", testid: "tray-load" }, add);
  const box = element("input", { type: "checkbox", "data-testid": "tray-learn", onchange: () => host.change({ learn: box.checked }) });
  const learning = element("label", { class: "tr-learn" }, box, element("span", {}, words.learn));
  const lacking = element("p", { class: "tr-told", "data-testid": "tray-lacks" });
  const count = element("p", { class: "tr-hint", role: "status", "data-testid": "tray-count" });
  const problem = element("p", { class: "cnnviz-alert", role: "alert", hidden: true, "data-testid": "tray-problem" });
  const readings = createTrayReadings(words);
  const root = element("section", { class: "tr-part tr-tray", "data-testid": "tray" },
    element("h3", {}, words.title), element("p", { class: "tr-hint" }, words.what),
    element("div", { class: "tr-desk" }, pad.root,
      element("div", { class: "tr-deskside" },
        element("p", { class: "tr-hint" }, words.which), element("div", { class: "tr-labels", role: "group", "aria-label": words.which }, ...labels),
        element("div", { class: "tr-buttons" }, undo, clear, screen))),
    problem, count, shelf.root,
    element("div", { class: "tr-buttons" }, look, take, back, save, load, empty),
    learning, lacking, readings.root);

  const inkOnScreen = () => (scene ? scene.read.values.slice(0, 28 * 28) : null);

  /** What is on the pad goes on the tray as that digit. @param {number} label */
  function put(label) {
    if (isFull()) return;
    if (pad.screen) {
      change(withDigit(digits, { label, pixels: pixelsOf(pad.screen) }), null);
      pad.clear();
    } else if (pad.strokes.length) {
      waiting = [...waiting, { label, strokes: pad.strokes }];
      pad.clear();
      bring();
    } else tell(words.nothing);
  }

  /** All drawings that wait go at once: whoever draws fast is not held up, and none is lost. */
  function bring() {
    const sent = waiting;
    host.ask("drawn", { drawings: sent.map(({ strokes }) => strokes) }, ({ data }) => {
      const here = sent.map((drawing, at) => ({ drawing, ...data.drawn[at] })).filter(({ drawing }) => waiting.includes(drawing));
      waiting = waiting.filter((drawing) => !sent.includes(drawing));
      const good = here.filter(({ refused }) => !refused);
      if (good.length) change(good.reduce((tray, { drawing: { label }, pixels }) => withDigit(tray, { label, pixels }), digits), null);
      const wrong = here.find(({ refused }) => refused);
      if (wrong) tell(wrong.refused);
    }, { anyway: true });
  }

  function isFull() {
    const most = scene?.data.files.tray ?? Infinity;
    if (digits.length + waiting.length < most) return false;
    tell(filled(words.full, { most }));
    return true;
  }

  /** @param {number} place */
  function remove(place) { change(without(digits, place), digits); }

  /** @param {File} file */
  async function add(file) {
    const most = 2_000 * (scene?.data.files.tray ?? 0); // a digit takes about 1,100 bytes: what is larger need not travel
    const text = file.size > most ? null : await file.text().catch(() => null);
    if (text === null) tell(filled(words.unreadable, { name: file.name }));
    else {
      const had = digits;
      host.ask("add", { tray: written(had), file: text }, ({ data }) => {
        if (data.refused) tell(data.refused);
        // What was put there or taken off meanwhile stays so.
        else change(more(read(data.tray), had).reduce(withDigit, digits), digits);
      }, { anyway: true });
    }
  }

  /** @param {Digit[]} next @param {Digit[] | null} old what can be put back */
  function change(next, old) {
    const known = new Map(digits.map((digit) => [`${digit.label} ${digit.pixels}`, digit]));
    digits = next.map((digit) => known.get(`${digit.label} ${digit.pixels}`) ?? digit);
    before = old;
    chosen = null;
    tell();
    remember();
    present();
    changed();
  }

  /** @param {string} [wrong] */
  function tell(wrong) {
    problem.textContent = wrong ?? "";
    problem.hidden = !wrong;
  }

  function remember() {
    try {
      window.localStorage.setItem(KEY, JSON.stringify({ file: written(digits) }));
    } catch {
      // A browser that keeps nothing: the tray lasts as long as the page is open.
    }
  }

  /** How the networks read the tray; asked when it, they, or the state of the run have changed. */
  function ask() {
    if (!scene || (run && !AT_REST.includes(run.phase))) return;
    const tray = written(digits);
    const about = JSON.stringify([tray, scene.read.network.model, run?.id, run?.phase, run?.now?.step, run?.test]);
    if (about === asked) return;
    asked = about;
    if (digits.length === 0) {
      rows = [];
      present();
      return;
    }
    host.ask("read-tray", { tray, run: run?.id ?? null, earlier: run?.earlier[0] ?? null }, ({ data }) => {
      if (written(digits) !== tray) return;
      ({ rows } = data);
      present();
    });
  }

  function present() {
    const latest = rows[rows.length - 1];
    const answers = latest?.answers.length === digits.length ? latest.answers : null;
    shelf.show(digits, answers, chosen);
    readings.show(answers ? rows : [], digits.length, scene?.read.network.label ?? "");
    count.textContent = digits.length === 0 ? words.none : filled(words[digits.length === 1 ? "one" : "count"], { count: digits.length });
    undo.disabled = pad.strokes.length === 0;
    clear.disabled = pad.strokes.length === 0 && !pad.screen;
    screen.disabled = pad.screen !== null;
    look.hidden = take.hidden = chosen === null;
    back.hidden = !before;
    save.disabled = empty.disabled = digits.length === 0;
    box.checked = learns();
    lacking.textContent = lacks();
  }

  const learns = () => host.knobs().learn === true;
  const lacks = () => (learns() && digits.length === 0 ? words.lacks : "");

  present();
  return {
    root,
    show(next, now) {
      const other = !scene || inkChanged(scene, next);
      const fresh = scene?.read.network.model !== next.read.network.model;
      scene = next;
      run = now;
      if (other) {
        asked = ""; // an answer about the digit before is not delivered
        if (!pad.strokes.length) pad.clear(inkOnScreen());
      } else if (fresh) asked = "";
      if (box.checked !== learns() || lacking.textContent !== lacks()) present();
      ask();
    },
    wants: () => (digits.length ? { tray: written(digits), learn: learns() } : {}),
    learns: () => (learns() ? digits.length : 0),
    lacks,
    dispose() {},
  };
}

/** @param {import("../../types.js").Scene} one @param {import("../../types.js").Scene} other */
function inkChanged(one, other) {
  for (let cell = 0; cell < 28 * 28; cell++) if (one.read.values[cell] !== other.read.values[cell]) return true;
  return false;
}

/** @returns {Digit[]} */
function remembered() {
  try {
    return read(JSON.parse(window.localStorage.getItem(KEY) ?? "{}").file);
  } catch {
    return [];
  }
}
