// @ts-check
/** One layer of the stack: its name, settings, what it gives out and learns, and its first maps on the learner's digit. */

import { element, write } from "../../network/dom.js";
import { filled } from "../prose.js";
import { layout, paintTiles, reachOf } from "./painting.js";

const STRIP = { width: 178, height: 28, gap: 2, most: 16 };

/**
 * @param {any} words @param {HTMLElement | null} handle to drag it by @param {() => void} picked @param {(event: KeyboardEvent) => void} pressed
 */
export function createLayerRow(words, handle, picked, pressed) {
  const name = element("span", { class: "tr-name" });
  const what = element("span", { class: "tr-what" });
  const shape = element("span", { class: "tr-shape" });
  const cost = element("span", { class: "tr-cost" });
  const strip = element("canvas", { class: "tr-strip", "aria-hidden": "true", width: 1, height: 1 });
  const button = element("button", { type: "button", class: "tr-pick", onclick: picked, onkeydown: pressed }, name, what, shape, cost, element("span", { class: "tr-stripbox" }, strip));
  const root = element("li", { class: "tr-layer", "data-testid": "layer" }, element("div", { class: "tr-line" }, handle ?? element("span", { class: "tr-nohandle" }), button));
  /** @type {{tensor: import("./types.js").Tensor | undefined, ramp: Uint32Array | null}} */
  let painted = { tensor: undefined, ramp: null };
  return {
    root, button,
    /**
     * @param {{name: string, kind: string, what: string, shape: number[] | null, parameters: number}} layer shape null: not reached
     * @param {{pressed: boolean, wrong: boolean, fixed: boolean}} state
     */
    show(layer, state) {
      root.dataset.kind = layer.kind;
      root.dataset.name = layer.name;
      root.classList.toggle("is-wrong", state.wrong);
      root.classList.toggle("is-chosen", state.pressed);
      root.classList.toggle("is-unreached", !layer.shape);
      write(name, layer.name);
      write(what, layer.what);
      write(shape, layer.shape ? layer.shape.join("×") : "–");
      write(cost, layer.parameters ? layer.parameters.toLocaleString("en-US") : "");
      if (state.fixed) button.disabled = true;
      else button.setAttribute("aria-pressed", String(state.pressed));
      shape.title = layer.shape ? filled(words.gives, { shape: layer.shape.join("×") }) : "";
      cost.title = layer.parameters ? filled(words.learns, { count: layer.parameters.toLocaleString("en-US") }) : "";
    },
    /** @param {import("./types.js").Tensor | undefined} tensor @param {Uint32Array} ramp */
    paint(tensor, ramp) {
      if (tensor === painted.tensor && ramp === painted.ramp) return;
      painted = { tensor, ramp };
      strip.hidden = !tensor;
      if (!tensor) return;
      const { shape: sides, values } = tensor;
      if (sides.length === 3) paintTiles(strip, values, layout(sides[0], sides[1], sides[2], STRIP), reachOf(values), ramp);
      else paintTiles(strip, values, layout(sides[0], 1, 1, { ...STRIP, gap: sides[0] > 20 ? 0 : 1 }), reachOf(values), ramp);
    },
  };
}
