// @ts-check
/** The whole network on the learner's digit: stage after stage, what each costs, and what excites its maps. */

import { element, painted } from "../../network/dom.js";
import { channelsOf, isPicture } from "../../network/view/chain.js";
import { fieldOf as outlinesOf } from "../../network/view/fields.js";
import { createNetworkView } from "../../network/view/network-view.js";
import { kerasFor, pytorchFor } from "./code.js";
import { middleOf, squareOf } from "./costs.js";
import { knobs } from "./knobs.js";
import { createPanel } from "./panel.js";
import { createSteps } from "./steps.js";
import { strongestOf } from "./strongest.js";
import { createTable } from "./table.js";
import { createTask } from "./task.js";
import { trainedOf } from "./trained.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("../types.js").Read} Read @typedef {{stage: number, channel: number}} Chosen */

/** @param {Read} read @param {Record<string, any>} trained @returns {number[]} the stages that there are patches of */
const stagesWith = ({ network }, trained) => network.stages.flatMap((stage, index) => (stage.name in trained ? [index] : []));

/**
 * The two maps that are shown: as chosen, else those that the digit excites most, of the first and of the last stage.
 * @param {Scene} scene @param {number[]} stages @returns {Chosen[]} one where there is one stage alone
 */
export function chosenIn({ read, knobs: state }, stages) {
  if (stages.length === 0) return [];
  const pick = (/** @type {number | null} */ layer, /** @type {number | null} */ map, /** @type {number} */ usual) => {
    const stage = layer !== null && stages.includes(layer) ? layer : usual;
    const there = map !== null && map < channelsOf(read.network.stages[stage]);
    return { stage, channel: there ? /** @type {number} */ (map) : strongestOf(read, stage).channel };
  };
  const first = pick(state.layer, state.map, stages[0]);
  return stages.length === 1 ? [first] : [first, pick(state.layer2, state.map2, stages[stages.length - 1])];
}

export const chapter = {
  knobs,

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const { words } = host.words;
    const steps = createSteps(host);
    const table = createTable(words.table, (step) => host.change({ step }, "step"));
    const network = element("div", { class: "wn-network" });
    const clip = element("div", { class: "wn-clip" }, network);
    const panels = [["layer", "map"], ["layer2", "map2"]].map(([layer, map]) =>
      createPanel(host, (stage, channel) => host.change({ [layer]: stage, [map]: channel })));
    const task = createTask(host);
    const absent = element("p", { class: "wn-absent", "data-testid": "no-patches" });
    const lead = element("p", {}, ...host.prose(words.patches.lead));
    const pair = element("div", { class: "wn-panels" }, ...panels.map((panel) => panel.root));
    const see = element("div", { class: "wn-see" }, steps.list, steps.told, clip, table.root);
    const change = element("div", { class: "wn-change" },
      task.root, element("section", {}, element("h3", { class: "wn-heading" }, words.patches.title), lead, absent, pair));
    /** @type {ReturnType<typeof createNetworkView> | null} */
    let view = null;
    /** @type {Scene | null} */
    let shown = null;
    /** @type {import("../../network/arithmetic/types.js").Cell | null} */
    let pointed = null;
    /** @type {{data: any, patches: ReturnType<typeof trainedOf>}} */
    let trained = { data: null, patches: {} };
    const observer = new ResizeObserver(crop);
    observer.observe(network);

    /** Stage below stage on a narrow screen: what is not reached lies below the edge. */
    function crop() {
      if (network.dataset.layout !== "stack" || !network.querySelector(".nv-map[data-ahead]")) {
        clip.style.height = "";
        return;
      }
      const reached = [...network.querySelectorAll(".nv-plane .nv-map:not([data-ahead])")].map((map) => map.getBoundingClientRect().bottom);
      clip.style.height = `${Math.max(...reached) - network.getBoundingClientRect().top + 8}px`;
    }

    /** The cell that the squares and outlines are about: what is pointed at, else the strongest of the stage one has come to. @param {Scene} scene */
    function cellIn({ read, knobs: { step } }) {
      if (pointed) return pointed;
      const stage = Math.min(step, read.network.stages.length - 1);
      return { stage, ...strongestOf(read, stage) };
    }

    function showOutline() {
      if (!shown || !view) return;
      const { read } = shown;
      const cell = cellIn(shown);
      view.outline(read.network.stages[cell.stage].kind === "input" ? null : outlinesOf(read.network, cell));
    }

    function showSquares() {
      if (!shown) return;
      const { read, knobs: state } = shown;
      const { stages } = read.network;
      const cell = cellIn(shown);
      const pixel = isPicture(stages[cell.stage]) ? middleOf(squareOf(stages, cell.stage, cell)) : { row: 13, column: 13 };
      table.show(read, Math.min(state.step, stages.length - 1), pixel);
    }

    /** @param {Scene} scene */
    function showNetwork({ read, knobs: { step }, theme }) {
      view ??= createNetworkView(network, {
        scale: "map",
        onHover(cell) {
          pointed = cell;
          showOutline();
          showSquares();
        },
        onOpen(stage, channel) {
          if (!shown) return;
          const last = [...stagesWith(shown.read, trained.patches)].filter((index) => shown && index >= stage && channel < channelsOf(shown.read.network.stages[index]))[0];
          if (last === undefined) return;
          const first = last === stagesWith(shown.read, trained.patches)[0];
          host.change(first ? { layer: last, map: channel } : { layer2: last, map2: channel });
        },
      });
      if (shown?.read.network.model !== read.network.model) view.setNetwork(read.network);
      if (shown?.read !== read) view.show({ values: read.values, exact: true });
      if (shown && shown.theme !== theme) view.setTheme();
      view.setReached(Math.min(step, read.network.stages.length - 1));
    }

    /** @param {Scene} scene */
    function showPatches(scene) {
      const { read, data, theme } = scene;
      const stages = stagesWith(read, trained.patches);
      const chosen = chosenIn(scene, stages);
      const maps = read.network.stages.some((stage) => isPicture(stage) && stage.kind !== "input");
      absent.hidden = stages.length > 0;
      lead.hidden = stages.length === 0;
      absent.replaceChildren(...(stages.length ? [] : host.prose(data.problem ?? words.patches[maps ? "unrectified" : "none"])));
      const headings = chosen.length === 1 ? [words.patches.only] : [words.patches.first, words.patches.second];
      panels.forEach((panel, place) => {
        panel.root.hidden = !chosen[place];
        if (chosen[place]) panel.show(read, theme, headings[place], stages, chosen[place], trained.patches[read.network.stages[chosen[place].stage].name]);
      });
    }

    function showBelow() {
      if (!shown) return;
      showSquares();
      showPatches(shown);
      task.show(shown.read, shown.knobs);
    }

    return {
      see,
      change,
      show(scene) {
        if (trained.data !== scene.data) trained = { data: scene.data, patches: trainedOf(scene.data.patches) };
        if (shown?.read !== scene.read || shown.knobs.step !== scene.knobs.step) pointed = null;
        steps.show(scene.read, scene.knobs.step);
        showNetwork(scene);
        const anew = shown !== null && shown.read !== scene.read;
        shown = scene;
        showOutline();
        crop();
        // Another digit is seen in the network first: what is below it comes with the next frame.
        if (anew) painted().then(showBelow);
        else showBelow();
      },
      code(scene) {
        const { stages } = scene.read.network;
        const step = Math.min(scene.knobs.step, stages.length - 1);
        const maps = chosenIn(scene, stagesWith(scene.read, trained.patches));
        return { pytorch: pytorchFor(scene.read, step, maps), keras: kerasFor(stages, step) };
      },
      dispose() {
        steps.dispose();
        observer.disconnect();
        view?.dispose();
      },
    };
  },
};
