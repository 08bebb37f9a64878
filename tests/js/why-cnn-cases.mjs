/** The arithmetic of the chapter why_cnn: node why-cnn-cases.mjs CASES; prints what it makes of them. */

import { readFileSync } from "node:fs";
import { depth, mostConfused, summary } from "../../cnnviz/ui/components/chapter/why_cnn/matrix.js";
import { points } from "../../cnnviz/ui/components/chapter/why_cnn/growth.js";
import { centredInk, mapOf, movedInk } from "../../cnnviz/ui/components/chapter/why_cnn/places.js";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const picture = Float32Array.from(cases.picture);
const moves = cases.moves.map(([down, right]) => {
  const { values, lost } = movedInk(picture, down, right);
  return { values: [...values], lost, centred: [...centredInk(values)] };
});
const maps = [0, 1, 2].map((network) => {
  const map = mapOf(Float32Array.from(cases.probabilities), network, cases.reach, cases.right);
  return { right: map.right, values: [...map.values], at: cases.moves.map(([down, right]) => map.at(down, right)) };
});
const growth = cases.growth && Object.fromEntries(["parameters", "connections", "bytes", "milliseconds"].map((quantity) =>
  [quantity, ["dense", "convolution"].map((kind) => points(cases.growth, kind, quantity, cases.colour, cases.costs))]));
const matrices = cases.matrices.map((counts) => ({ ...summary(counts), most: mostConfused(counts), depth: depth(counts, 0, 1, mostConfused(counts)) }));
process.stdout.write(JSON.stringify({ moves, maps, growth, matrices }));
