/** The chapter Train's tables and texts: node train-cases.mjs CASES; prints what the page would make of them, as JSON. */

import { readFileSync } from "node:fs";

import { codeOf } from "../../cnnviz/ui/components/chapter/train/code.js";
import { KINDS, MOST_LAYERS, usual } from "../../cnnviz/ui/components/chapter/train/kinds.js";
import { knobs, OPTIMIZERS, RANGES, TEXTBOOK, VARIATIONS } from "../../cnnviz/ui/components/chapter/train/knobs.js";
import { read, written } from "../../cnnviz/ui/components/chapter/train/stack-text.js";

const { stacks, texts, programs } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const told = (text) => {
  try {
    return { layers: read(text) };
  } catch (error) {
    return { error: error.why };
  }
};

const program = ({ picture, state, description, words }) => {
  const values = Float32Array.from(picture);
  const stage = { name: "input", kind: "input", shape: [1, 28, 28], inputs: [], offset: 0, length: 784 };
  const initial = Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.initial]));
  return codeOf({ read: { network: { model: "", stages: [stage] }, values }, knobs: { ...initial, ...state } }, description, words);
};

process.stdout.write(JSON.stringify({
  kinds: Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { usual: usual(kind), ranges: KINDS[kind].settings.map(({ name, least, most }) => [name, least, most]) }])),
  most: MOST_LAYERS,
  textbook: TEXTBOOK,
  settings: { ranges: RANGES, optimizers: OPTIMIZERS, variations: VARIATIONS, initial: Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, knob.initial])) },
  stacks: stacks.map((layers) => ({ text: written(layers), back: read(written(layers)) })),
  texts: texts.map(told),
  programs: programs.map(program),
}));
