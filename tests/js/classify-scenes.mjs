/** Prints what the chapter classify shows of a recording: node classify-scenes.mjs RECORDING; its header has `scenes`. */

import { softmaxOf } from "../../cnnviz/ui/components/network/arithmetic/softmax.js";
import { codeOf } from "../../cnnviz/ui/components/chapter/classify/code.js";
import { evidenceOf } from "../../cnnviz/ui/components/chapter/classify/evidence.js";
import { classesOf, givenOf, KNOBS } from "../../cnnviz/ui/components/chapter/classify/state.js";
import { turned } from "../../cnnviz/ui/components/chapter/classify/turning.js";
import { readKnobs, told, writeKnobs } from "../../cnnviz/ui/components/chapter/knobs.js";
import { recording } from "./recording.mjs";

const { header, reads } = recording(process.argv[2]);
const arrays = { logits: { shape: header.logits.length ? [header.logits.length, 10] : [0, 10], values: Float32Array.from(header.logits.flat()) } };
const answers = header.scenes.map(({ read, search }) => {
  const { state: knobs, problems } = readKnobs(KNOBS, search, null);
  const scene = { read: reads[read], knobs, arrays, data: { scribbles: header.names.map((name) => ({ name })) } };
  const { chosen, against } = classesOf(scene);
  const { areas, carried, explanation, plane, pro, con } = evidenceOf(scene.read, chosen, against);
  return {
    problems: problems.map((problem) => told(problem, header.texts, header.frame)), chosen, against, plane, areas: [...areas], carried, pro, con, bias: explanation.bias, total: explanation.total,
    perMap: explanation.perMap?.map(({ sum }) => sum) ?? null,
    shares: softmaxOf(turned(givenOf(scene).logits, knobs.moves), knobs.temperature).shares,
    written: writeKnobs(KNOBS, knobs), code: codeOf(scene, header.words),
  };
});
process.stdout.write(JSON.stringify(answers));
