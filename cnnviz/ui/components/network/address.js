// @ts-check
/**
 * The view as the page's address holds it, so that a reload or a shared link opens the same view.
 *
 * `?model=two-block&map=conv2_1.6&cell=6.5&scale=layer&precision=full`; what is as usual is left out,
 * and what others wrote into the address stays.
 *
 * @typedef {{stage: string, channel: number, row: number, column: number}} Place stage by name, counted from 0
 * @typedef {{model: string | null, place: Place | null, scale: string | null, full: boolean}} Address
 */

import { SCALES } from "./view/scales.js";

const OURS = ["model", "map", "cell", "scale", "precision"];

/** @param {string} search "?…" @returns {Address} what cannot be understood is left out */
export function readAddress(search) {
  const query = new URLSearchParams(search);
  const map = /^(.+)\.(\d+)$/.exec(query.get("map") ?? "");
  const cell = /^(\d+)\.(\d+)$/.exec(query.get("cell") ?? "");
  const scale = SCALES.find((one) => one === query.get("scale")) ?? null;
  return {
    model: query.get("model"),
    place: map && { stage: map[1], channel: Number(map[2]), row: Number(cell?.[1] ?? 0), column: Number(cell?.[2] ?? 0) },
    scale,
    full: query.get("precision") === "full",
  };
}

/** @param {string} search the present one @param {Address} address @returns {string} "?…", or "" when nothing is left */
export function writeAddress(search, address) {
  const query = new URLSearchParams(search);
  for (const name of OURS) query.delete(name);
  const { model, place, scale, full } = address;
  if (model) query.set("model", model);
  if (place) {
    query.set("map", `${place.stage}.${place.channel}`);
    query.set("cell", `${place.row}.${place.column}`);
  }
  if (scale) query.set("scale", scale);
  if (full) query.set("precision", "full");
  const text = query.toString();
  return text && `?${text}`;
}
