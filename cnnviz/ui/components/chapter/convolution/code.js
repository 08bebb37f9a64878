// @ts-check
/** What is on screen in PyTorch and in Keras. */

import { drawingLines } from "../../network/arithmetic/drawing-code.js";
import { kernelOf } from "./layer.js";
import { BRIGHTNESS, filterOf, inColour, shownPicture } from "./state.js";

/** @typedef {import("../types.js").Scene} Scene */

/** @param {number[][]} kernels @param {number} size @returns {string[]} lines of a nested list (channels, size, size) */
function nested(kernels, size) {
  const rows = kernels.map((weights) => Array.from({ length: size }, (_, row) => `[${weights.slice(row * size, (row + 1) * size).join(", ")}]`));
  return rows.flatMap((one, channel) => one.map((row, place) =>
    `    ${place === 0 ? (channel === 0 ? "[[" : " [") : "  "}${row}${place < size - 1 ? "," : channel < rows.length - 1 ? "]," : "]]"}`));
}

/** Python that makes `picture`, (1, channels, rows, columns). @param {Scene} scene @param {any} words */
function pictureLines(scene, words) {
  const shown = shownPicture(scene);
  if (shown === "digit") {
    const { imports, lines } = drawingLines(scene.read, null);
    return { imports, lines: [...lines, "picture = torch.tensor(digit)[None, None]"] };
  }
  const uploaded = shown === "upload";
  const file = uploaded ? JSON.stringify(scene.data.photo?.name || "photo.png") : 'asset("pictures", "scene.png")';
  const to = inColour(scene)
    ? "picture = torch.tensor(photo).permute(2, 0, 1)[None]"
    : `picture = (torch.tensor(photo) @ torch.tensor([${BRIGHTNESS.join(", ")}]))[None, None]  # ${words.codeGrey}`;
  return {
    imports: [...(uploaded ? [] : ["from cnnviz.assets import asset"]), "from cnnviz.picture_files import photograph"],
    lines: [`photo = photograph(${file})  # ${uploaded ? words.codeFile : words.codeScene}`, to],
  };
}

/** @param {Scene} scene @param {{row: number, column: number} | null} place of the map, null where there is none @param {any} words @returns {import("../types.js").Code} */
export function codeOf(scene, place, words) {
  const filter = filterOf(scene);
  const { size, bias, stride, padding, dilation } = filter;
  const channels = inColour(scene) ? 3 : 1;
  const kernels = Array.from({ length: channels }, (_, channel) => kernelOf(filter, channel));
  const { imports, lines } = pictureLines(scene, words);
  const modules = [...imports.filter((line) => line.startsWith("import")), "import torch", "import torch.nn.functional as F"];
  const pytorch = [
    ...modules,
    ...imports.filter((line) => line.startsWith("from")),
    "",
    ...lines,
    "kernel = torch.tensor([",
    ...nested(kernels, size),
    `], dtype=torch.float32)  # (1, ${channels}, ${size}, ${size})`,
    `bias = torch.tensor([${bias}], dtype=torch.float32)`,
    `answer = F.conv2d(picture, kernel, bias, stride=${stride}, padding=${padding}, dilation=${dilation})`,
    "print(answer.shape[2:])",
    ...(place ? [`print(answer[0, 0, ${place.row}, ${place.column}].item())  # ${words.codeRow}`] : []),
    "",
  ].join("\n");
  const keras = [
    "import keras",
    "",
    ...(padding ? [`pad = keras.layers.ZeroPadding2D(${padding})  # ${words.codePad}`] : []),
    `layer = keras.layers.Conv2D(1, ${size}, strides=${stride}, dilation_rate=${dilation})`,
    ...(stride > 1 && dilation > 1 ? [`# ${words.codeKeras}`] : []),
    "",
  ].join("\n");
  return { pytorch, keras };
}
