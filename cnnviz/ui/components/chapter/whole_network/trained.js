// @ts-check
/** The patches of training digits that excite a map most, as the page was told them. */

/**
 * @typedef {{pixels: Uint8Array, value: number, label: number}} Patch
 * @typedef {{side: [number, number], maps: Patch[][]}} Trained   of one stage: for each map its patches, the best first
 */

/**
 * @param {Record<string, {shape: number[], pixels: string, values: number[][], labels: number[][]}>} told by stage
 * @returns {Record<string, Trained>}
 */
export function trainedOf(told) {
  return Object.fromEntries(Object.entries(told).map(([stage, { shape, pixels, values, labels }]) => {
    const [maps, kept, rows, columns] = shape;
    const bytes = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
    const size = rows * columns;
    const patch = (/** @type {number} */ map, /** @type {number} */ place) => ({
      pixels: bytes.subarray((map * kept + place) * size, (map * kept + place + 1) * size),
      value: values[map][place],
      label: labels[map][place],
    });
    return [stage, {
      side: /** @type {[number, number]} */ ([rows, columns]),
      maps: Array.from({ length: maps }, (_, map) => Array.from({ length: kept }, (_each, place) => patch(map, place))),
    }];
  }));
}
