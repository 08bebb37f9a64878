// @ts-check
/** A chapter's state: its knobs, what can be undone, and how it stands in the address. */

import { filled } from "./prose.js";

const TOGETHER = 800; // ms: turns that follow each other as quickly as this are undone as one
const KEPT = 100; // turns that can be undone

/** @typedef {import("./types.js").Knob} Knob @typedef {Record<string, any>} State */

/** What stands in an address and is no value of a knob: which sentence of the words says so, and what fills it in. */
export class Unreadable extends Error {
  /** @param {string} why an entry of [broken], of the chapter's words or of all chapters' @param {Record<string, any>} parts */
  constructor(why, parts = {}) {
    super(why);
    this.why = why;
    this.parts = parts;
  }
}

/** @param {number[]} allowed @param {number} initial @returns {Knob} a number out of few */
export function oneOf(allowed, initial) {
  return {
    initial,
    read(text) {
      const value = Number(text);
      if (text.trim() === "" || !allowed.includes(value)) throw new Unreadable("among", { allowed });
      return value;
    },
    write: String,
  };
}

/** @param {number} low @param {number} high @param {number} initial @returns {Knob} any number from low to high */
export function between(low, high, initial) {
  return {
    initial,
    read(text) {
      const value = Number(text);
      if (text.trim() === "" || !(value >= low && value <= high)) throw new Unreadable("range", { low, high });
      return value;
    },
    write: String,
  };
}

/** @param {number} low @param {number} high @param {number | null} initial @returns {Knob} a whole number; null where none is chosen */
export function whole(low, high, initial) {
  return {
    initial,
    read(text) {
      const value = Number(text);
      if (!/^-?\d+$/.test(text) || value < low || value > high) throw new Unreadable("whole", { low, high });
      return value;
    },
    write: (value) => (value === null ? "" : String(value)),
  };
}

/** @param {string[]} allowed @param {string} initial @returns {Knob} one of some words */
export function word(allowed, initial) {
  return {
    initial,
    read(text) {
      if (!allowed.includes(text)) throw new Unreadable("among", { allowed });
      return text;
    },
    write: String,
  };
}

/** @param {boolean} initial @returns {Knob} */
export function flag(initial) {
  const { read } = word(["0", "1"], initial ? "1" : "0");
  return { initial, read: (text) => read(text) === "1", write: (value) => (value ? "1" : "0") };
}

/** @param {string} text */
const cut = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/** @param {(string | number)[]} allowed @param {string} or */
const list = (allowed, or) => (allowed.length < 2 ? allowed.join("") : `${allowed.slice(0, -1).join(", ")} ${or} ${allowed[allowed.length - 1]}`);

/** @typedef {{knob: string, text: string, fault: Unreadable}} Problem */

/**
 * What is wrong with the address, in a sentence.
 * @param {Problem} problem @param {any} words the chapter's @param {any} frame the words of all chapters
 */
export function told({ knob, text, fault }, words, frame) {
  const { allowed, ...parts } = fault.parts;
  const sentence = words.broken?.[fault.why] ?? frame.broken[fault.why];
  return filled(sentence, { what: words.knobs[knob], text: cut(text), allowed: allowed ? list(allowed, frame.or) : "", ...parts });
}

/**
 * The state that an address asks for, over what was kept.
 * @param {Record<string, Knob>} table @param {string} search "?…" @param {State | null} kept from an earlier visit
 * @returns {{state: State, problems: Problem[]}} a knob with a broken value is as at the beginning, and a problem tells of it
 */
export function readKnobs(table, search, kept) {
  const query = new URLSearchParams(search);
  /** @type {State} */
  const state = {};
  const problems = [];
  for (const [name, knob] of Object.entries(table)) {
    state[name] = kept && name in kept ? kept[name] : knob.initial;
    const text = query.get(name);
    if (text === null) continue;
    try {
      state[name] = knob.read(text);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push({ knob: name, text, fault: error });
    }
  }
  return { state, problems };
}

/** @param {Record<string, Knob>} table @param {State} state @returns {Record<string, string | null>} null for what is as at the beginning */
export function writeKnobs(table, state) {
  return Object.fromEntries(Object.entries(table).map(([name, knob]) => {
    const text = knob.write(state[name]);
    return [name, text === knob.write(knob.initial) ? null : text];
  }));
}

/** @param {Record<string, Knob>} table @param {State} first */
export function createKnobs(table, first) {
  let state = first;
  /** @type {{state: State, together: string | undefined}[]} */
  let past = [];
  let turned = -Infinity;
  const initial = Object.fromEntries(Object.entries(table).map(([name, knob]) => [name, knob.initial]));
  /** @param {State} one @param {State} other */
  const same = (one, other) => Object.entries(table).every(([name, knob]) => knob.write(one[name]) === knob.write(other[name]));
  return {
    get state() { return state; },
    get canUndo() { return past.length > 0; },
    get canReset() { return !same(state, initial); },
    /** @param {State} changes @param {string} [together] @param {number} [now] ms @returns {boolean} whether anything changed */
    change(changes, together, now = performance.now()) {
      const next = { ...state, ...changes };
      if (same(next, state)) return false;
      const joined = together !== undefined && past[past.length - 1]?.together === together && now - turned < TOGETHER;
      if (!joined) past = [...past, { state, together }].slice(-KEPT);
      turned = now;
      state = next;
      return true;
    },
    undo() {
      const last = past[past.length - 1];
      if (!last) return;
      past = past.slice(0, -1);
      state = last.state;
    },
    reset() {
      if (same(state, initial)) return;
      past = [...past, { state, together: undefined }].slice(-KEPT);
      state = initial;
    },
  };
}
