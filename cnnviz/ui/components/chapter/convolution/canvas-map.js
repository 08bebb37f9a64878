// @ts-check
/** A map of the network view that can also be painted in red, green and blue, and lit by the beam of a torch. */

import { svg } from "../../network/dom.js";
import { createMap } from "../../network/detail/parts/map.js";
import { ENTRIES, STEPS } from "../../network/view/ramps.js";

/** @typedef {import("../../network/arithmetic/types.js").Window} Window */

export function createCanvasMap() {
  const map = createMap();
  const dark = svg("path", { class: "cv-dark", "fill-rule": "evenodd" });
  const torch = svg("svg", { class: "cv-torch", "aria-hidden": "true" });
  torch.append(dark);
  map.canvas.after(torch);
  let shape = { columns: 0, rows: 0, cell: 0, ring: 0 };
  let beam = "";
  return {
    ...map,
    /** @param {{columns: number, rows: number, cell: number, ring: number}} next ring: cells of padding on each side */
    setShape(next) {
      const { columns, rows, cell, ring } = next;
      if (Object.entries(shape).every(([name, value]) => next[/** @type {keyof typeof next} */ (name)] === value)) return;
      shape = next;
      map.setShape({ columns, rows, cell, ring: { top: ring, left: ring, bottom: ring, right: ring } });
      torch.setAttribute("width", String((columns + 2 * ring) * cell));
      torch.setAttribute("height", String((rows + 2 * ring) * cell));
    },

    /** @param {Float32Array} values (3, rows, columns) @param {number} count cells of a channel */
    paintColours(values, count) {
      const context = /** @type {CanvasRenderingContext2D} */ (map.canvas.getContext("2d"));
      const image = context.createImageData(shape.columns, shape.rows);
      for (let cell = 0; cell < count; cell++) {
        for (let channel = 0; channel < 3; channel++) image.data[4 * cell + channel] = Math.round(255 * values[channel * count + cell]);
        image.data[4 * cell + 3] = 255;
      }
      context.putImageData(image, 0, 0);
    },

    /** All but the window's cells is dimmed. @param {Window | null} window null for daylight */
    light(window) {
      const { columns, rows, cell, ring } = shape;
      let path = "";
      if (window) {
        path = `M0 0h${(columns + 2 * ring) * cell}v${(rows + 2 * ring) * cell}H0z`;
        for (let row = 0; row < window.height; row++) {
          for (let column = 0; column < window.width; column++) {
            const [x, y] = [window.left + column * window.columnStep, window.top + row * window.rowStep];
            path += `M${(x + ring) * cell} ${(y + ring) * cell}h${cell}v${cell}h${-cell}z`;
          }
        }
      }
      if (path !== beam) dark.setAttribute("d", path);
      beam = path;
    },
  };
}

/**
 * Black to the pure colour of a channel, as its light alone looks.
 * @param {number} channel 0 red, 1 green, 2 blue @returns {Uint32Array} pixels for -1 to 1, as the view's ramps
 */
export function channelRamp(channel) {
  return Uint32Array.from({ length: ENTRIES }, (_, entry) => {
    const light = Math.max(0, entry - STEPS);
    return ((255 << 24) | (light << (8 * channel))) >>> 0;
  });
}
