// @ts-check
/**
 * The shapes of data that the network view passes around. Types only: nothing runs here.
 *
 * @typedef {"input" | "convolution" | "relu" | "max_pooling" | "average_pooling" | "flatten" | "dense" | "softmax" | "other"} Kind
 *
 * @typedef {object} ReceptiveField
 * @property {number[]} size     input pixels that one cell depends on (height, width)
 * @property {number[]} step     input pixels between neighbouring cells
 * @property {number[]} offset   first input pixel that cell (0, 0) looks at, negative with padding
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {Kind} kind
 * @property {number[]} shape              (C, H, W) for maps, (N,) for a vector
 * @property {string[]} inputs             the stages it was computed from
 * @property {number} offset               index of its first value in a frame's values
 * @property {number} length               how many values it has
 * @property {number[] | null} [kernel_size]
 * @property {number[] | null} [stride]
 * @property {number[] | null} [padding]
 * @property {number[] | null} [dilation]
 * @property {number} [parameters]
 * @property {Float32Array | null} [weight]    what it learned: (out, in, rows, columns) of a convolution, (out, in) of a dense layer
 * @property {number[] | null} [weightShape]
 * @property {Float32Array | null} [bias]      (out,)
 * @property {ReceptiveField | null} [receptive_field]
 *
 * @typedef {object} Network
 * @property {string} model
 * @property {string} label
 * @property {number} parameters
 * @property {number | null} [accuracy]
 * @property {Stage[]} stages
 *
 * @typedef {object} Frame
 * @property {Float32Array} values   every stage's values, one after the other
 * @property {boolean} exact         false for a frame that was sent with fewer bits while the pen moved
 *
 * @typedef {"map" | "layer" | "block" | "network"} Scale
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Rectangle   px
 *
 * @typedef {{stage: number, channel: number}} MapKey   which map: index of its stage and its channel
 */

export {};
