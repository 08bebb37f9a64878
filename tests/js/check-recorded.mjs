/**
 * Random cells of every stage: the view's arithmetic comes to what PyTorch recorded, and what is printed adds up.
 *
 * node check-recorded.mjs RECORDING CELLS: prints how many cells of which kind were checked, and how far off they were.
 */

import assert from "node:assert/strict";

import { partialMap, wholeMap } from "../../cnnviz/ui/components/network/arithmetic/convolution.js";
import { explain } from "../../cnnviz/ui/components/network/arithmetic/explain.js";
import { printed, printedGroups } from "../../cnnviz/ui/components/network/arithmetic/reconcile.js";
import { positions } from "../../cnnviz/ui/components/network/arithmetic/geometry.js";
import { randomNumbers, recording } from "./recording.mjs";

const { reads } = recording(process.argv[2]);
const cells = Number(process.argv[3]);
const random = randomNumbers(reads.length);
const below = (count) => Math.floor(random() * count);

const decimalsOf = (text) => (text.includes(".") ? text.length - text.indexOf(".") - 1 : 0);
const numberOf = (text) => Number(text.replace("−", "-"));

/** Digits without their point, signed: exact. NaN for what is not printed as a plain decimal. */
const units = (text, decimals) =>
  decimalsOf(text) === decimals && !/[^\d.−]/.test(text) ? Number(text.replace("−", "-").replace(".", "")) : NaN;

function addsUp(parts, total, what) {
  const decimals = decimalsOf(total);
  const sum = parts.reduce((one, part) => one + units(part, decimals), 0);
  if (sum === units(total, decimals) && Number.isSafeInteger(sum)) return;
  assert.fail(`${what()}: ${parts.join(" + ")} is not ${total}`);
}

/** No part is off by more than one in its last digit (and what a double cannot tell). */
function close(texts, values, what) {
  const step = 10 ** -decimalsOf(texts[0]) * 1.000001;
  texts.forEach((text, index) => {
    if (!(Math.abs(numberOf(text) - values[index]) <= step)) assert.fail(`${what()}: ${values[index]} printed as ${text}`);
  });
}

/** Prints an explanation's sum and gives back how large its terms are, all signs taken off. */
const SUMS = {
  convolution({ inputs, bias, total }, what) {
    const groups = inputs.map(({ terms }) => terms.map(({ product }) => product));
    const text = printedGroups(groups, [bias], total);
    addsUp([...text.groups.map(({ sum }) => sum), ...text.rest], text.total, what);
    text.groups.forEach(({ parts, sum }, index) => {
      addsUp(parts, sum, what);
      close(parts, groups[index], what);
    });
    close(text.groups.map(({ sum }) => sum), inputs.map(({ sum }) => sum), what);
    close([text.total, ...text.rest], [total, bias], what);
    return sizeOf(groups.flat()) + Math.abs(bias);
  },
  average_pooling({ terms, divisor, total }, what) {
    const parts = terms.map(({ input }) => input / divisor);
    flat(parts, total, what);
    return sizeOf(parts);
  },
  dense({ terms, perMap, bias, total }, what) {
    if (perMap) flat([...perMap.map(({ sum }) => sum), bias], total, what);
    else flat([...terms.products, bias], total, what);
    return sizeOf(terms.products) + Math.abs(bias);
  },
  softmax({ terms }, what) {
    flat(terms.map(({ share }) => share), 1, what);
    return 0;
  },
};

function flat(parts, total, what) {
  const text = printed(parts, total);
  addsUp(text.parts, text.total, what);
  close([text.total, ...text.parts], [total, ...parts], what);
}

const sizeOf = (numbers) => numbers.reduce((sum, number) => sum + Math.abs(number), 0);

/** The maps that a convolution's play fills: the same numbers as cell by cell. */
function mapsAgree(read, { cell, inputs, total }, at, what) {
  const agree = (map, value) => Math.abs(map[at] - value) <= 1e-5 * Math.max(1, Math.abs(value));
  const { channel, sum } = inputs[below(inputs.length)];
  if (!agree(partialMap(read, cell.stage, cell.channel, channel), sum)) assert.fail(`${what()}: partial map ${channel}`);
  if (!agree(wholeMap(read, cell.stage, cell.channel), total)) assert.fail(`${what()}: whole map`);
}

const counts = {};
let worst = 0;
for (const read of reads) {
  read.network.stages.forEach((stage, index) => {
    const { rows, columns } = positions(stage);
    const channels = stage.length / (rows * columns);
    for (let count = 0; count < cells; count++) {
      const cell = { stage: index, channel: below(channels), row: below(rows), column: below(columns) };
      const explanation = explain(read, cell);
      const what = () => `${read.network.model} ${stage.name} ${JSON.stringify(cell)}`;
      if (explanation.kind !== stage.kind) assert.fail(`${what()} is explained as ${explanation.kind}`);
      const terms = SUMS[stage.kind]?.(explanation, what) ?? 0;
      const { result, recorded } = explanation;
      // A sum that cancels is as exact as its terms are: to 1e-4 of a hundredth of their size.
      const size = Math.max(Math.abs(recorded), terms / 100, 1e-30);
      const off = Math.abs(result - recorded) / size;
      if (!(off <= 1e-4)) assert.fail(`${what()}: ${result} instead of ${recorded}`);
      worst = Math.max(worst, off);
      if (stage.kind === "convolution" && count < 3) mapsAgree(read, explanation, cell.row * columns + cell.column, what);
      counts[stage.kind] = (counts[stage.kind] ?? 0) + 1;
    }
  });
}
process.stdout.write(JSON.stringify({ counts, worst }));
