/** Prints what the chapter evidence makes of a recording: node evidence-scenes.mjs RECORDING; its header has `scenes`. */

import { evidenceOf } from "../../cnnviz/ui/components/chapter/classify/evidence.js";
import { codeOf } from "../../cnnviz/ui/components/chapter/evidence/code.js";
import { cutOut, windowOf } from "../../cnnviz/ui/components/chapter/evidence/patch.js";
import { KNOBS, wantsOf } from "../../cnnviz/ui/components/chapter/evidence/state.js";
import { readKnobs, told } from "../../cnnviz/ui/components/chapter/knobs.js";
import { recording } from "./recording.mjs";

const { header, reads } = recording(process.argv[2]);
const answers = header.scenes.map(({ read, search, patch }) => {
  const { state: knobs, problems } = readKnobs(KNOBS, search, null);
  const scene = { read: reads[read], knobs, arrays: {}, data: header.data };
  const wants = wantsOf(scene);
  const { areas, plane, explanation } = evidenceOf(scene.read, wants.class, wants.against);
  const cut = patch && (() => {
    const window = windowOf(scene.read.network.stages.find(({ name }) => name === patch.stage), patch.row, patch.column);
    return { ...window, pixels: [...cutOut(scene.read.values, window)] };
  })();
  return { problems: problems.map((problem) => told(problem, header.texts, header.frame)), wants, areas: [...areas], plane, total: explanation.total, code: codeOf(scene, header.words), cut };
});
process.stdout.write(JSON.stringify(answers));
