// @ts-check
/** The network view: every stage of a network with its recorded values, from the input to the answer. */

import { element } from "../dom.js";
import { answerOf } from "./chain.js";
import { createInspection } from "./inspection.js";
import { layoutStack } from "./layout/stack.js";
import { layoutWide } from "./layout/wide.js";
import { createAnswer } from "./parts/answer.js";
import { createLegends } from "./parts/legends.js";
import { createStages, putAt } from "./parts/maps.js";
import { createNotice } from "./parts/notice.js";
import { createScalePicker } from "./parts/scale-picker.js";
import { createSpoken } from "./parts/spoken.js";
import { followPointing } from "./pointing.js";
import { reaches, SCALES } from "./scales.js";
import { readTheme } from "./theme.js";

/**
 * @typedef {import("./types.js").Network} Network
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Scale} Scale
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 *
 * @typedef {object} Options
 * @property {string} [notice]                     what is happening until the first values are here
 * @property {Scale} [scale]
 * @property {(scale: Scale) => void} [onScaleChange]
 * @property {(stage: string, channel: number) => void} [onOpen]   a map was clicked, or Enter pressed on it
 */

const NARROW = 620; // px: below, the stages stack
const BESIDE = 860; // px: from here on the answer stands beside the network, below that above it
const BAND = 168; // px of the answer above the network
const LOWEST = 480; // px: the network is never squeezed below this height
const DIGIT = { share: 0.19, least: 96, most: 150 }; // the answer's type: of the view's height, px
const LOADING = "Loading the network…";

/**
 * @param {HTMLElement} root   empty; gets the attributes data-testid, data-model, data-revision and data-prediction
 * @param {Options} [options]
 */
export function createNetworkView(root, options = {}) {
  /** @type {Network | null} */
  let network = null;
  /** @type {Frame | null | undefined} undefined until the first values came */
  let frame;
  /** @type {Scale} */
  let scale = options.scale ?? "layer";
  let theme = readTheme(root);
  /** @type {import("./layout/wide.js").Plane | null} */
  let plane = null;
  /** @type {MapPart[]} */
  let maps = [];
  /** @type {ReturnType<typeof createAnswer>} */
  let answer = null;
  /** @type {ReturnType<typeof createLegends> | null} */
  let legends = null;
  let revision = 0;
  let builtFor = "";

  const surface = element("div", { class: "nv-plane" });
  const scroller = element("div", { class: "nv-scroller" }, surface);
  const picker = createScalePicker((chosen) => {
    setScale(chosen);
    options.onScaleChange?.(chosen);
  });
  const inspection = createInspection(root, () => ({
    stages: network?.stages ?? [],
    maps,
    answer: answer?.root ?? null,
    frame: frame ?? null,
  }));
  const notice = createNotice();
  const spoken = createSpoken();
  root.classList.add("cnnviz-network");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "The network");
  Object.assign(root.dataset, { testid: "network", revision: "0", prediction: "", model: "", state: "loading" });
  root.replaceChildren(scroller, picker.root, ...inspection.nodes, notice.root, spoken.root);
  picker.show(scale);
  notice.show(options.notice ?? LOADING, "info");

  /** The room there is; a stack is as tall as it needs. */
  const room = () => `${root.clientWidth} ${root.dataset.layout === "stack" ? "" : root.clientHeight}`;

  /** Everything anew, for the room there is now. */
  function build() {
    const width = root.clientWidth;
    if (!network || width === 0) return;
    const { stages } = network;
    const arrangement = width < NARROW ? "stack" : width < BESIDE ? "band" : "wide";
    root.dataset.layout = arrangement;
    const height = Math.max(LOWEST, root.clientHeight);
    const above = arrangement === "band" && answerOf(stages) ? BAND : 0;
    const free = height - picker.root.offsetHeight - 8 - above;
    plane = arrangement === "stack"
      ? layoutStack(stages, scroller.clientWidth)
      : layoutWide(stages, width, free, arrangement === "wide");
    const sized = arrangement === "stack" ? DIGIT.most : height * DIGIT.share;
    const digit = Math.round(Math.min(DIGIT.most, Math.max(DIGIT.least, sized)));
    root.style.setProperty("--nv-answer", `${plane.answerWidth}px`);
    root.style.setProperty("--nv-digit", `${digit}px`);
    const focused = maps.find((map) => map.button === document.activeElement);
    inspection.leave();
    answer?.root.remove();
    answer = createAnswer(stages, arrangement === "band");
    if (answer) scroller.after(answer.root);
    answer?.say(options.notice ?? LOADING);
    const made = createStages(stages, plane);
    maps = [...made.maps, ...(answer?.maps ?? [])];
    putAt(surface, { width: plane.width, height: plane.height });
    surface.replaceChildren(...made.nodes);
    const stop = maps.find((map) => map.stage === focused?.stage && map.channel === focused.channel) ?? maps[0];
    if (stop) stop.button.tabIndex = 0;
    if (focused) stop?.button.focus();
    buildLegends();
    builtFor = room();
  }

  function buildLegends() {
    if (!network || !plane) return;
    for (const node of surface.querySelectorAll(".nv-legend")) node.remove();
    legends = createLegends(network.stages, plane, scale);
    surface.append(...legends.nodes);
    surface.style.setProperty("--nv-gradient", theme.gradient);
  }

  /** All that depends on values, in one go. */
  function paint() {
    if (!network || !plane || frame === undefined) return;
    const { stages } = network;
    const values = frame?.values ?? null;
    const reach = values && reaches(stages, values, scale);
    for (const map of maps) {
      const ramp = stages[map.stage].kind === "input" ? theme.grey : theme.signed;
      if (values && reach) map.picture.paint(values, map.start, map.count, reach[map.stage][map.channel], ramp);
      else map.picture.clear();
    }
    legends?.show(reach);
    const winner = answer?.show(values) ?? null;
    root.dataset.prediction = winner === null ? "" : String(winner);
    root.dataset.state = frame ? "shown" : "empty";
    inspection.refresh();
  }

  /** @param {Scale} chosen */
  function setScale(chosen) {
    if (!SCALES.includes(chosen) || chosen === scale) return;
    scale = chosen;
    picker.show(scale);
    buildLegends();
    paint();
  }

  const unfollow = followPointing(root, {
    point: inspection.point,
    row: (row) => inspection.pointAtRow(row),
    leave: inspection.leave,
    focus: inspection.focus,
    step: inspection.step,
    open(button) {
      const map = inspection.named(button);
      if (map) options.onOpen?.(map.stage, map.channel);
    },
    nextScale() {
      setScale(SCALES[(SCALES.indexOf(scale) + 1) % SCALES.length]);
      options.onScaleChange?.(scale);
    },
  });
  const observer = new ResizeObserver(() => {
    if (room() === builtFor) return;
    build();
    paint();
  });
  observer.observe(root);
  scroller.addEventListener("scroll", inspection.leave, { passive: true });

  return {
    /** A network's description: builds its stages, empty until values come. @param {Network} next */
    setNetwork(next) {
      network = next;
      frame = undefined;
      notice.show(null);
      root.setAttribute("aria-label", `The network ${next.label}`);
      Object.assign(root.dataset, { model: next.model, prediction: "", state: "loading" });
      build();
    },

    /** All stages' values, or null for an empty drawing. All is painted when it returns. @param {Frame | null} next */
    show(next) {
      if (!network) throw new Error("There is no network to show values of: call setNetwork first.");
      const expected = Math.max(...network.stages.map((stage) => stage.offset + stage.length));
      if (next && next.values.length !== expected) {
        throw new RangeError(`${network.model} has ${expected} values, ${next.values.length} came.`);
      }
      frame = next;
      paint();
      root.dataset.exact = String(next?.exact ?? true);
      root.dataset.revision = String(++revision);
      spoken.settle(next && answer ? answer.sentence() : next ? "" : "The drawing is empty. Draw a digit.");
    },

    /** A message over the network that moves nothing. @param {string | null} text @param {"info" | "warning"} [kind] */
    setNotice(text, kind = "info") {
      notice.show(text, kind);
    },

    /** Choose what shares a colour scale, without onScaleChange. */
    setScale,

    /** Read the page's colours again. */
    setTheme() {
      theme = readTheme(root);
      surface.style.setProperty("--nv-gradient", theme.gradient);
      paint();
    },

    dispose() {
      unfollow();
      observer.disconnect();
      spoken.dispose();
      root.replaceChildren();
    },
  };
}
