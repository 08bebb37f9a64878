// @ts-check
/** Show me the code: the moved digit read by three networks, equivariance, and what both layers count. */

import { drawingLines, loading, sortedImports } from "../../network/arithmetic/drawing-code.js";

/** @param {import("../types.js").Scene} scene @param {any} words @returns {import("../types.js").Code} */
export function codeOf({ read, knobs, data }, words) {
  const { code } = words;
  const drawing = drawingLines(read, null);
  const { dx, dy, side } = knobs;
  const channels = knobs.colour ? 3 : 1;
  const { maps } = data.growth;
  const convolution = /** @type {any} */ (read.network.stages.find((stage) => stage.kind === "convolution"));
  const filter = Math.min(knobs.filter, convolution.shape[0] - 1);
  const imports = ["import cnnviz", "import torch", "from torch.nn import functional as F", ...(knobs.centred ? ["from cnnviz.preprocessing import center"] : []), ...drawing.imports];
  const move = `(${dx}, ${-dx}, ${dy}, ${-dy})`;
  const pytorch = [
    ...sortedImports(imports),
    ...drawing.lines,
    "digit = torch.tensor(digit).reshape(1, 1, 28, 28)",
    "",
    `# ${code.moved}`,
    `moved = F.pad(digit, ${move})`,
    ...(knobs.centred ? ["moved = torch.tensor(center(moved[0, 0].numpy()))[None, None]"] : []),
    "",
    `# ${code.map}`,
    `for name in ${JSON.stringify(data.networks)}:`,
    "    print(name, *cnnviz.load_model(name)(moved)[0].tolist())",
    "",
    `# ${code.equivariant}`,
    `layer = ${loading(read.network)}.${convolution.name}`,
    `first = layer(F.pad(digit, ${move}))[0, ${filter}]`,
    `after = F.pad(layer(digit), ${move})[0, ${filter}]`,
    "ring = layer.padding[0]",
    "rows, columns = first.shape",
    `inside = (slice(ring + ${Math.max(0, dy)}, rows - ring - ${Math.max(0, -dy)}), slice(ring + ${Math.max(0, dx)}, columns - ring - ${Math.max(0, -dx)}))`,
    "print((first - after)[inside].abs().max().item())",
    "",
    `# ${code.costs}`,
    `side, channels, maps = ${side}, ${channels}, ${maps}`,
    "print((channels * side * side + 1) * maps * side * side)",
    "print(sum(p.numel() for p in torch.nn.Conv2d(channels, maps, 3, padding=1).parameters()))",
    "",
  ].join("\n");
  const keras = [
    "import keras",
    "from keras import layers",
    "",
    `picture = keras.Input((${side}, ${side}, ${channels}))  # ${code.keras}`,
    `layers.Dense(${maps * side * side})(layers.Flatten()(picture))`,
    `layers.Conv2D(${maps}, 3, padding="same")(picture)`,
    "",
  ].join("\n");
  return { pytorch, keras };
}
