// @ts-check
/**
 * What the parts of this chapter tell each other. Types only: nothing runs here.
 *
 * @typedef {import("../types.js").Tensor} Tensor
 * @typedef {import("../types.js").Scene} Scene
 * @typedef {import("./kinds.js").Layer} Layer
 *
 * @typedef {object} Point   a place on the curves; NaN where something was not measured
 * @property {number} step          batches learned from by then
 * @property {number} epoch         passes by then
 * @property {number} loss          mean over the batches since the point before
 * @property {number} accuracy      0 to 1, of the same
 * @property {number} heldBackLoss  on digits that nothing is learned from
 * @property {number} heldBack      accuracy on them
 * @property {number} tray          accuracy on the digits of the tray, as it was at the start
 *
 * @typedef {{step: number, total: number, epoch: number, loss: number | null, accuracy: number | null,
 *   heldBack: number | null, speed: number | null}} Now
 *
 * @typedef {object} Seen   what `arrays` has of a network at one moment: probabilities, `strip NAME`, maps, filters
 * @property {string} shown                   the layer whose maps are there
 * @property {number[]} maps                  their shape
 * @property {{of: string, count: number, inputs: number} | null} filters
 *
 * @typedef {object} Run
 * @property {string} id                      with it the server finds the run
 * @property {"waiting" | "starting" | "running" | "paused" | "measuring" | "finished" | "stopped" | "failed"} phase
 * @property {string} message                 what went wrong, or why it was stopped
 * @property {number | null} place            in the queue
 * @property {number | null} wait             s until its turn, about
 * @property {number | null} left             s of training still to come
 * @property {boolean} resumable
 * @property {number} kept                    how many moments of it are kept
 * @property {number | null} test             accuracy on the test digits, 0 to 1, when it has ended
 * @property {Now | null} now
 * @property {{stack: {layers: Layer[]}, settings: Record<string, any>, label: number | null, tray: number, learned: number}} order   tray: how many digits
 *   of the visitor's own it is measured on; learned: how many of them it learns from
 * @property {Point[]} points
 * @property {Float32Array[]} own             (10,) for each point: the learner's digit then
 * @property {Seen | null} seen
 * @property {Record<string, Tensor>} arrays
 * @property {Float32Array | null} probabilities  (10,) of the learner's digit now
 * @property {string[]} earlier               ids of the visitor's runs before this one, the last first
 *
 * @typedef {object} Description   of the stack that is being built; `describe` in cnnviz/ui/chapters/train.py
 * @property {string[]} names                 of all layers
 * @property {{name: string, kind: string, shape: number[], parameters: number, multiplications: number, sees: number[] | null}[]} layers
 * @property {number} parameters
 * @property {number} multiplications
 * @property {number} cells
 * @property {{text: string, place: number | null} | null} problem
 * @property {{pytorch: string, keras: string} | null} code
 * @property {Record<string, number>} most
 * @property {Seen} [seen]
 *
 * @typedef {object} AfterPart   one of the parts that after/index.js puts together
 * @property {HTMLElement} root
 * @property {(scene: Scene, run: Run | null) => void} show   at each look at the run, up to four times a second
 * @property {() => void} dispose
 *
 * @typedef {object} After   what is made of a run beside and after it; see after/index.js
 * @property {HTMLElement} root
 * @property {HTMLElement} beside                             what stands below the settings
 * @property {(scene: Scene, run: Run | null) => void} show   at each look at the run, up to four times a second
 * @property {() => Record<string, any>} wants                what goes along with "start": {tray: a tray's file as text, learn: boolean}
 * @property {() => number} learns                            how many digits of the visitor's own would be learned from
 * @property {() => string} lacks                             what is not there that should be learned from, in words
 * @property {() => void} dispose
 */

export {};
