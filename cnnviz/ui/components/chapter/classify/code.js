// @ts-check
/** Show me the code: the logit that is explained and the ten shares that are shown, in PyTorch and in Keras. */

import { drawingLines, loading, sortedImports } from "../../network/arithmetic/drawing-code.js";
import { isPicture } from "../../network/view/chain.js";
import { filled } from "../prose.js";
import { evidenceOf } from "./evidence.js";
import { classesOf, givenOf, stagesOf } from "./state.js";

/** @param {import("../types.js").Scene} scene @param {any} words the comments @returns {import("../types.js").Code} */
export function codeOf(scene, words) {
  return { pytorch: pytorch(scene, words), keras: keras(scene, words) };
}

/** @param {import("../types.js").Scene} scene @param {any} words */
function pytorch(scene, words) {
  const { read, knobs } = scene;
  const { network } = read;
  const { stages } = network;
  const { logits } = stagesOf(scene);
  const { chosen, against } = classesOf(scene);
  const { explanation: { input }, stage } = evidenceOf(read, chosen);
  const { scribble } = givenOf(scene);
  const drawing = drawingLines(read, null);
  const layer = `model.${stages[logits].name}`;
  const numbers = { digit: chosen, other: against ?? "" };
  const imports = ["import cnnviz", "import torch", ...drawing.imports, ...(scribble ? ["from cnnviz.experiments.scribbles import DRAWN"] : [])];
  const maps = isPicture(stages[stage]);
  return [
    ...sortedImports(imports),
    `model = ${loading(network)}`,
    ...drawing.lines,
    "trace = cnnviz.trace(model, digit)",
    "",
    maps
      ? `entries = torch.tensor(trace["${stages[stage].name}"].values).flatten()  # (${stages[stage].length},): ${words.maps}`
      : `entries = torch.tensor(trace["${stages[input].name}"].values)  # (${stages[input].length},)`,
    `products = entries * ${layer}.weight[${chosen}]  # ${filled(words.contributions, numbers)}`,
    ...(against === null ? [] : [`products = products - entries * ${layer}.weight[${against}]  # ${filled(words.against, numbers)}`]),
    ...(maps ? [`print(products.reshape(${stages[stage].shape.join(", ")}).sum(dim=(1, 2)).tolist())  # ${words.perMap}`] : []),
    `print((products.sum() + ${layer}.bias[${chosen}]${against === null ? "" : ` - ${layer}.bias[${against}]`}).item())  # ${filled(against === null ? words.logit : words.difference, numbers)}`,
    "",
    ...(scribble ? [`trace = cnnviz.trace(model, cnnviz.preprocess(DRAWN["${scribble.name}"]))  # ${words.scribble}`] : []),
    `logits = torch.tensor(trace["${stages[logits].name}"].values)`,
    ...knobs.moves.flatMap((/** @type {number} */ move, /** @type {number} */ digit) => (move === 0 ? [] : [`logits[${digit}] += ${move}  # ${words.moved}`])),
    `print(torch.softmax(logits${knobs.temperature === 1 ? "" : ` / ${knobs.temperature}`}, dim=0).tolist())  # ${words.shares}`,
    "",
  ].join("\n");
}

/** @param {import("../types.js").Scene} scene @param {any} words */
function keras({ read: { network }, knobs }, words) {
  const first = network.stages.findIndex((stage) => stage.kind === "flatten");
  const source = network.stages.find((stage) => stage.name === network.stages[first].inputs[0]);
  const layers = network.stages.slice(first).flatMap((stage) => {
    if (stage.kind === "flatten") return ["keras.layers.Flatten()"];
    if (stage.kind === "dense") return [`keras.layers.Dense(${stage.length})`];
    if (stage.kind === "relu") return ["keras.layers.ReLU()"];
    return stage.kind === "softmax" ? ["keras.layers.Softmax()"] : [];
  });
  const shape = source && isPicture(source) && source.shape[0] > 1 ? source.shape : null;
  return [
    "import keras",
    "",
    ...(shape ? [`# ${words.keras}`, `# ${filled(words.kerasIndex, { channels: shape[0], columns: shape[2] })}`] : []),
    "layers = [",
    ...layers.map((layer) => `    ${layer},`),
    "]",
    ...(knobs.temperature === 1 ? [] : [`shares = keras.ops.softmax(logits / ${knobs.temperature})`]),
    "",
  ].join("\n");
}
