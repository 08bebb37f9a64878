// @ts-check
/**
 * A cell and how its number comes about. Types only: nothing runs here.
 *
 * Maps, rows, columns and entries are counted from 0. Numbers are JavaScript's doubles: a product of two float32 is
 * exact in them, and a sum is off by far less than PyTorch's own rounding.
 *
 * @typedef {import("../view/types.js").Network} Network
 * @typedef {import("../view/types.js").Stage} Stage
 * @typedef {import("../view/types.js").Kind} Kind
 *
 * @typedef {object} Read
 * @property {Network} network
 * @property {Float32Array} values   every stage's recorded values, one after the other
 *
 * @typedef {object} Cell            for a vector: channel 0, row 0, and its index as the column
 * @property {number} stage          index of its stage
 * @property {number} channel
 * @property {number} row
 * @property {number} column
 *
 * @typedef {object} Window          a part of an input map, in its cells; it may reach outside, into the padding
 * @property {number} top            first row
 * @property {number} left           first column
 * @property {number} height         how many rows are looked at
 * @property {number} width          how many columns
 * @property {number} rowStep        from one row that is looked at to the next: the dilation
 * @property {number} columnStep
 *
 * @typedef {object} Term            one cell of a window
 * @property {number} row            in the input map
 * @property {number} column
 * @property {boolean} inside        false for the padding
 * @property {number} input          its recorded value, 0 for the padding
 *
 * @typedef {Term & {weight: number, product: number}} Product
 *
 * @typedef {object} ConvolutionInput   what one input map gives
 * @property {number} stage
 * @property {number} channel
 * @property {Window} window
 * @property {Product[]} terms       row after row
 * @property {number} sum            of the products
 *
 * @typedef {object} ConvolutionExplanation
 * @property {"convolution"} kind
 * @property {Cell} cell
 * @property {ConvolutionInput[]} inputs
 * @property {number} bias           0 for a layer without one
 * @property {number} total          the sums and the bias
 * @property {number} recorded       by PyTorch
 * @property {number} result         as the arithmetic has it
 *
 * @typedef {object} ReluExplanation
 * @property {"relu"} kind
 * @property {Cell} cell
 * @property {Cell} from             the cell before
 * @property {number} before
 * @property {number} after          max(0, before)
 * @property {number} cut            how many of the map's cells were below zero
 * @property {number} count          how many cells the map has
 * @property {number} recorded
 * @property {number} result
 *
 * @typedef {object} PoolingExplanation
 * @property {"max_pooling" | "average_pooling"} kind
 * @property {Cell} cell
 * @property {{stage: number, channel: number}} input   the map it looks at
 * @property {Window} window
 * @property {Term[]} terms          row after row
 * @property {number | null} winner  index of the largest term, the first of several; null for an average
 * @property {Cell | null} from      where the winner lies; null for an average
 * @property {number | null} divisor what an average divides by: its window's cells, padding included; null for a maximum
 * @property {number} total
 * @property {number} recorded
 * @property {number} result
 *
 * @typedef {object} FlattenExplanation
 * @property {"flatten"} kind
 * @property {Cell} cell
 * @property {Cell} from             the cell that became this entry
 * @property {number} index          of the entry
 * @property {number} recorded
 * @property {number} result
 *
 * @typedef {object} Contribution
 * @property {number} index          of the entry
 * @property {Cell | null} from      the cell it was flattened from, if it was
 * @property {number} value
 * @property {number} weight
 * @property {number} product
 *
 * @typedef {object} DenseExplanation
 * @property {"dense"} kind
 * @property {Cell} cell
 * @property {number} input          index of the stage with the entries
 * @property {number | null} maps    index of the stage with the maps that the entries were flattened from, if they were
 * @property {{inputs: Float32Array, weights: Float32Array, products: Float64Array}} terms   one number an entry
 * @property {{channel: number, sum: number}[] | null} perMap   the contributions gathered per map, where there are maps
 * @property {{for: Contribution[], against: Contribution[]}} largest   up to ten each, the largest first
 * @property {number} bias           0 for a layer without one
 * @property {number} total
 * @property {number} recorded
 * @property {number} result
 *
 * @typedef {object} SoftmaxTerm
 * @property {number} index          of the class
 * @property {number} logit
 * @property {number} shifted        (logit - largest logit) / temperature, so that nothing overflows
 * @property {number} exponential    e to that
 * @property {number} share          of the sum
 * @property {number} recorded       the probability that PyTorch recorded, at temperature 1
 *
 * @typedef {object} SoftmaxExplanation
 * @property {"softmax"} kind
 * @property {Cell} cell
 * @property {number} input          index of the stage with the logits
 * @property {SoftmaxTerm[]} terms
 * @property {number} sum            of the exponentials
 * @property {number} temperature
 * @property {number} recorded       at temperature 1
 * @property {number} result         the cell's share, at the temperature
 *
 * @typedef {object} PlainExplanation   a cell without arithmetic: of the input, or of a layer of unknown making
 * @property {"input" | "other"} kind
 * @property {Cell} cell
 * @property {number} recorded
 * @property {number} result
 *
 * @typedef {ConvolutionExplanation | ReluExplanation | PoolingExplanation | FlattenExplanation | DenseExplanation
 *   | SoftmaxExplanation | PlainExplanation} Explanation
 */

export {};
