/** The chapter ReLU's code for a recording: node relu-code.mjs RECORDING; its header has `asked`, a list of knobs. */

import { applied, bent, product, slid, weighed } from "../../cnnviz/ui/components/chapter/relu/arithmetic.js";
import { chosenFilter, chosenMap, pictureOf } from "../../cnnviz/ui/components/chapter/relu/chosen.js";
import { codeOf } from "../../cnnviz/ui/components/chapter/relu/code.js";
import { knobs as table, matrix } from "../../cnnviz/ui/components/chapter/relu/knobs.js";
import { recording } from "./recording.mjs";

const { header, reads: [read] } = recording(process.argv[2]);
const initial = Object.fromEntries(Object.entries(table).map(([name, knob]) => [name, knob.initial]));
const words = { code: {} };
process.stdout.write(JSON.stringify(header.asked.map((asked) => {
  const knobs = { ...initial, ...asked };
  const scene = { read, knobs, data: { linear: "textbook-linear" }, arrays: {}, theme: {} };
  const { after, cut, row, column, columns } = chosenMap(scene);
  const answer = slid(pictureOf(read), 28, chosenFilter(scene).kernel)[knobs.row * 28 + knobs.column];
  const [first, second] = [matrix(knobs.first), matrix(knobs.second)];
  const { weights, bias } = header.folded;
  return {
    code: codeOf(scene, words).pytorch,
    shown: [
      after[row * columns + column], cut, Math.max(0, answer), Math.max(0, -answer),
      ...applied(second, applied(first, knobs.x)), ...applied(product(second, first), knobs.x), ...bent(first, second, knobs.x),
      ...bias.map((one, digit) => weighed(weights, 784 * digit, pictureOf(read), one)),
    ],
  };
})));
