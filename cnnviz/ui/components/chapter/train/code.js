// @ts-check
/** The PyTorch program for what is on screen: the network, how it reads the digit untrained, and its training. */

import { drawingLines } from "../../network/arithmetic/drawing-code.js";

const AUGMENTED = /** @type {Record<string, string>} */ ({ light: "LIGHT", mild: "MILD" });

/** @param {import("../types.js").Scene} scene @param {import("./types.js").Description | null} description @param {any} words @returns {import("../types.js").Code} */
export function codeOf({ read, knobs }, description, words) {
  if (!description?.code) return { pytorch: description?.problem?.text ?? "", keras: description?.problem?.text ?? "" };
  const digit = drawingLines(read, null);
  const [definition] = description.code.pytorch.split("\nif __name__");
  const { code } = words;
  const optimizer = knobs.optimizer === "adam" ? "Adam(model.parameters()" : "SGD(model.parameters()";
  const momentum = knobs.optimizer === "momentum" ? ", momentum=0.9" : "";
  const name = AUGMENTED[knobs.augmentation];
  const pytorch = [
    ...digit.imports, "",
    definition.replace("from torch import nn\n", `from torch import nn\n\nfrom cnnviz import mnist${name ? `\nfrom cnnviz.training.augmentation import augment\nfrom cnnviz.training.recipes import ${name}` : ""}\n\ntorch.manual_seed(${knobs.seed})`).trimEnd(), "",
    `# ${code.digit}`,
    ...digit.lines,
    "with torch.no_grad():",
    "    print(model.eval()(torch.tensor(digit).reshape(1, 1, 28, 28))[0].tolist())", "",
    `# ${code.training}`,
    `train = mnist.load("train")`,
    `images = torch.tensor(train.images[:${knobs.digits}]).unsqueeze(1) / 255`,
    `labels = torch.tensor(train.labels[:${knobs.digits}]).long()`,
    `optimizer = torch.optim.${optimizer}, lr=${knobs.learning_rate}${momentum})`,
    ...(name ? ["random = torch.Generator().manual_seed(1)"] : []),
    ...(knobs.falling ? [`steps = ${knobs.epochs} * -(-len(images) // ${knobs.batch})`, "falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)"] : []),
    "model.train()",
    `for epoch in range(${knobs.epochs}):`,
    `    for batch in torch.randperm(len(images)).split(${knobs.batch}):`,
    `        logits = model[:-1](${name ? `augment(images[batch], ${name}, random)` : "images[batch]"})  # (N, 10), before the softmax`,
    "        loss = nn.functional.cross_entropy(logits, labels[batch])",
    "        optimizer.zero_grad()",
    "        loss.backward()",
    "        optimizer.step()",
    ...(knobs.falling ? ["        falling.step()"] : []),
    "    print(epoch + 1, loss.item())", "",
    `# ${code.held}`,
    "model.eval()",
    "with torch.no_grad():",
    `    held_back = torch.tensor(train.images[-5000:]).unsqueeze(1) / 255`,
    `    right = model(held_back).argmax(dim=1) == torch.tensor(train.labels[-5000:])`,
    "print(right.float().mean().item())", "",
    ...(knobs.learn ? [`# ${code.handwriting}`, ""] : []),
  ].join("\n");
  const rate = `learning_rate=${knobs.falling ? "falling" : knobs.learning_rate}`;
  const keras = [
    description.code.keras.trimEnd(), "",
    `# ${code.keras}`,
    `(images, labels), _ = keras.datasets.mnist.load_data()`,
    ...(knobs.falling ? [`falling = keras.optimizers.schedules.PolynomialDecay(${knobs.learning_rate}, ${knobs.epochs * Math.ceil(knobs.digits / knobs.batch)}, 0)`] : []),
    `model.compile(keras.optimizers.${knobs.optimizer === "adam" ? `Adam(${rate})` : `SGD(${rate}${momentum})`}, "sparse_categorical_crossentropy", ["accuracy"])`,
    `model.fit(images[:${knobs.digits}, ..., None] / 255, labels[:${knobs.digits}], batch_size=${knobs.batch}, epochs=${knobs.epochs})`, "",
  ].join("\n");
  return { pytorch, keras };
}
