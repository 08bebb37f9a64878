// @ts-check
/** The knobs: which picture, which filter, and how the window goes; with the size formula and the costs worked out. */

import { element } from "../../network/dom.js";
import { grouped } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { firstConvolution, learnedFilter, nameOf, PRESETS, resized } from "./presets.js";
import { costOf, DILATIONS, PADDINGS, sizeOf, SIZES, STRIDES } from "./sizes.js";
import { filterOf, inColour, PICTURES, pictureOf, shownPicture } from "./state.js";
import { createUpload } from "./upload.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Host} Host */

/** @param {Host} host */
export function createControls(host) {
  const { words } = host;
  /** @type {Scene} */
  let scene;

  const picture = element("select", { class: "cv-select", "data-testid": "picture", onchange: () => host.change({ picture: picture.value, window: null }) },
    ...PICTURES.map((name) => element("option", { value: name }, words[name])));
  const colour = element("input", { type: "checkbox", "data-testid": "colour", onchange: () => host.change({ colour: colour.checked }) });
  const colourLabel = element("label", { class: "cv-check" }, colour, words.colour);
  const upload = createUpload(host);
  const filter = element("select", { class: "cv-select", "data-testid": "filter", onchange: () => choose(filter.value) });
  const size = choices(words.size, SIZES, "size", (value) => {
    const { kernel, bias } = scene.knobs;
    host.change({ kernel: resized({ ...kernel, bias }, value) });
  });
  const stride = choices(words.stride, STRIDES, "stride", (value) => host.change({ stride: value }));
  const padding = choices(words.padding, PADDINGS, "padding", (value) => host.change({ padding: value }));
  const dilation = choices(words.dilation, DILATIONS, "dilation", (value) => host.change({ dilation: value }));
  const formula = element("dl", { class: "cv-formula", "data-testid": "formula" });
  const costs = element("div", { class: "cv-costs", "data-testid": "costs" });
  const root = element("div", { class: "cv-controls" },
    element("div", { class: "cv-knobs" },
      labelled(words.kernel, filter),
      size.root, stride.root, padding.root, dilation.root,
      element("div", { class: "cv-knob" }, element("span", { class: "cv-label", "aria-hidden": "true" }, words.picture),
        element("span", { class: "cv-line" }, named(picture, words.picture), upload.root, colourLabel))),
    element("div", { class: "cv-worked" }, formula, costs));
  let listed = "";
  let worked = "";

  /** @param {string} name of a preset, or "learned-3" */
  function choose(name) {
    const learned = /^learned-(\d+)$/.exec(name);
    if (!learned && PRESETS[name]) {
      host.change({ kernel: PRESETS[name](scene.knobs.kernel.size), bias: 0 });
      return;
    }
    const found = learned && learnedFilter(scene.read, Number(learned[1]));
    if (!found) return;
    const { size: side, kernels, ...rest } = found;
    host.change({ kernel: { size: side, kernels }, ...rest });
  }

  /** The filters that there are to choose from; those that the network learned are its own. */
  function list() {
    const found = firstConvolution(scene.read);
    const colours = inColour(scene);
    const wanted = `${scene.read.network.model} ${colours}`;
    if (wanted === listed) return;
    listed = wanted;
    const presets = Object.keys(PRESETS).filter((name) => colours || name !== "opponent");
    filter.replaceChildren(
      element("option", { value: "own", disabled: true }, words.own),
      ...presets.map((name) => element("option", { value: name }, words.presets[name])),
      ...(found ? Array.from({ length: found.maps }, (_, channel) => element("option", { value: `learned-${channel}` }, filled(words.learned, { stage: found.stage.name, map: channel }))) : []));
  }

  /** The formula with the present numbers, for rows and columns, and what the layer costs. */
  function work() {
    const now = filterOf(scene);
    const seen = pictureOf(scene);
    const sides = seen.rows === seen.columns ? [[`${words.rows}, ${words.columns.toLowerCase()}`, seen.rows]] : [[words.rows, seen.rows], [words.columns, seen.columns]];
    const channels = seen.channels;
    const outs = [sizeOf(seen.rows, now), sizeOf(seen.columns, now)];
    const wanted = JSON.stringify([sides, channels, now.size, now.stride, now.padding, now.dilation]);
    if (wanted === worked) return;
    worked = wanted;
    formula.replaceChildren(...sides.flatMap(([name, side]) => {
      const { left, out, rest } = sizeOf(Number(side), now);
      const numbers = { side, padding: now.padding, dilation: now.dilation, kernel: now.size, stride: now.stride, left: String(left).replace("-", "\u2212"), out };
      return [element("dt", {}, name), element("dd", {}, ...host.prose(filled(words.formula, numbers)),
        ...(rest ? [element("span", { class: "cv-lines" }, ` ${filled(words.leftOver, { rest })}`)] : []))];
    }));
    const places = outs[0].out * outs[1].out;
    const { taps, parameters, multiplications } = costOf(channels, now.size, places);
    costs.replaceChildren(
      element("p", {}, ...host.prose(filled(words.parameters, { parameters, channels: channels > 1 ? `${channels}·` : "", kernel: now.size }))),
      element("p", {}, ...host.prose(filled(words.multiplications, { count: grouped(multiplications), taps, places: grouped(places) }))));
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      const { knobs, arrays } = next;
      list();
      const shown = shownPicture(next);
      picture.value = shown;
      picture.querySelector("[value=upload]").hidden = !arrays.photo;
      picture.querySelector("[value=upload]").disabled = !arrays.photo;
      colourLabel.hidden = shown === "digit";
      colour.checked = knobs.colour;
      filter.value = nameOf(filterOf(next), next.read);
      if (filter.selectedIndex < 0) filter.value = "own";
      size.show(knobs.kernel.size);
      stride.show(knobs.stride);
      padding.show(knobs.padding);
      dilation.show(knobs.dilation);
      upload.show(next);
      work();
    },
  };
}

/** @param {string} label @param {HTMLElement} control */
const labelled = (label, control) => element("label", { class: "cv-knob" }, element("span", { class: "cv-label" }, label), control);

/** @param {HTMLElement} control @param {string} label */
function named(control, label) {
  control.setAttribute("aria-label", label);
  return control;
}

/**
 * A few numbers of which one is chosen.
 * @param {string} label @param {number[]} values @param {string} name @param {(value: number) => void} choose
 */
function choices(label, values, name, choose) {
  const buttons = values.map((value) => element("button", { type: "button", class: "cnnviz-button cv-choice", "data-testid": `${name}-${value}`, onclick: () => choose(value) }, String(value)));
  const root = element("div", { class: "cv-knob", role: "group", "aria-label": label }, element("span", { class: "cv-label", "aria-hidden": "true" }, label),
    element("span", { class: "cv-choices" }, ...buttons));
  return {
    root,
    /** @param {number} chosen */
    show(chosen) { buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(values[place] === chosen))); },
  };
}
