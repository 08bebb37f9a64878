// @ts-check
/** The network laid out: its maps on a plane that scrolls sideways where it must, its legends, and its answer. */

import { element } from "../dom.js";
import { placedOf } from "./chain.js";
import { createAnswer } from "./parts/answer.js";
import { createLegends } from "./parts/legends.js";
import { createStages, putAt } from "./parts/maps.js";
import { createSheet } from "./paint/sheet.js";
import { reaches } from "./scales.js";

/**
 * @typedef {import("./types.js").Stage} Stage
 * @typedef {import("./types.js").Scale} Scale
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 */

/** @param {Node[]} overlays   what lies over the maps @param {string} greeting   what the answer says until the first values came */
export function createPlane(overlays, greeting) {
  /** @type {Stage[]} */
  let stages = [];
  /** @type {import("./layout/wide.js").Plane | null} */
  let plane = null;
  /** @type {MapPart[]} */
  let maps = [];
  /** @type {ReturnType<typeof createStages> | null} */
  let columns = null;
  /** @type {ReturnType<typeof createAnswer>} */
  let answer = null;
  /** @type {ReturnType<typeof createLegends> | null} */
  let legends = null;

  const sheet = createSheet("nv-sheet");
  let last = Infinity; // index of the last stage that is shown
  const surface = element("div", { class: "nv-plane" });
  const scroller = element("div", { class: "nv-scroller" }, surface);

  /** @param {import("./types.js").MapKey} map @returns {import("./types.js").Rectangle | undefined} nowhere for the answer's */
  const placeOf = ({ stage, channel }) => plane?.boxes.find((box) => box.stage === stage)?.maps[channel];

  return {
    scroller: /** @type {HTMLElement} */ (scroller),
    /** All that can be pointed at: the maps on the plane and the answer's two strips. */
    get maps() {
      return maps;
    },
    get boxes() {
      return plane?.boxes ?? [];
    },
    get answer() {
      return answer;
    },

    /** @param {Stage[]} next   of another network */
    setStages(next) {
      stages = next;
      columns = null;
      plane = null;
      maps = [];
      answer?.root.remove();
      answer = null;
    },

    /** @param {import("./layout/arrangement.js").Arrangement} arranged */
    lay(arranged) {
      plane = arranged.plane;
      if (!columns) {
        columns = createStages(stages, placedOf(stages));
        surface.replaceChildren(sheet.root, ...columns.nodes, ...overlays);
      }
      columns.place(plane);
      sheet.lay(plane);
      const lying = arranged.layout === "band";
      if (answer?.lying !== lying) {
        answer?.root.remove();
        answer = createAnswer(stages, lying);
        if (answer) scroller.after(answer.root);
        answer?.say(greeting);
      }
      const absent = arranged.layout === "focus" && plane.answerWidth === 0;
      if (answer) answer.root.hidden = absent;
      maps = [...columns.maps, ...(answer && !absent ? answer.maps : [])];
      putAt(surface, { width: plane.width, height: plane.height });
      surface.style.setProperty("--nv-plane", `${plane.width}px`);
    },

    /** What comes after a stage is an empty frame. @param {number} reached index of the last stage that is shown */
    reach(reached) {
      last = reached;
      for (const map of maps) map.button.toggleAttribute("data-ahead", map.stage > reached);
      if (!answer) return;
      const [logits, probabilities] = answer.maps.map((map) => map.stage <= reached);
      answer.root.dataset.reached = probabilities ? "all" : logits ? "logits" : "none";
    },

    /** @param {Scale} scale @param {string} gradient CSS */
    label(scale, gradient) {
      surface.style.setProperty("--nv-gradient", gradient);
      if (!plane) return;
      for (const node of legends?.nodes ?? []) node.remove();
      legends = createLegends(stages, plane, scale);
      surface.append(...legends.nodes);
    },

    /**
     * @param {Float32Array | null} values @param {Scale} scale @param {import("./theme.js").Theme} theme
     * @returns {number | null} the most probable class, where there is one
     */
    paint(values, scale, theme) {
      const reach = values && reaches(stages, values, scale);
      // What is ahead was perhaps painted before.
      if (last !== Infinity) sheet.empty();
      for (const map of maps) {
        const ramp = stages[map.stage].kind === "input" ? theme.grey : theme.signed;
        if (!values || !reach) {
          map.picture.clear();
          continue;
        }
        map.picture.paint(values, map.start, map.count, reach[map.stage][map.channel], ramp);
        const place = placeOf(map);
        if (place && map.stage <= last) sheet.put(map.picture, place);
      }
      if (values) sheet.show();
      else sheet.clear();
      legends?.show(reach);
      return answer?.show(values) ?? null;
    },
  };
}
