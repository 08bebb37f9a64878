// @ts-check
/** Show me the code: the map on screen, added up and its largest number, and the check by erasing; in PyTorch and Keras. */

import { drawingLines, loading, sortedImports } from "../../network/arithmetic/drawing-code.js";
import { isPicture } from "../../network/view/chain.js";
import { filled } from "../prose.js";
import { wantsOf } from "./state.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {ReturnType<typeof wantsOf>} Wants */

/** @param {Scene} scene @param {any} words the comments @returns {import("../types.js").Code} */
export function codeOf(scene, words) {
  const wants = wantsOf(scene);
  const { stages } = scene.read.network;
  // A gradient is not what those layers are carried through by, and in Keras it takes more than a few lines.
  const none = wants.method === "contributions" && inParts(stages, lastMaps(stages));
  return { pytorch: pytorch(scene, wants, words), keras: none ? "" : keras(wants, words) };
}

/** @param {Wants} wants */
const claimOf = ({ class: digit, against }) => `logits[:, ${digit}]${against === null ? "" : ` - logits[:, ${against}]`}`;

/** @param {Scene} scene @param {Wants} wants @param {any} words */
function pytorch(scene, wants, words) {
  const { read } = scene;
  const drawing = drawingLines(read, null);
  const captum = { saliency: "Saliency", integrated: "IntegratedGradients", "grad-cam": "LayerGradCam" }[/** @type {string} */ (wants.method)];
  const imports = ["import cnnviz", "import torch", ...drawing.imports, ...(captum ? ["import copy", `from captum.attr import ${captum}`] : [])];
  const shared = loading(read.network);
  return [
    ...sortedImports(imports),
    captum ? `model = copy.deepcopy(${shared})  # ${words.copy}` : `model = ${shared}`,
    ...drawing.lines,
    "picture = torch.tensor(digit).reshape(1, 1, 28, 28).float()",
    "",
    "def claim(pictures):",
    `    logits = model[:-1](pictures)  # ${words.logits}`,
    `    return ${claimOf(wants)}`,
    "",
    ...map(read, wants),
    `print(areas.sum().item())  # ${words.total}`,
    `print(areas.abs().max().item())  # ${words.largest}`,
    ...(wants.method === "contributions" || wants.method === "grad-cam" ? [] : [
      "",
      "ink = picture.flatten()",
      "inked = ink.nonzero().flatten()",
      "worst = inked[areas.flatten()[inked].argsort(descending=True, stable=True)]",
      `ink[worst[: round(0.1 * len(inked))]] = 0  # ${words.erase}`,
      "erased = ink.reshape(1, 1, 28, 28)",
      wants.against === null ? `print(model(erased)[0, ${wants.class}].item())  # ${filled(words.share, { digit: wants.class })}`
        : `print(claim(erased).sigmoid().item())  # ${filled(words.shareRather, { digit: wants.class, other: wants.against })}`,
    ]),
    "",
  ].join("\n");
}

/** The lines that make `areas`. @param {import("../types.js").Read} read @param {Wants} wants */
function map(read, wants) {
  const { stages } = read.network;
  switch (wants.method) {
    case "occlusion":
      return [
        "areas = torch.zeros(28, 28)",
        "for row in range(28):",
        "    for column in range(28):",
        "        covered = picture.clone()",
        `        covered[..., max(0, row - ${(wants.side - 1) / 2}) : row + ${(wants.side + 1) / 2}, max(0, column - ${(wants.side - 1) / 2}) : column + ${(wants.side + 1) / 2}] = 0`,
        "        areas[row, column] = claim(picture) - claim(covered)",
        "",
      ];
    case "saliency":
      return ["areas = Saliency(claim).attribute(picture.requires_grad_(), abs=False)[0, 0].detach()", "picture = picture.detach()"];
    case "integrated":
      return ["areas = IntegratedGradients(claim).attribute(picture, n_steps=32)[0, 0].detach()"];
    case "grad-cam":
      return [`areas = LayerGradCam(claim, model.${wants.layer}).attribute(picture, relu_attributions=False)[0, 0].detach()`];
    default: {
      const last = lastMaps(stages);
      const before = last === 0 ? "picture" : `model[:${last}](picture)`;
      if (inParts(stages, last)) return [`maps = ${before}`, ...byParts(last, wants)];
      return [
        `maps = ${before}.requires_grad_()`,
        `logits = model[${last}:-1](maps)`,
        `(weights,) = torch.autograd.grad((${claimOf(wants)}).sum(), maps)`,
        "areas = (weights * maps.detach())[0].sum(dim=0)",
      ];
    }
  }
}

/** @typedef {import("../types.js").Read["network"]["stages"]} Stages */

/** @param {Stages} stages @returns {number} place of the last maps */
const lastMaps = (stages) => stages.reduce((found, stage, index) => (isPicture(stage) ? index : found), 0);

/** @param {Stages} stages @param {number} last the maps' place */
const inParts = (stages, last) => stages.slice(last + 1).some((stage) => stage.kind === "other");

/**
 * With layers that neither pass nor stop a number, as tanh: what each made of it, from the logits down.
 * @param {number} last the maps' place @param {Wants} wants
 */
const byParts = (last, wants) => [
  "values = [maps]",
  `for layer in model[${last}:-1]:`,
  "    values.append(layer(values[-1]))",
  "weights = torch.zeros(1, 10)",
  `weights[0, ${wants.class}] += 1`,
  ...(wants.against === null ? [] : [`weights[0, ${wants.against}] -= 1`]),
  `for layer, before, after in reversed(list(zip(model[${last}:-1], values, values[1:]))):`,
  "    if isinstance(layer, torch.nn.Linear):",
  "        weights = weights @ layer.weight",
  "    elif before.shape == after.shape:",
  "        weights = weights * (after / before).nan_to_num()",
  "areas = (weights.reshape(maps.shape) * maps)[0].sum(dim=0)",
];

/** @param {Wants} wants @param {any} words */
function keras(wants, words) {
  const claim = claimOf(wants);
  if (wants.method === "occlusion") {
    const reach = (wants.side - 1) / 2;
    return [
      "import numpy as np",
      "",
      `# ${words.kerasOcclusion}`,
      "covered = np.repeat(digit[None], 28 * 28, axis=0)",
      "for place in range(28 * 28):",
      "    row, column = divmod(place, 28)",
      `    covered[place, max(0, row - ${reach}) : row + ${reach + 1}, max(0, column - ${reach}) : column + ${reach + 1}] = 0`,
      "logits = model.predict(np.concatenate([digit[None], covered]))",
      `numbers = ${claim}`,
      "areas = (numbers[0] - numbers[1:]).reshape(28, 28)",
      "",
    ].join("\n");
  }
  return [
    "import tensorflow as tf",
    "",
    `# ${wants.method === "contributions" ? words.kerasContributions : words.keras}`,
    "with tf.GradientTape() as tape:",
    ...(wants.method === "contributions" || wants.method === "grad-cam"
      ? ["    maps = first_part(digit[None])", "    tape.watch(maps)", "    logits = last_part(maps)"]
      : ["    picture = tf.convert_to_tensor(digit[None])", "    tape.watch(picture)", "    logits = model(picture)"]),
    `    number = ${claim}`,
    ...({
      contributions: ["areas = tf.reduce_sum(tape.gradient(number, maps) * maps, axis=-1)[0]"],
      "grad-cam": ["slopes = tf.reduce_mean(tape.gradient(number, maps), axis=(1, 2), keepdims=True)", "areas = tf.reduce_sum(slopes * maps, axis=-1)[0]"],
    }[/** @type {string} */ (wants.method)] ?? ["areas = tape.gradient(number, picture)[0, ..., 0]"]),
    "",
  ].join("\n");
}
