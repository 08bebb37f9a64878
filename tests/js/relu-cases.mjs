/** The chapter ReLU's arithmetic on cases: node relu-cases.mjs CASES; prints what the page would show, as JSON. */

import { readFileSync } from "node:fs";

import { applied, bent, differing, parts, passed, product, side, slid, weighed } from "../../cnnviz/ui/components/chapter/relu/arithmetic.js";

const { maps, slides, layers, weighings } = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify({
  maps: maps.map(({ values, bias, on }) => {
    const { before, after, cut } = passed(Float32Array.from(values), 0, values.length, bias, on);
    return { before: [...before], after: [...after], cut };
  }),
  slides: slides.map(({ picture, kernel }) => {
    const answer = slid(picture, 28, kernel);
    return { answer: [...answer], plus: [...side(answer, 1)], minus: [...side(answer, -1)] };
  }),
  layers: layers.map(({ first, second, x }) => ({
    straight: applied(second, applied(first, x)), once: applied(product(second, first), x), bent: bent(first, second, x), differing: differing(first, second),
  })),
  weighings: weighings.map(({ weights, bias, picture }) => ({ sum: weighed(weights, 0, picture, bias), parts: [...parts(weights, 0, picture)] })),
}));
