// @ts-check
/** Break the network: the changed copy of it on the learner's digit, what can be changed, and what that does. */

import { element } from "../../network/dom.js";
import { channelsOf } from "../../network/view/chain.js";
import { createNetworkView } from "../../network/view/network-view.js";
import { filled } from "../prose.js";
import { createAblation } from "./ablation.js";
import { createAnswers } from "./answers.js";
import { createAsking } from "./asking.js";
import { createMeasuring } from "./measuring.js";
import { fitting, layerOf, parsed, toggled, trainedOf } from "./steps.js";
import { createTools } from "./tools.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../../network/arithmetic/types.js").Stage} Stage */

/** Ready-made ways to break it. @type {Record<string, (stages: Stage[]) => string[]>} */
export const TRIES = {
  relu: (stages) => stages.filter((stage) => stage.kind === "relu").map((stage) => `linear ${stage.name}`),
  average: (stages) => stages.filter((stage) => stage.kind === "max_pooling").map((stage) => `average ${stage.name}`),
  random: (stages) => [`random ${trainedOf(stages)[0].name} 1`],
  bias: (stages) => {
    const [{ name, weightShape }] = trainedOf(stages);
    return Array.from({ length: /** @type {number[]} */ (weightShape)[0] }, (_, map) => `bias ${name} ${map}`);
  },
};

/** What is looked at, as far as this network has it. @param {Scene} scene */
export function lookedAt({ read: { network: { stages } }, knobs }) {
  const stage = Math.min(knobs.stage, stages.length - 1);
  const layer = layerOf(stages, stage);
  const map = Math.min(knobs.map, Math.max(channelsOf(stages[stage]), 1) - 1);
  const source = Math.min(knobs.source, /** @type {number[]} */ (layer.weightShape)[1] - 1);
  return { stage, layer, map, source };
}

/** @param {import("../types.js").Host} host */
export function createNetwork(host) {
  const { words } = host.words;
  const chips = element("div", { class: "bi-chips", "data-testid": "steps" });
  const tries = Object.keys(TRIES).map((name) => element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": `try-${name}`, onclick: () => {
    const steps = TRIES[name](scene.read.network.stages);
    host.change({ steps: [...host.knobs().steps.filter((/** @type {string} */ step) => !steps.includes(step)), ...steps] });
  } }, words.tries[name]));
  const whole = element("button", { type: "button", class: "cnnviz-button ch-small bi-restore", "data-testid": "whole", onclick: () => host.change({ steps: [] }) }, words.whole);
  const trying = element("div", { class: "bi-tabs", role: "group", "aria-label": words.try }, element("span", {}, words.try), ...tries, whole);
  const network = element("div", { class: "bi-network" });
  const layers = element("div", { class: "bi-tabs", role: "group", "aria-label": words.layers });
  const tools = createTools(host);
  const ablation = createAblation(host, (map) => {
    const { layer } = lookedAt(scene);
    host.change({ steps: toggled(host.knobs().steps, `off ${layer.name} ${map}`), map });
  });
  const answers = createAnswers(host);
  const measuring = createMeasuring(host, () => fitting(host.knobs().steps, scene.read.network.stages));
  const root = element("section", { class: "bi-half is-waiting", "data-testid": "network-half" },
    element("h3", { class: "bi-title" }, words.networkTitle), element("p", { class: "bi-intro" }, words.networkIntro),
    trying, chips, network, layers,
    element("div", { class: "bi-bench" }, tools.root, ablation.root, element("div", { class: "bi-outcome" }, answers.root, measuring.root)));
  /** @type {Scene} */
  let scene;
  /** @type {ReturnType<typeof createNetworkView> | null} */
  let view = null;
  let built = "";
  /** @type {Float32Array | null} */
  let painted = null;
  const asking = createAsking(host, "network", root);
  /** @type {unknown} */
  let theme = null;
  let offered = "";

  /** @param {string[]} steps @param {number} left how many do not fit */
  function showSteps(steps, left) {
    const { label: model } = scene.read.network;
    const name = (/** @type {string} */ step) => {
      const { kind, layer, numbers: [a, b] } = parsed(step);
      return filled(words.step[kind], { layer, a, b });
    };
    chips.replaceChildren(
      ...(steps.length ? [] : [element("span", { class: "ch-quiet" }, filled(words.nothing, { model }))]),
      ...steps.map((step) => element("button", {
        type: "button", class: "bi-chip", "data-testid": "step", "data-step": step, "aria-label": filled(words.remove, { step: name(step) }),
        onclick: () => host.change({ steps: host.knobs().steps.filter((/** @type {string} */ one) => one !== step) }),
      }, name(step), element("span", { "aria-hidden": "true" }, " ×"))),
      ...(left ? [element("span", { class: "ch-quiet" }, filled(words.unfit, { count: left, model }))] : []));
  }

  function showLayers(/** @type {number} */ chosen) {
    const { model, stages } = scene.read.network;
    const some = stages.flatMap((stage, index) => (["convolution", "relu", "max_pooling", "average_pooling", "dense"].includes(stage.kind) ? [index] : []));
    if (offered !== model) {
      offered = model;
      layers.replaceChildren(element("span", {}, words.layers), ...some.map((index) => element("button", {
        type: "button", class: "cnnviz-button ch-small", "data-testid": "layer", "data-stage": stages[index].name, onclick: () => host.change({ stage: index }),
      }, stages[index].name)));
    }
    some.forEach((index, place) => layers.children[place + 1].setAttribute("aria-pressed", String(index === chosen)));
  }

  /** @param {import("../types.js").Answer | null} answer */
  function paint(answer) {
    if (!answer) return;
    const { data, arrays, wants } = answer;
    const { read, knobs } = scene;
    const changed = { network: { ...read.network, stages: data.stages }, values: arrays.values.values };
    if (changed.values.length !== read.values.length) return; // another network is on its way
    view ??= createNetworkView(network, {
      scale: "map",
      onOpen: (stage, channel) => host.change({ stage, map: channel }),
    });
    const key = JSON.stringify([read.network.model, data.stages.map((/** @type {Stage} */ stage) => stage.kind)]);
    if (built !== key) {
      built = key;
      painted = null;
      view.setNetwork(changed.network);
    }
    if (theme !== scene.theme) view.setTheme();
    theme = scene.theme;
    if (painted !== changed.values) view.show({ values: changed.values, exact: true });
    painted = changed.values;
    const { stage, layer, map, source } = lookedAt(scene);
    for (const button of network.querySelectorAll(".nv-map")) {
      button.classList.toggle("is-chosen", button.getAttribute("data-stage") === read.network.stages[stage].name && Number(button.getAttribute("data-channel")) === map);
    }
    const softmax = read.network.stages[read.network.stages.length - 1];
    const shares = (/** @type {Float32Array} */ values) => values.subarray(softmax.offset, softmax.offset + 10);
    answers.show(shares(read.values), shares(changed.values));
    asking.shown(answer);
    if (wants.layer !== layer.name) return; // the weights of the layer one has turned to are on their way
    const steps = fitting(knobs.steps, read.network.stages);
    const looked = read.network.stages[stage];
    tools.show({
      steps, whole: read, changed, stage, map, source, theme: scene.theme,
      layer: looked.weightShape ? looked : layer, weight: arrays.weight.values, bias: looked === layer ? arrays.bias?.values ?? null : null,
    });
    const off = new Set(steps.map(parsed).filter((one) => one.kind === "off" && one.layer === layer.name).map((one) => one.numbers[0]));
    root.classList.remove("is-waiting");
    ablation.show(changed, layer.name, arrays.without.values, off, map, scene.theme);
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      const { read, knobs } = scene;
      const steps = fitting(knobs.steps, read.network.stages);
      const { stage, layer } = lookedAt(scene);
      showSteps(steps, knobs.steps.length - steps.length);
      showLayers(stage);
      whole.disabled = knobs.steps.length === 0;
      tries.forEach((button, place) => {
        const wanted = TRIES[Object.keys(TRIES)[place]](read.network.stages);
        button.hidden = wanted.length === 0;
        button.setAttribute("aria-pressed", String(wanted.length > 0 && wanted.every((step) => steps.includes(step))));
      });
      measuring.present(JSON.stringify([read.network.model, steps]));
      asking.ask({ steps, layer: layer.name }, read, paint);
    },
    dispose: () => view?.dispose(),
  };
}
