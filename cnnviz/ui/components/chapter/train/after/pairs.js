// @ts-check
/** What differs between two runs, as rows of words: what it is, then that of each run. */

import { percentage } from "../../../network/view/numbers.js";
import { filled } from "../../prose.js";

/** Layers as a line of words, with how many maps or sums each has, or how large its windows are. @param {any[]} layers @param {any} words */
export function layersOf(layers, words) {
  return layers.map(({ kind, maps, size, units, share }) => [words.short[kind] ?? words.kinds[kind], maps ?? size ?? units ?? share].filter((part) => part !== undefined).join(" ")).join(" · ");
}

/** @param {any} data `versus` in cnnviz/ui/after_run.py @param {any} words @returns {[string, string, string][]} */
export function pairs(data, words) {
  const { comparison } = words.after;
  /** @param {string} name @param {any[]} pair @param {(value: any) => string} say @returns {[string, string, string]} */
  const row = (name, pair, say) => [name, say(pair[0]), say(pair[1])];
  const share = (/** @type {number | null} */ value) => (value === null ? comparison.open : percentage(value));
  const passes = (/** @type {number | null} */ value) => (value === null ? comparison.never : String(Number(value.toPrecision(2))));
  const whole = (/** @type {number} */ value) => value.toLocaleString("en-US");
  const rows = [row(comparison.test, data.test, share)];
  for (const { goal, epochs } of data.reached) rows.push(row(filled(comparison.reached, { goal: `${Math.round(100 * goal)}\u202f%` }), epochs, passes));
  if (data.stacks) rows.push(row(comparison.stack, data.stacks, (stack) => layersOf(stack.layers, words)));
  if (data.stacks) rows.push(row(comparison.parameters, data.parameters, whole), row(comparison.multiplications, data.multiplications, whole));
  for (const [name, pair] of Object.entries(data.settings)) rows.push(row(words.training[name] ?? name, pair, (value) => words.choices[String(value)] ?? String(value)));
  const [one, other] = data.learned;
  if (one !== other) rows.push(row(comparison.learned, data.learned, whole));
  if (!data.stacks && !Object.keys(data.settings).length && one === other) rows.push([comparison.same, "", ""]);
  return rows;
}
