/** The chapter Break it on a recording: node break-it-code.mjs RECORDING; its header has `asked`, a list of knobs. */

import { codeOf } from "../../cnnviz/ui/components/chapter/break_it/code.js";
import { wantsOf } from "../../cnnviz/ui/components/chapter/break_it/changing.js";
import { knobs as table, NETWORKS, RANGES } from "../../cnnviz/ui/components/chapter/break_it/knobs.js";
import { layerOf } from "../../cnnviz/ui/components/chapter/break_it/steps.js";
import { recording } from "./recording.mjs";

const { header, reads: [read] } = recording(process.argv[2]);
const initial = Object.fromEntries(Object.entries(table).map(([name, knob]) => [name, knob.initial]));
process.stdout.write(JSON.stringify({
  ranges: RANGES,
  networks: NETWORKS,
  made: header.asked.map((asked) => {
    const knobs = { ...initial, ...asked };
    const scene = { read, knobs, data: { own_eight: false }, arrays: {}, theme: {} };
    const { model, stages } = read.network;
    return { ...codeOf(scene, {}), input: wantsOf(knobs, model), network: { steps: knobs.steps, layer: layerOf(stages, knobs.stage).name } };
  }),
}));
