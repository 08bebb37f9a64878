/** Prints what the chapter tells of each stage of a recording: node check-whole-network.mjs RECORDING; its header has `words`, `trained`. */

import { kerasFor, pytorchFor } from "../../cnnviz/ui/components/chapter/whole_network/code.js";
import { fieldOf, firstSeeing, multiplications, parametersUpTo, squareOf } from "../../cnnviz/ui/components/chapter/whole_network/costs.js";
import { toldOf } from "../../cnnviz/ui/components/chapter/whole_network/sentences.js";
import { ownPatch, strongestOf } from "../../cnnviz/ui/components/chapter/whole_network/strongest.js";
import { filled } from "../../cnnviz/ui/components/chapter/prose.js";
import { channelsOf, isPicture } from "../../cnnviz/ui/components/network/view/chain.js";
import { recording } from "./recording.mjs";

const { header, reads } = recording(process.argv[2]);
const [read] = reads;
const { stages } = read.network;
const answers = stages.map((stage, index) => {
  const { name, numbers } = toldOf(read, index);
  const { rows, columns } = fieldOf(stages, index);
  const patches = isPicture(stage) && stage.kind !== "input"
    ? Array.from({ length: channelsOf(stage) }, (_, channel) => {
      const { cell, square, pixels } = ownPatch(read, index, channel);
      return { ...cell, ...square, pixels: [...pixels] };
    }) : [];
  return {
    name: stage.name,
    sentence: filled(header.words[name], numbers),
    multiplications: multiplications(stage),
    parameters: parametersUpTo(stages, index) - parametersUpTo(stages, index - 1),
    field: [rows, columns],
    square: squareOf(stages, index, { row: 3, column: 4 }),
    strongest: strongestOf(read, index),
    patches,
    pytorch: pytorchFor(read, index, index > 0 && isPicture(stage) ? [{ stage: index, channel: channelsOf(stage) - 1 }] : []),
    keras: kerasFor(stages, index),
  };
});
const first = Array.from({ length: 28 }, (_, side) => firstSeeing(stages, side + 1));
process.stdout.write(JSON.stringify({ answers, first }));
