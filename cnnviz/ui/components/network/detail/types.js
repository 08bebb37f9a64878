// @ts-check
/**
 * What the frame of a detail and the kinds of layers tell each other. Types only: nothing runs here.
 *
 * A kind of layer is one file with one function, `create…(host)`, that gives a KindView.
 *
 * @typedef {import("../arithmetic/types.js").Read} Read
 * @typedef {import("../arithmetic/types.js").Cell} Cell
 * @typedef {import("../arithmetic/types.js").Explanation} Explanation
 * @typedef {import("../view/types.js").Network} Network
 * @typedef {import("../view/theme.js").Theme} Theme
 *
 * @typedef {object} Host   what a kind may ask of the frame
 * @property {(cell: Cell) => void} select             another cell of the same map: everything is shown anew at once
 * @property {(cell: Cell | null) => void} hover       a cell that is pointed at, of this or of an earlier stage
 * @property {(cell: Cell) => void} open               another map, of any stage
 * @property {(temperature: number) => void} setTemperature   of a softmax
 * @property {() => Theme} theme
 * @property {(value: number) => string} number        one number: four digits that count, or full float32 precision
 * @property {(parts: number[], total: number) => {parts: string[], total: string}} print
 *   a sum whose printed parts add up to its printed total; with full precision each number as the float32 it is
 *
 * @typedef {object} State   what is to be shown; the same object is never changed later
 * @property {Read} read
 * @property {Read | null} pinned         a second drawing, read by the same network
 * @property {Network} network
 * @property {Cell} cell
 * @property {Explanation} explanation    of the cell
 * @property {(stage: number, channel: number) => number} reach   how far a map's colours go to either side of zero
 * @property {boolean} exact              false while the pen moves and the values came with fewer bits
 * @property {boolean} full               whether numbers have full float32 precision
 * @property {number} temperature         of a softmax, else 1
 * @property {boolean} playing
 * @property {number | null} filled       positions that play has filled, in reading order; null for all
 * @property {{width: number, height: number}} room   px for the kind; height is Infinity where the page scrolls instead
 *
 * @typedef {object} KindView
 * @property {HTMLElement} root
 * @property {(state: State) => void} show   new values, another cell, another theme: keep the nodes, change their content
 * @property {() => void} dispose
 */

export {};
