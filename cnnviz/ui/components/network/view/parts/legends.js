// @ts-check
/** Legends: a ramp under the columns it speaks for, with its ends and its zero. */

import { element } from "../../dom.js";
import { legendsOf } from "../layout/legends.js";
import { brief } from "../numbers.js";
import { putAt } from "./maps.js";

/**
 * @typedef {import("../types.js").Stage} Stage
 * @typedef {import("../layout/legends.js").LegendBox} LegendBox
 */

const ROOM_FOR_THREE = 104; // px that "−22.6  0  22.6" need
const ROOM_FOR_WORDS = 320;

/**
 * @param {Stage[]} stages @param {import("../layout/wide.js").Plane} plane @param {import("../types.js").Scale} scale
 * @returns {{nodes: HTMLElement[], show: (reaches: Float32Array[] | null) => void}}
 */
export function createLegends(stages, plane, scale) {
  const legends = legendsOf(stages, plane, scale).map((box) => {
    const ends = ["", "", ""].map((text) => element("span", {}, text));
    const kind = box.look === "signed" && box.width < ROOM_FOR_THREE ? "both" : box.look;
    const ramp = element("div", { class: "nv-ramp" });
    const node = element("div", { class: "nv-legend", "data-look": kind, "data-stages": box.stages.map((index) => stages[index].name).join(" ") }, ramp, element("div", { class: "nv-ends" }, ...ends));
    putAt(node, { x: box.x, y: box.y, width: box.width });
    return { box, kind, node, ends };
  });
  return {
    nodes: legends.map((legend) => legend.node),
    show(reaches) {
      for (const { box, kind, ends } of legends) {
        const texts = reaches ? endsOf(box, kind, reaches) : ["", "", ""];
        texts.forEach((text, index) => {
          if (ends[index].textContent !== text) ends[index].textContent = text;
        });
      }
    },
  };
}

/** @param {LegendBox} box @param {string} kind @param {Float32Array[]} reaches */
function endsOf(box, kind, reaches) {
  if (kind === "grey") return ["0", "", "1"];
  if (kind === "each") {
    const roomy = box.width >= ROOM_FOR_WORDS;
    return roomy ? ["− its largest", "0 · every map has a scale of its own", "+ its largest"] : ["−", "per map", "+"];
  }
  const reach = reaches[box.stages[0]][0];
  if (reach === 0) return kind === "both" ? ["", "0", ""] : ["", "0", ""];
  return kind === "both" ? ["", `±${brief(reach)}`, ""] : [brief(-reach), "0", brief(reach)];
}
