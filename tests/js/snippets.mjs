/** Prints the code for cells of a recording: node snippets.mjs RECORDING; its header has `asked`, a list of questions. */

import { codeFor } from "../../cnnviz/ui/components/network/arithmetic/code.js";
import { explain } from "../../cnnviz/ui/components/network/arithmetic/explain.js";
import { recording } from "./recording.mjs";

const { header, reads } = recording(process.argv[2]);
const answers = header.asked.map(({ read, cell, desk, temperature }) => {
  const [stage, channel, row, column] = cell;
  const at = { stage, channel, row, column };
  const { result } = explain(reads[read], at, { temperature });
  return { code: codeFor(reads[read], at, { desk, temperature }), result };
});
process.stdout.write(JSON.stringify(answers));
