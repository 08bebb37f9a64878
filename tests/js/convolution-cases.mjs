/** Maps, partial maps, answers to strokes and code of cases that tests/test_convolution_knobs.py writes as JSON. */

import { readFileSync } from "node:fs";

import { codeOf } from "../../cnnviz/ui/components/chapter/convolution/code.js";
import { layerRead } from "../../cnnviz/ui/components/chapter/convolution/layer.js";
import { answerTo, isSolved } from "../../cnnviz/ui/components/chapter/convolution/measure.js";
import { filterOf, knobs, pictureOf } from "../../cnnviz/ui/components/chapter/convolution/state.js";
import { explainConvolution, partialMap, wholeMap } from "../../cnnviz/ui/components/network/arithmetic/convolution.js";
import { readPayload } from "../../cnnviz/ui/components/network/payload.js";

const [path, casesPath] = process.argv.slice(2);
const { header, values } = readPayload(readFileSync(path));
const { cases, arrays, words, task } = JSON.parse(readFileSync(casesPath, "utf8"));
const read = { network: header.network, values };
const tensors = Object.fromEntries(Object.entries(arrays).map(([name, { shape, values: numbers }]) => [name, { shape, values: Float32Array.from(numbers) }]));
const initial = Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.initial]));

const answers = cases.map(({ state, place }) => {
  const scene = { read, arrays: tensors, data: { photo: { name: "mine.png" } }, knobs: { ...initial, ...state } };
  const picture = pictureOf(scene);
  const filter = filterOf(scene);
  const layer = layerRead(picture, filter);
  const cell = { stage: 1, channel: 0, ...place };
  const told = explainConvolution(layer, cell);
  return {
    shape: layer.network.stages[1].shape,
    map: Array.from(wholeMap(layer, 1, 0)),
    parts: Array.from({ length: picture.channels }, (_, channel) => Array.from(partialMap(layer, 1, 0, channel))),
    cell: told.total,
    code: codeOf(scene, place, words),
  };
});
const measured = task && task.filters.map((filter) => {
  const strongest = (name) => answerTo(tensors.strokes, task.names.indexOf(name), { ...filter, stride: 1, padding: 0 }).strongest;
  return { answers: task.names.map(strongest), solved: task.tasks.map((one) => isSolved(one, strongest)) };
});
process.stdout.write(JSON.stringify({ answers, measured }));
