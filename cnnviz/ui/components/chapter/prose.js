// @ts-check
/** A text with **bold**, `code` and [[terms]], as nodes; a term opens what the glossary says of it. */

import { element } from "../network/dom.js";

const PARTS = /\*\*(.+?)\*\*|`(.+?)`|\[\[(.+?)(?:\|(.+?))?\]\]/g;

/**
 * @param {string} text
 * @returns {{kind: "text" | "bold" | "code" | "term", text: string, term?: string}[]} its parts in order
 */
export function parse(text) {
  /** @type {ReturnType<typeof parse>} */
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > from) parts.push({ kind: "text", text: text.slice(from, match.index) });
    const [whole, bold, code, term, shown] = match;
    if (bold !== undefined) parts.push({ kind: "bold", text: bold });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else parts.push({ kind: "term", text: shown ?? term, term });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
}

/** @param {Record<string, string>} glossary @returns {(text: string) => Node[]} */
export function createProse(glossary) {
  const entry = (/** @type {string} */ term) => glossary[term.toLowerCase()];
  return (text) => parse(text).map(({ kind, text: shown, term }) => {
    if (kind === "bold") return element("strong", {}, shown);
    if (kind === "code") return element("code", {}, shown);
    const meaning = term && entry(term);
    return meaning ? termNode(shown, term, meaning) : document.createTextNode(shown);
  });
}

/** @param {string} shown @param {string} term @param {string} meaning */
function termNode(shown, term, meaning) {
  const note = element("span", { class: "ch-meaning", role: "note", popover: "auto" }, element("strong", {}, term), ` ${meaning}`);
  const button = element("button", { type: "button", class: "ch-term", "aria-haspopup": "dialog", "data-testid": "term" }, shown);
  button.popoverTargetElement = note;
  note.addEventListener("beforetoggle", () => {
    const box = button.getBoundingClientRect();
    note.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 348))}px`;
    note.style.top = `${box.bottom + 6}px`;
  });
  return element("span", {}, button, note);
}

/** Fill in the braces of a text. @param {string} text @param {Record<string, string | number>} numbers */
export const filled = (text, numbers) => text.replace(/\{(\w+)\}/g, (whole, name) => String(numbers[name] ?? whole));
