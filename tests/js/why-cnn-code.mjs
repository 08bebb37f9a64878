/** The code of the chapter why_cnn for a recording: node why-cnn-code.mjs RECORDING; its header has `asked`, a list of knobs. */

import { codeOf } from "../../cnnviz/ui/components/chapter/why_cnn/code.js";
import { knobs as table } from "../../cnnviz/ui/components/chapter/why_cnn/knobs.js";
import { recording } from "./recording.mjs";

const { header, reads: [read] } = recording(process.argv[2]);
const initial = Object.fromEntries(Object.entries(table).map(([name, knob]) => [name, knob.initial]));
process.stdout.write(JSON.stringify(header.asked.map((asked) =>
  codeOf({ read, knobs: { ...initial, ...asked }, data: header.data, arrays: {}, theme: {} }, { code: header.told }))));
