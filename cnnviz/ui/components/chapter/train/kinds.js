// @ts-check
/**
 * The kinds of layers, what can be set of each, and how each is written in an address. A test compares them with
 * cnnviz/stacks/layers.py.
 *
 * @typedef {{name: string, letter: string, least: number, most: number, initial: number | null}} Setting   initial null: as `size`
 * @typedef {{letter: string, settings: Setting[]}} Kind   the first setting stands right behind the kind's letter
 * @typedef {{kind: string} & Record<string, any>} Layer
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  convolution: {
    letter: "c",
    settings: [
      { name: "maps", letter: "", least: 1, most: 64, initial: 8 },
      { name: "kernel", letter: "k", least: 1, most: 11, initial: 3 },
      { name: "stride", letter: "s", least: 1, most: 4, initial: 1 },
      { name: "padding", letter: "p", least: 0, most: 5, initial: 0 },
    ],
  },
  relu: { letter: "r", settings: [] },
  tanh: { letter: "t", settings: [] },
  max_pooling: { letter: "m", settings: windowed() },
  average_pooling: { letter: "a", settings: windowed() },
  dropout: { letter: "o", settings: [{ name: "share", letter: "", least: 0, most: 0.9, initial: 0.25 }] },
  flatten: { letter: "f", settings: [] },
  dense: { letter: "d", settings: [{ name: "units", letter: "", least: 1, most: 512, initial: 10 }] },
};

export const MOST_LAYERS = 24;

/** @returns {Setting[]} of a pooling */
function windowed() {
  return [
    { name: "size", letter: "", least: 1, most: 8, initial: 2 },
    { name: "stride", letter: "s", least: 1, most: 8, initial: null },
  ];
}

/** @param {string} kind @returns {Layer} with its usual settings */
export function usual(kind) {
  /** @type {Layer} */
  const layer = { kind };
  for (const { name, initial } of KINDS[kind].settings) layer[name] = initial ?? layer.size;
  return layer;
}
