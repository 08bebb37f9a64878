// @ts-check
/** What a filter looks for: the learner's own patch, nine of training digits, and one that is made for nothing else. */

import { element, paintInk } from "../../network/dom.js";
import { cellsPerMap, channelsOf } from "../../network/view/chain.js";
import { fixed, short } from "../../network/view/numbers.js";
import { CellPicture } from "../../network/view/paint/maps.js";
import { rangeOf } from "../../network/view/scales.js";
import { filled } from "../prose.js";
import { createMaking } from "./making.js";
import { cutOut, windowOf } from "./patch.js";
import { filterOf } from "./state.js";

const PIXELS = 28;

/** @typedef {import("../types.js").Scene} Scene */

/** @param {import("../types.js").Host} host */
export function createFilters(host) {
  const words = host.words.words.filters;
  const tabs = element("div", { class: "cr-tabs", role: "group", "aria-label": words.stage });
  const thumbs = element("div", { class: "cr-thumbs", role: "group", "aria-label": words.map });
  const own = createTile();
  const made = createTile();
  const making = createMaking(host, {
    start: words.make, stop: words.stop, making: words.making, testid: "make-patch",
    wants: () => ({ goal: "map", stage: shown.stage, map: shown.map }),
    made({ picture, value }) {
      invented = { picture, value };
      paintMade();
      compare();
    },
  });
  const training = element("div", { class: "ev-training" });
  const compared = element("p", { class: "ev-compared", role: "status", "data-testid": "compared" });
  const body = element("div", { class: "ev-filter" },
    tabs, thumbs,
    element("div", { class: "ev-patches" },
      element("div", { class: "ev-mine" }, own.root, element("div", { class: "ev-makes" }, made.root, making.root)),
      element("div", { class: "ev-besttitle" }, element("p", { class: "ch-quiet" }, words.training), training)),
    compared);
  const none = element("p", { class: "ch-quiet" });
  const root = element("section", { class: "ev-part", "data-testid": "filters" },
    element("h3", { class: "cl-title" }, words.title), element("p", { class: "ev-intro" }, ...host.prose(words.intro)), body, none);
  /** @type {Scene} */
  let scene;
  let shown = { stage: "", map: -1, model: "" };
  /** @type {{value: number, patch: Float32Array} | null} */
  let mine = null;
  /** @type {{value: number, picture: Float32Array} | null} */
  let invented = null;
  /** @type {any} */
  let best = null;
  let offered = "";
  let listed = "";
  /** @type {unknown[]} */
  let painted = [];
  /** @type {{button: any, picture: CellPicture}[]} */
  let maps = [];

  /** The maps of a stage, each a button with what it makes of the digit. @param {NonNullable<ReturnType<typeof filterOf>>} filter */
  function choose({ name, names, stage, map }) {
    const { read, theme } = scene;
    const offer = `${read.network.model} ${names.join()}`;
    if (offered !== offer) {
      offered = offer;
      tabs.replaceChildren(...names.map((one) => element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "stage", onclick: () => host.change({ stage: one, map: 0 }) }, one)));
    }
    names.forEach((one, place) => tabs.children[place].setAttribute("aria-pressed", String(one === name)));
    const list = `${read.network.model} ${name}`;
    if (listed !== list) {
      listed = list;
      painted = [];
      maps = Array.from({ length: channelsOf(stage) }, (_, channel) => {
        const canvas = element("canvas", { class: "cr-cells" });
        const said = filled(words.mapLabel, { stage: name, map: channel });
        const button = element("button", { type: "button", class: "cr-thumb", title: said, "aria-label": said, "data-testid": "thumb", onclick: () => host.change({ map: channel }) }, canvas);
        return { button, picture: new CellPicture(canvas, stage.shape[2], stage.shape[1]) };
      });
      thumbs.replaceChildren(...maps.map((one) => one.button));
    }
    maps.forEach(({ button }, channel) => button.setAttribute("aria-pressed", String(channel === map)));
    if (painted[0] === read && painted[1] === theme) return;
    painted = [read, theme];
    const cells = cellsPerMap(stage);
    const { high } = rangeOf(read.values, stage.offset, stage.length);
    maps.forEach(({ picture }, channel) => picture.paint(read.values, stage.offset + channel * cells, cells, high, theme.signed));
  }

  /** What excites the map most of the learner's digit. @param {NonNullable<ReturnType<typeof filterOf>>} filter */
  function showOwn({ stage, map }) {
    const { read } = scene;
    const cells = cellsPerMap(stage);
    const { high, largestAt } = rangeOf(read.values, stage.offset + map * cells, cells);
    const columns = stage.shape[2];
    const window = windowOf(stage, Math.floor(largestAt / columns), largestAt % columns);
    mine = { value: high, patch: cutOut(read.values, window) };
    own.paint(mine.patch, window.height, window.width);
    own.say(high > 0 ? words.own : words.ownNone, short(high));
    root.dataset.own = String(high);
  }

  function paintMade() {
    const stage = scene.read.network.stages.find((one) => one.name === shown.stage);
    if (!stage) return;
    const window = windowOf(stage, Math.floor(stage.shape[1] / 2), Math.floor(stage.shape[2] / 2));
    made.paint(invented ? cutOut(invented.picture, window) : new Float32Array(window.height * window.width), window.height, window.width);
    made.say(words.made, invented ? short(invented.value) : "–");
    root.dataset.made = invented ? String(invented.value) : "";
  }

  function compare() {
    if (!best || !mine) return;
    const numbers = { own: short(mine.value), best: short(best.values[0]), made: invented ? short(invented.value) : "" };
    const texts = best.values[0] === 0 ? [words.dead] : [filled(invented ? words.compare : words.compareNoMade, numbers)];
    if (invented && best.values[0] > 0 && invented.value > 1.02 * best.values[0]) {
      texts.push(filled(words.beyond, { percent: fixed(100 * (invented.value / best.values[0] - 1), 0) }));
    }
    compared.replaceChildren(...host.prose(texts.join(" ")));
  }

  /** The training digits, from the server. @param {import("../types.js").Answer} answer */
  function showBest({ data, arrays }) {
    best = data;
    const { pixels, pictures } = arrays;
    const [count, height, width] = pixels.shape;
    const stage = /** @type {any} */ (scene.read.network.stages.find((one) => one.name === data.stage));
    training.replaceChildren(...Array.from({ length: data.values[0] > 0 ? count : 0 }, (_, place) => {
      const tile = createTile();
      tile.paint(pixels.values.subarray(place * height * width, (place + 1) * height * width), height, width);
      tile.say("", short(data.values[place]));
      const whole = element("canvas", { width: PIXELS, height: PIXELS, "aria-hidden": "true" });
      paintInk(whole, pictures.values.subarray(place * PIXELS * PIXELS, (place + 1) * PIXELS * PIXELS), 1);
      const { top, left } = windowOf(stage, data.cells[place][0], data.cells[place][1]);
      const frame = element("span", { class: "ev-frame", "aria-hidden": "true" });
      const share = (/** @type {number} */ pixel) => `${(100 * pixel) / PIXELS}%`;
      const ends = [Math.max(0, top), Math.max(0, left), Math.min(PIXELS, top + height), Math.min(PIXELS, left + width)];
      Object.assign(frame.style, { top: share(ends[0]), left: share(ends[1]), height: share(ends[2] - ends[0]), width: share(ends[3] - ends[1]) });
      const said = filled(words.load, { label: data.labels[place], value: short(data.values[place]) });
      return element("button", { type: "button", class: "ev-digit", title: said, "aria-label": said, "data-testid": "training", "data-code": data.codes[place], onclick: () => host.wish({ digit: data.codes[place] }) },
        tile.root, element("span", { class: "ev-whole" }, whole, frame));
    }));
    root.dataset.best = String(data.values[0]);
    compare();
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      const filter = filterOf(scene);
      const { model } = scene.read.network;
      body.hidden = !filter;
      none.hidden = Boolean(filter);
      if (!filter) {
        none.textContent = scene.data.problem ?? filled(words.none, { model: scene.read.network.label });
        return;
      }
      choose(filter);
      if (shown.stage !== filter.name || shown.map !== filter.map || shown.model !== model) {
        shown = { stage: filter.name, map: filter.map, model };
        invented = null;
        best = null;
        making.clear();
        host.ask("exciting", { stage: filter.name, map: filter.map }, (answer) => {
          if (answer.data.stage === shown.stage && answer.data.map === shown.map) showBest(answer);
        });
      }
      showOwn(filter);
      paintMade();
      compare();
    },
    dispose: making.end,
  };
}

/** A patch in the drawing's own grey, with a name and a number below. */
function createTile() {
  const canvas = element("canvas", { class: "ev-tile", "aria-hidden": "true" });
  const name = element("span", {});
  const value = element("span", { class: "ev-value" });
  return {
    root: element("span", { class: "ev-tilebox" }, canvas, name, value),
    /** @param {Float32Array} ink @param {number} height @param {number} width */
    paint(ink, height, width) {
      canvas.height = height;
      canvas.width = width;
      paintInk(canvas, ink, 1);
    },
    /** @param {string} text @param {string} number */
    say(text, number) {
      name.textContent = text;
      name.hidden = !text;
      value.textContent = number;
    },
  };
}
