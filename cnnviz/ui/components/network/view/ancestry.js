// @ts-check
/** What a map comes from, and from what that comes. */

import { sourcesOf } from "./chain.js";

/** @typedef {"chosen" | "source" | "ancestor"} Role   the map itself, a map it is computed from, one that those come from */

/** @param {import("./types.js").MapKey} key */
export const keyOf = ({ stage, channel }) => `${stage}/${channel}`;

/**
 * @param {import("./types.js").Stage[]} stages @param {import("./types.js").MapKey} chosen
 * @returns {Map<string, Role>} for each map that has to do with it, by "stage/channel"
 */
export function rolesOf(stages, chosen) {
  /** @type {Map<string, Role>} */
  const roles = new Map([[keyOf(chosen), "chosen"]]);
  let row = sourcesOf(stages, chosen.stage, chosen.channel);
  /** @type {Role} */
  let role = "source";
  while (row.length) {
    const fresh = row.filter((map) => !roles.has(keyOf(map)));
    for (const map of fresh) roles.set(keyOf(map), role);
    const before = new Map(fresh.flatMap((map) => sourcesOf(stages, map.stage, map.channel)).map((map) => [keyOf(map), map]));
    row = [...before.values()];
    role = "ancestor";
  }
  return roles;
}
