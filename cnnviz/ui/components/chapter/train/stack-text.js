// @ts-check
/**
 * A stack as a short text, for the address: "c32-r-m2-f-d10". A letter a kind, its first number behind it; further
 * settings, k kernel, s stride, p padding, where they are not as usual.
 */

import { Unreadable } from "../knobs.js";
import { KINDS, MOST_LAYERS, usual } from "./kinds.js";

/** @typedef {import("./kinds.js").Layer} Layer */

/** @param {Layer[]} layers @returns {string} */
export const written = (layers) => layers.map((layer) => {
  const { letter, settings } = KINDS[layer.kind];
  const own = settings.map(({ name, letter: of, initial }, place) =>
    (place > 0 && layer[name] === (initial ?? layer.size) ? "" : `${of}${layer[name]}`));
  return letter + own.join("");
}).join("-");

/** @param {string} text @returns {Layer[]} Unreadable for what is no stack */
export function read(text) {
  if (text === "") return [];
  const parts = text.split("-");
  if (parts.length > MOST_LAYERS) throw new Unreadable("layers", { count: parts.length, most: MOST_LAYERS });
  return parts.map((part, place) => layerOf(part, place + 1));
}

/** @param {string} part @param {number} number counted from 1 @returns {Layer} */
function layerOf(part, number) {
  const kind = Object.keys(KINDS).find((name) => KINDS[name].letter === part[0]);
  const [, first = "", rest = ""] = /^[a-z](\d*\.?\d*)((?:[a-z]\d+)*)$/.exec(part) ?? [];
  if (!kind || part !== part[0] + first + rest) throw new Unreadable("layer", { layer: part.slice(0, 30), place: number });
  const layer = usual(kind);
  const { settings } = KINDS[kind];
  const given = [...(first ? [["", first]] : []), ...[...rest.matchAll(/([a-z])(\d+)/g)].map(([, letter, digits]) => [letter, digits])];
  for (const [letter, digits] of given) {
    const setting = settings.find((one) => one.letter === letter);
    const value = Number(digits);
    if (!setting || !(value >= setting.least && value <= setting.most) || (setting.name !== "share" && !Number.isInteger(value))) {
      const layer = part.slice(0, 30);
      throw setting ? new Unreadable("setting", { layer, number: digits, least: setting.least, most: setting.most }) : new Unreadable("layer", { layer, place: number });
    }
    layer[setting.name] = value;
    if (setting.name === "size") layer.stride = value;
  }
  return layer;
}
