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

import { hasCell, positions } from "./arithmetic/geometry.js";
import { channelsOf } from "./view/chain.js";
import { SCALES } from "./view/scales.js";

const OURS = ["model", "map", "cell", "scale", "precision"];
// The drawing as a chapter's link holds it: true until another one is drawn.
const DRAWING = ["sample", "digit", "exact"];

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

/**
 * The cell that an address asks for, by number; of a map without such a cell, its first one.
 *
 * @param {Place} place @param {import("./view/types.js").Network} network
 * @returns {import("./arithmetic/types.js").Cell | null} null where the network has no such map
 */
export function cellAt({ stage: name, channel, row, column }, { stages }) {
  const stage = stages.findIndex((one) => one.name === name);
  if (stage < 0 || channel >= channelsOf(stages[stage])) return null;
  const cell = { stage, channel, row, column };
  return hasCell(stages[stage], cell) ? cell : { stage, channel, row: 0, column: 0 };
}

/**
 * What an address asks for in vain, and what is shown instead, in words.
 *
 * @param {string} search "?…" @param {import("./view/types.js").Network} network the one that is shown
 * @param {string[]} models the networks that there are
 * @returns {string | null} null where all of it is shown
 */
export function complaint(search, network, models) {
  const query = new URLSearchParams(search);
  const { place } = readAddress(search);
  const [model, map, cell, scale, precision] = OURS.map((name) => query.get(name));
  const found = [];
  if (model !== null && !models.includes(model)) {
    found.push(`there is no network “${model}” (there are ${models.join(", ")}), so ${network.model} is shown`);
  }
  const stage = place && network.stages.find((one) => one.name === place.stage);
  if (map !== null && !place) found.push(`“${map}” is no map (one is ${network.stages[1].name}.0), so no cell is opened`);
  else if (place && !stage) {
    found.push(`${network.model} has no stage “${place.stage}” (it has ${listed(network.stages)}), so no cell is opened`);
  } else if (place && stage && !cellAt(place, network)) {
    found.push(`${stage.name} has the maps 0 to ${channelsOf(stage) - 1} and no map ${place.channel}, so no cell is opened`);
  } else if (stage && cell !== null && !isCell(cell, stage)) {
    const { rows, columns } = positions(stage);
    found.push(`${stage.name} has the cells 0.0 to ${rows - 1}.${columns - 1} and no cell “${cell}”, so 0.0 is opened`);
  } else if (cell !== null && !stage) found.push(`the cell “${cell}” comes without its map, so no cell is opened`);
  if (scale !== null && !SCALES.some((one) => one === scale)) {
    found.push(`there is no scale “${scale}” (there are ${SCALES.join(", ")}), so the usual one is used`);
  }
  if (precision !== null && precision !== "full") {
    found.push(`there is no precision “${precision}” (there is full), so the numbers are short`);
  }
  return found.length ? `The address asks for what is not here: ${found.join("; ")}.` : null;
}

/** @param {{name: string}[]} stages */
const listed = (stages) => stages.map((one) => one.name).join(", ");

/** @param {string} text @param {import("./view/types.js").Stage} stage */
function isCell(text, stage) {
  const found = /^(\d+)\.(\d+)$/.exec(text);
  return found !== null && hasCell(stage, /** @type {any} */ ({ channel: 0, row: Number(found[1]), column: Number(found[2]) }));
}

/**
 * @param {string} search the present one @param {Address} address
 * @param {boolean} [drawn] whether the drawing is another one than the address has
 * @returns {string} "?…", or "" when nothing is left
 */
export function writeAddress(search, address, drawn = false) {
  const query = new URLSearchParams(search);
  for (const name of drawn ? [...OURS, ...DRAWING] : OURS) query.delete(name);
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
