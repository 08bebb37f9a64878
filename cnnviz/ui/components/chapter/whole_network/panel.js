// @ts-check
/** What excites a map: the patch of the learner's digit, and the nine of the training digits that do most. */

import { element } from "../../network/dom.js";
import { cellsPerMap, channelsOf } from "../../network/view/chain.js";
import { short } from "../../network/view/numbers.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { rangeOf } from "../../network/view/scales.js";
import { filled } from "../prose.js";
import { fieldOf } from "./costs.js";
import { createPatch, createSight } from "./sight.js";
import { ownPatch } from "./strongest.js";

/** @typedef {import("../types.js").Read} Read @typedef {import("./trained.js").Trained} Trained */

const OWN = { digit: 168, patch: 112 }; // px
const TRAINED = 84; // px
const KEPT = 9;

/** @param {import("../types.js").Host} host @param {(stage: number, channel: number | null) => void} choose */
export function createPanel(host, choose) {
  const words = host.words.words.patches;
  const title = element("h3", { class: "wn-heading" });
  const layers = element("div", { class: "wn-layers", role: "group", "aria-label": words.stage });
  const tiles = element("div", { class: "wn-tiles", role: "group", "aria-label": words.map });
  const digit = createSight(OWN.digit);
  const own = createPatch(OWN.patch);
  const ownValue = element("figcaption", {});
  const ownFigure = element("figure", { class: "wn-own", "data-testid": "own-patch" }, element("div", { class: "wn-pair" }, digit.root, own.root), ownValue);
  const patches = Array.from({ length: KEPT }, () => {
    const patch = createPatch(TRAINED);
    const caption = element("figcaption", {});
    return { patch, caption, root: element("figure", { class: "wn-trained", "data-testid": "patch" }, patch.root, caption) };
  });
  const note = element("p", { class: "ch-quiet" });
  const root = element("section", { class: "wn-panel", "data-testid": "panel" }, title, layers, tiles,
    element("div", { class: "wn-patches" }, ownFigure, element("div", { class: "wn-grid" }, ...patches.map((one) => one.root))), note);
  /** @type {{index: number, button: HTMLElement}[]} */
  let layerButtons = [];
  /** @type {{button: HTMLElement, map: CellPicture}[]} */
  let tileButtons = [];
  let [builtFor, tiledFor] = ["", ""];

  /** @param {Read} read @param {number[]} stages */
  function buildLayers({ network }, stages) {
    if (builtFor === network.model) return;
    builtFor = network.model;
    layerButtons = stages.map((index) => ({ index, button: element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "layer", onclick: () => choose(index, null) }, network.stages[index].name) }));
    layers.replaceChildren(...layerButtons.map((one) => one.button));
  }

  /** @param {Read} read @param {number} index */
  function buildTiles({ network }, index) {
    const wanted = `${network.model} ${index}`;
    if (tiledFor === wanted) return;
    tiledFor = wanted;
    const stage = network.stages[index];
    tileButtons = Array.from({ length: channelsOf(stage) }, (_, channel) => {
      const [rows, columns] = stage.shape.slice(1);
      const map = new CellPicture(element("canvas", { "aria-hidden": "true" }), columns, rows);
      const label = filled(words.mapOf, { stage: stage.name, map: channel });
      return { map, button: element("button", { type: "button", class: "wn-tile", "data-testid": "tile", "aria-label": label, onclick: () => choose(index, channel) }, map.canvas) };
    });
    tiles.replaceChildren(...tileButtons.map((one) => one.button));
  }

  return {
    root,
    /**
     * @param {Read} read @param {import("../types.js").Theme} theme @param {string} heading @param {number[]} stages that there are patches of
     * @param {{stage: number, channel: number}} chosen @param {Trained} trained
     */
    show(read, theme, heading, stages, { stage: index, channel }, trained) {
      const stage = read.network.stages[index];
      buildLayers(read, stages);
      buildTiles(read, index);
      const { rows, columns } = fieldOf(read.network.stages, index);
      const name = filled(words.mapOf, { stage: stage.name, map: channel });
      title.replaceChildren(heading, element("span", { class: "ch-quiet" }, `${name}: ${filled(words.sees, { side: rows })}`));
      root.dataset.stage = stage.name;
      root.dataset.channel = String(channel);
      for (const one of layerButtons) one.button.setAttribute("aria-pressed", String(one.index === index));
      const cells = cellsPerMap(stage);
      const { high } = rangeOf(read.values, stage.offset, stage.length);
      tileButtons.forEach(({ button, map }, place) => {
        map.paint(read.values, stage.offset + place * cells, cells, high, theme.signed);
        button.setAttribute("aria-pressed", String(place === channel));
      });
      const { cell, square, pixels } = ownPatch(read, index, channel);
      digit.show(read, cell.value > 0 ? square : null);
      own.root.hidden = cell.value <= 0;
      own.show(pixels, square.height, square.width, 1);
      ownValue.textContent = cell.value > 0 ? `${words.yours}: ${short(cell.value)}` : words.silent;
      ownFigure.dataset.value = String(cell.value);
      const dead = trained.maps[channel][0].value === 0;
      patches.forEach(({ patch, caption, root: figure }, place) => {
        const found = trained.maps[channel][place];
        figure.hidden = dead;
        figure.setAttribute("aria-label", `${filled(words.of, { label: found.label })}: ${short(found.value)}`);
        patch.show(found.pixels, rows, columns, 255);
        caption.replaceChildren(element("strong", {}, short(found.value)), ` ${filled(words.of, { label: found.label })}`);
      });
      const blank = !dead && trained.maps[channel][0].pixels.every((pixel) => pixel === 0);
      note.textContent = dead ? words.dead : blank ? words.blank : "";
      note.hidden = !note.textContent;
    },
  };
}

