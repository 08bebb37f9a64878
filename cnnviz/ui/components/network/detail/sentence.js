// @ts-check
/** A cell's arithmetic in one sentence, as a screen reader says it. */

import { isPicture } from "../view/chain.js";
import { percentage } from "../view/numbers.js";
import { inWords } from "./headings.js";
import { convolutionTexts, numberText, sumTexts } from "./printing.js";

/** @typedef {import("./types.js").State} State */

/** @param {import("../view/types.js").Network} network @param {import("./types.js").Cell} cell @returns {string} "conv2_1, map 6, row 6, column 5" */
export function placeText({ stages }, { stage: index, channel, row, column }) {
  const stage = stages[index];
  if (!isPicture(stage)) return `${stage.name}, number ${column}`;
  return `${stage.name}${stage.shape[0] > 1 ? `, map ${channel}` : ""}, row ${row}, column ${column}`;
}

/** @param {State} state @returns {string} */
export function sentenceOf({ network, cell, explanation, full }) {
  const number = (/** @type {number} */ value) => numberText(value, full);
  const place = placeText(network, cell);
  switch (explanation.kind) {
    case "convolution": {
      const { all, bias, total } = convolutionTexts(explanation, 0, full);
      const { inputs } = explanation;
      const sums = inputs.length === 1 ? "The products add up to" : `The sums of ${inWords(inputs.length)} input maps make`;
      return `${place}. ${sums} ${all}; with the bias ${bias} that is ${total}.`;
    }
    case "relu": {
      const { before, after, cut, count } = explanation;
      return `${place}. ${number(before)} ${before < 0 ? "is below zero and becomes 0" : `stays ${number(after)}`}. ${cut} of ${count} ${isPicture(network.stages[cell.stage]) ? "cells" : "numbers"} were cut to zero.`;
    }
    case "max_pooling": {
      const { terms, from, total } = explanation;
      const values = terms.filter((term) => term.inside).map((term) => number(term.input));
      return `${place}. The largest of ${values.join(", ")} is ${number(total)}${from ? `, from row ${from.row}, column ${from.column}` : ""}.`;
    }
    case "average_pooling": {
      const { terms, divisor, total } = explanation;
      const sum = terms.reduce((one, term) => one + term.input, 0);
      return `${place}. ${terms.length} cells add up to ${sumTexts(terms.map((term) => term.input), sum, full).total}; divided by ${divisor} that is ${number(total)}.`;
    }
    case "flatten":
      return `${place}. It is ${placeText(network, explanation.from)}: ${number(explanation.result)}.`;
    case "dense": {
      const { bias, total } = explanation;
      const texts = sumTexts([total - bias, bias], total, full);
      return `${place}. ${explanation.terms.inputs.length} products add up to ${texts.parts[0]}; with the bias ${texts.parts[1]} that is ${texts.total}.`;
    }
    case "softmax": {
      const { terms, sum, result } = explanation;
      return `${place}. e to the power of its logit is ${number(terms[cell.column].exponential)} of ${number(sum)} in all: ${percentage(result)}.`;
    }
    default:
      return `${place}. ${number(explanation.result)}.`;
  }
}
