/** What the page says of broken knobs: argv[2] has the words of each chapter and of the frame, as JSON. */
import { readFileSync } from "node:fs";

import { readKnobs, told } from "../../cnnviz/ui/components/chapter/knobs.js";

const { chapters, frame } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const BROKEN = ["", "nonsense!", "99999999", "-7.25", "1,2,x", "x".repeat(500)];
const said = {};
for (const [name, words] of Object.entries(chapters)) {
  const { chapter } = await import(`../../cnnviz/ui/components/chapter/${name}/index.js`);
  said[name] = {};
  for (const knob of Object.keys(chapter.knobs)) {
    said[name][knob] = BROKEN.flatMap((text) => readKnobs(chapter.knobs, `?${new URLSearchParams({ [knob]: text })}`, null).problems
      .map((problem) => told(problem, words, frame)));
  }
}
console.log(JSON.stringify(said));
