// @ts-check
/** Show me the code: the changed digit and the changed network as on screen, in PyTorch; the same layers in Keras. */

import { drawingLines, loading, SAMPLES, sortedImports } from "../../network/arithmetic/drawing-code.js";
import { secondOf, wantsOf } from "./changing.js";
import { RANGES } from "./knobs.js";
import { fitting, ordered, parsed } from "./steps.js";

/** @param {number} value @returns {string} a float for Python */
const real = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));

/** @param {Record<string, any>} change @param {any} words @returns {string[]} */
function inputLines(change, words) {
  const of = (/** @type {string} */ name) => change[name] ?? RANGES[name].none;
  const lines = [];
  const thicker = of("thicker");
  if (thicker !== 0) {
    lines.push(`# ${words.thicker}`);
    const pooled = thicker > 0 ? "F.max_pool2d(x, 3, stride=1, padding=1)" : "-F.max_pool2d(-x, 3, stride=1, padding=1)";
    const size = Math.abs(thicker);
    for (let step = 0; step < size; step++) lines.push(`x = x + ${real(Math.min(1, Number((size - step).toFixed(6))))} * (${pooled} - x)`);
  }
  if (["right", "down", "turn", "size", "lean"].some((name) => of(name) !== RANGES[name].none)) {
    lines.push(
      `# ${words.place}`,
      `angle = math.radians(${real(of("turn"))})`,
      "turned = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], dtype=x.dtype)",
      `leaned = torch.tensor([[1.0, ${real(0 - of("lean"))}], [0.0, 1.0]], dtype=x.dtype)`,
      `back = torch.linalg.inv(turned @ leaned * ${real(of("size"))})`,
      `move = torch.tensor([${real(of("right"))}, ${real(of("down"))}], dtype=x.dtype) * 2 / 28`,
      "theta = torch.cat([back, -(back @ move)[:, None]], dim=1)[None]",
      "grid = F.affine_grid(theta, x.shape, align_corners=False)",
      "x = F.grid_sample(x, grid, align_corners=False)",
    );
  }
  if (of("noise") !== 0) {
    lines.push(`# ${words.noise}`, `noise = np.random.default_rng(${change.seed}).standard_normal((28, 28))`, `x = (x + ${real(of("noise"))} * torch.from_numpy(noise)).clamp(0, 1)`);
  }
  if (change.erased.length) lines.push(`# ${words.erased}`, `x.view(-1)[[${change.erased.join(", ")}]] = 0`);
  return lines;
}

/** @param {string} step @param {import("./steps.js").Stage[]} stages @returns {string[]} */
function stepLines(step, stages) {
  const { kind, layer, numbers: [a, b], kernel } = parsed(step);
  const stage = /** @type {import("./steps.js").Stage} */ (stages.find((one) => one.name === layer));
  if (kind === "off") return [`broken.${layer}.weight[${a}] = 0`, `broken.${layer}.bias[${a}] = 0`];
  if (kind === "bias") return [`broken.${layer}.bias[${a}] = 0`];
  if (kind === "kernel") return [`broken.${layer}.weight[${a}, ${b}] = torch.tensor([${kernel.map(real).join(", ")}]).view(${(stage.weightShape ?? []).slice(2).join(", ")})`];
  if (kind === "swap") return [`broken.${layer}.weight[[${a}, ${b}]] = broken.${layer}.weight[[${b}, ${a}]]`, `broken.${layer}.bias[[${a}, ${b}]] = broken.${layer}.bias[[${b}, ${a}]]`];
  if (kind === "linear") return [`broken.${layer} = nn.Identity()`];
  if (kind === "average") {
    const [size, stride, padding] = [stage.kernel_size ?? [2, 2], stage.stride ?? [2, 2], stage.padding ?? [0, 0]];
    return [`broken.${layer} = nn.AvgPool2d((${size.join(", ")}), (${stride.join(", ")}), (${padding.join(", ")}))`];
  }
  return [
    `generator, bound = torch.Generator().manual_seed(${a}), broken.${layer}.weight[0].numel() ** -0.5`,
    `for parameter in broken.${layer}.parameters():`,
    "    parameter.uniform_(-bound, bound, generator=generator)",
  ];
}

/** @param {import("../types.js").Scene} scene @param {any} words @returns {import("../types.js").Code} */
export function codeOf(scene, words) {
  const { read, knobs, data } = scene;
  const { model, stages } = read.network;
  const { change, game } = wantsOf(knobs, model);
  const drawing = drawingLines(read, null);
  const sample = game && !data.own_eight;
  const steps = ordered(fitting(knobs.steps, stages));
  const imports = new Set(["import copy", "import math", "import cnnviz", "import numpy as np", "import torch", "from torch import nn", "from torch.nn import functional as F", ...drawing.imports]);
  if (sample) imports.add("from cnnviz import mnist");
  const pytorch = [
    ...sortedImports(imports),
    ...drawing.lines,
    "",
    `# ${words.input}`,
    `x = torch.tensor(${sample ? `mnist.load("test").images[${SAMPLES[16]}] / 255` : "digit"}).double()[None, None]`,
    ...inputLines(change, words),
    `model = ${loading(read.network)}`,
    `for network in (model, cnnviz.load_model("${secondOf(knobs, model)}")):`,
    "    print(*network(x.float())[0].tolist())",
    "",
    `# ${words.network}`,
    "broken = copy.deepcopy(model)",
    "with torch.no_grad():",
    ...(steps.length ? steps.flatMap((step) => stepLines(step, stages)).map((line) => `    ${line}`) : ["    pass"]),
    `print(*broken(torch.tensor(digit)[None, None])[0].tolist())  # ${words.answer}`,
    "",
  ].join("\n");
  const keras = [
    "import keras",
    "from keras import layers",
    "",
    `layers.RandomRotation(0.1)  # ${words.rotation}`,
    `layers.AveragePooling2D(2)  # ${words.averageLayer}`,
    `layers.Conv2D(8, 3, padding="same", activation=None)  # ${words.noRelu}`,
    `# ${words.set}`,
    "weight, bias = layer.get_weights()",
    "weight[..., 3], bias[3] = 0, 0",
    "layer.set_weights([weight, bias])",
    "",
  ].join("\n");
  return { pytorch, keras };
}
