// @ts-check
/** The map whose detail is open: it stands out, and so does what it comes from; all else steps back. */

import { keyOf, rolesOf } from "./ancestry.js";
import { createConnections } from "./parts/connections.js";
import { rectangleIn } from "./sight.js";

/**
 * @typedef {import("./types.js").MapKey} MapKey
 * @typedef {import("./types.js").Rectangle} Rectangle
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 *
 * @typedef {object} Scene
 * @property {import("./types.js").Stage[]} stages
 * @property {MapPart[]} maps
 * @property {import("./layout/wide.js").StageBox[]} boxes
 */

const BESIDE = 24; // px left and right of what is scrolled into view

/** @param {HTMLElement} root @param {() => Scene} scene */
export function createFocusing(root, scene) {
  const inside = createConnections(); // on the plane, scrolled with it
  const across = createConnections(); // from the plane to the answer
  /** @type {MapKey | null} */
  let chosen = null;

  /** @param {MapKey} key @returns {Rectangle | null} on the plane; null for the answer's */
  const placeOf = ({ stage, channel }) => scene().boxes.find((box) => box.stage === stage)?.maps[channel] ?? null;

  /** @param {MapKey} key @returns {Rectangle | null} from the root's corner, as it is in sight */
  function inSight(key) {
    const button = scene().maps.find((map) => keyOf(map) === keyOf(key))?.button;
    return button ? rectangleIn(root, button) : null;
  }

  /** Lines from the map's sources, where all are laid out, and both scrolled into view. @param {HTMLElement} scroller */
  function connect(scroller) {
    inside.hide();
    across.hide();
    if (!chosen) return;
    const { stages } = scene();
    const sources = [...rolesOf(stages, chosen)].filter(([, role]) => role === "source").map(([key]) => split(key));
    const place = placeOf(chosen);
    const [connections, where] = place ? [inside, placeOf] : [across, inSight];
    const target = where(chosen);
    // On a narrow page the answer is not laid out while a detail is open.
    const laid = sources.filter((key) => where(key));
    const found = laid.map((key) => /** @type {Rectangle} */ (where(key)));
    // Side by side maps have a line in common, that crosses none of them.
    const ends = new Map(scene().boxes.map(({ stage, maps }) => [stage, Math.max(...maps.map((map) => map.x + map.width))]));
    const starts = laid.map((key, index) => ({ ...found[index], width: (ends.get(key.stage) ?? 0) - found[index].x }));
    if (target) connections.show(target, found, false, place && found.length > 1 ? starts : found);
    if (place) reveal(scroller, place, found);
  }

  return {
    nodes: [across.root],
    plane: inside.root,
    get chosen() {
      return chosen;
    },

    /** @param {MapKey | null} next */
    choose(next) {
      chosen = next;
      if (next) root.dataset.focus = keyOf(next);
      else delete root.dataset.focus;
      this.mark();
    },

    /** Say of each map, and of each stage, what it is to the chosen one. */
    mark() {
      const { stages, maps } = scene();
      const roles = chosen ? rolesOf(stages, chosen) : new Map();
      const ranks = ["chosen", "source", "ancestor"];
      /** @type {Map<Element, number>} */
      const groups = new Map();
      for (const map of maps) {
        const role = roles.get(keyOf(map));
        setRole(map.button, role);
        if (role === "chosen") map.button.setAttribute("aria-current", "true");
        else map.button.removeAttribute("aria-current");
        const group = map.button.parentElement;
        if (group) groups.set(group, Math.min(groups.get(group) ?? Infinity, role ? ranks.indexOf(role) : Infinity));
      }
      groups.forEach((rank, group) => setRole(/** @type {HTMLElement} */ (group), ranks[rank]));
    },

    connect,
  };
}

/**
 * Scroll sideways so that the map can be seen, and as much as possible of what it comes from.
 * @param {HTMLElement} scroller @param {Rectangle} place @param {Rectangle[]} sources
 */
function reveal(scroller, place, sources) {
  const left = Math.min(place.x, ...sources.map((source) => source.x)) - BESIDE;
  const right = place.x + place.width + BESIDE;
  const room = scroller.clientWidth;
  scroller.scrollLeft = right - left > room ? right - room : (left + right - room) / 2;
}

/** @param {HTMLElement} node @param {string | undefined} role */
function setRole(node, role) {
  if (role) node.dataset.role = role;
  else delete node.dataset.role;
}

/** @param {string} key "stage/channel" @returns {MapKey} */
function split(key) {
  const [stage, channel] = key.split("/").map(Number);
  return { stage, channel };
}
