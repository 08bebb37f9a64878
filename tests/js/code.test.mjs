import assert from "node:assert/strict";
import { test } from "node:test";

import { codeFor } from "../../cnnviz/ui/components/network/arithmetic/code.js";
import { textbook, twoBlock } from "./networks.mjs";

const at = (stage, channel, row, column) => ({ stage, channel, row, column });
const read = (network) => ({ network, values: new Float32Array(network.values) });
const steps = { redraw: true, crop: true, center: true };
const desk = { model: "two-block", base: null, strokes: [[18, 0, 80, 60, 90.5, 70]], steps };

test("the code of a convolution cuts the patch out of the padded maps", () => {
  const [imports, torch, drawing, ...lines] = codeFor(read(twoBlock), at(6, 6, 7, 6), { desk }).split("\n");
  assert.deepEqual([imports, torch, drawing], ["import cnnviz", "import torch", "from cnnviz.drawing import Drawing, Stroke"]);
  assert.equal(lines.join("\n"), `model = cnnviz.load_model("two-block")
strokes = (
    Stroke(((80, 60), (90.5, 70)), 18),
)
digit = cnnviz.preprocess(Drawing(strokes))
trace = cnnviz.trace(model, digit)
print(trace["conv2_1"].values[6, 7, 6])  # recorded
layer = model.conv2_1
maps = torch.tensor(trace["pool1"].values)
maps = torch.nn.functional.pad(maps, (1, 1, 1, 1))
patch = maps[:, 7:10, 6:9]
print(((patch * layer.weight[6]).sum()).item())  # by hand
`);
});

test("steps that were left out are left out in the code", () => {
  const off = { ...desk, steps: { redraw: true, crop: false, center: false } };
  const code = codeFor(read(twoBlock), at(5, 1, 2, 3), { desk: off });
  assert.match(code, /^from cnnviz\.preprocessing import Steps$/m);
  assert.match(code, /preprocess\(Drawing\(strokes\), Steps\(crop=False, center=False\)\)/);
  assert.match(code, /print\(trace\["relu1_2"\]\.values\[1, 4:6, 6:8\]\.max\(\)\)/);
  assert.doesNotMatch(code, /import torch/);
});

test("layers are found by their names, plain, nested, numbered or repeated", () => {
  const names = [["conv1", "model.conv1"], ["block.conv1", "model.block.conv1"], ["features.0", 'model.get_submodule("features.0")'], ["conv1#2", "model.conv1"]];
  for (const [name, expected] of names) {
    const renamed = structuredClone(textbook);
    renamed.stages[1].name = name;
    const line = codeFor(read(renamed), at(1, 0, 0, 0), { desk }).split("\n").find((each) => each.startsWith("layer"));
    assert.equal(line, `layer = ${expected}`);
  }
});

test("a window of a pooling is cut where the map ends, its holes kept, and a mean divides by what counts", () => {
  const pooled = structuredClone(twoBlock);
  const lines = (more, row) => {
    Object.assign(pooled.stages[5], more);
    return codeFor(read(pooled), at(5, 1, row, row), { desk }).trimEnd().split("\n").at(-1);
  };
  const wide = { kernel_size: [4, 5], stride: [2, 2], padding: [2, 2], dilation: [2, 1] };
  assert.equal(lines(wide, 0), 'print(trace["relu1_2"].values[1, 0:5:2, 0:3].max())  # by hand');
  // Of rows and columns from 26 on there are two of the map and two of padding: 4 x 4 count.
  const mean = { ...wide, kernel_size: [5, 6], dilation: [1, 1], kind: "average_pooling" };
  assert.equal(lines(mean, 14), 'print(trace["relu1_2"].values[1, 26:28, 26:28].sum() / 16)  # by hand');
});
