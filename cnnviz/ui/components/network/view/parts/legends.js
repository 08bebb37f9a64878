// @ts-check
/** Legends: a ramp under the columns it speaks for, with its ends and its zero. */

import { element, write } from "../../dom.js";
import { legendsOf } from "../layout/legends.js";
import { brief } from "../numbers.js";
import { putAt } from "./maps.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("../layout/legends.js").LegendBox} LegendBox
 */

const DIGIT = 6.6; // px at 12.5 px type
const ROOM_FOR_WORDS = 320;

/**
 * @param {Stage[]} stages @param {import("../layout/wide.js").Plane} plane @param {import("../types.js").Scale} scale
 * @returns {{nodes: HTMLElement[], show: (reaches: Float32Array[] | null) => void}}
 */
export function createLegends(stages, plane, scale) {
  const legends = legendsOf(stages, plane, scale).map((box) => {
    const ends = ["", "", ""].map((text) => element("span", {}, text));
    const ramp = element("div", { class: "nv-ramp" });
    const names = box.stages.map((index) => stages[index].name).join(" ");
    const node = element("div", { class: "nv-legend", "data-look": box.look, "data-stages": names }, ramp, element("div", { class: "nv-ends" }, ...ends));
    putAt(node, { x: box.x, y: box.y, width: box.width });
    return { box, node, ends };
  });
  return {
    nodes: legends.map((legend) => legend.node),
    show(reaches) {
      for (const { box, ends } of legends) {
        const texts = reaches ? endsOf(box, reaches) : ["", "", ""];
        texts.forEach((text, index) => write(ends[index], text));
      }
    },
  };
}

/** @param {LegendBox} box @param {Float32Array[]} reaches @returns {string[]} left end, middle, right end */
function endsOf(box, reaches) {
  if (box.look === "grey") return ["0", "", "1"];
  if (box.look === "each") {
    const roomy = box.width >= ROOM_FOR_WORDS;
    return roomy ? ["− its largest", "0 · every map has a scale of its own", "+ its largest"] : ["−", "per map", "+"];
  }
  const reach = reaches[box.stages[0]][0];
  if (reach === 0) return ["", "0", ""];
  const ends = [brief(-reach), "0", brief(reach)];
  const needed = ends.join("").length * DIGIT + 14;
  return needed <= box.width ? ends : ["", `±${ends[2]}`, ""];
}
