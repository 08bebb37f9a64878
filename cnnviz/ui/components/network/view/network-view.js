// @ts-check
/** The network view: every stage of a network with its recorded values, from the input to the answer. */

import { element } from "../dom.js";
import { channelsOf, placedOf } from "./chain.js";
import { createFocusing } from "./focusing.js";
import { createInspection } from "./inspection.js";
import { arrange } from "./layout/arrangement.js";
import { createAnswer } from "./parts/answer.js";
import { createLegends } from "./parts/legends.js";
import { createStages, putAt } from "./parts/maps.js";
import { createNotice } from "./parts/notice.js";
import { createOutlines } from "./parts/outlines.js";
import { createScalePicker } from "./parts/scale-picker.js";
import { createSpoken } from "./parts/spoken.js";
import { followPointing } from "./pointing.js";
import { reaches, SCALES } from "./scales.js";
import { readTheme } from "./theme.js";

/**
 * @typedef {import("./types.js").Network} Network
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Scale} Scale
 * @typedef {import("./types.js").MapKey} MapKey
 * @typedef {import("./parts/maps.js").MapPart} MapPart
 * @typedef {import("../arithmetic/types.js").Cell} Cell
 * @typedef {import("../arithmetic/field.js").Outline} Outline
 *
 * @typedef {object} Options
 * @property {string} [notice]                     what is happening until the first values are here
 * @property {Scale} [scale]
 * @property {(scale: Scale) => void} [onScaleChange]
 * @property {(stage: number, channel: number, cell: Cell | null) => void} [onOpen]   a map was clicked or tapped, or Enter
 *   pressed on it, and on which cell; for one of the ten bars, the class is the cell's column
 * @property {(cell: Cell | null) => void} [onHover]   the cell that is pointed at, or none any more
 * @property {() => void} [onAway]   a click on none of the maps, bars and buttons
 */

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
  /** @type {ReturnType<typeof createStages> | null} */
  let stagesShown = null;
  /** @type {Outline[] | null} */
  let outlined = null;
  let revision = 0;
  let builtFor = "";

  const surface = element("div", { class: "nv-plane" });
  const scroller = element("div", { class: "nv-scroller" }, surface);
  const picker = createScalePicker((chosen) => {
    setScale(chosen);
    options.onScaleChange?.(chosen);
  });
  const scene = () => ({
    network,
    stages: network?.stages ?? [],
    maps,
    boxes: plane?.boxes ?? [],
    answer: answer?.root ?? null,
    frame: frame ?? null,
  });
  const outlines = createOutlines();
  const focusing = createFocusing(root, scroller, scene);
  const inspection = createInspection(root, scene, {
    opens: options.onOpen !== undefined,
    hover(cell, found) {
      outlineNow(found);
      options.onHover?.(cell);
    },
  });
  const notice = createNotice();
  const spoken = createSpoken();
  root.classList.add("cnnviz-network");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "The network");
  Object.assign(root.dataset, { testid: "network", revision: "0", prediction: "", model: "", state: "loading" });
  root.replaceChildren(scroller, picker.root, ...focusing.nodes, ...inspection.nodes, notice.root, spoken.root);
  picker.show(scale);
  notice.show(options.notice ?? LOADING, "info");

  /** The room there is; a stack is as tall as it needs. */
  const room = () => `${root.clientWidth} ${root.dataset.layout === "stack" ? "" : root.clientHeight} ${root.dataset.focus !== undefined}`;

  /** All of a network's maps, where they belong in the room there is now. */
  function build() {
    if (focusing.chosen) root.dataset.layout = "focus"; // a stack would be as tall as it likes
    const width = root.clientWidth;
    if (!network || width === 0) return;
    const { stages } = network;
    const state = { picker: picker.root.offsetHeight, focused: focusing.chosen !== null };
    const arranged = arrange(stages, { width, height: root.clientHeight }, state);
    const focused = maps.find((map) => map.button === document.activeElement);
    plane = arranged.plane;
    root.dataset.layout = arranged.layout;
    root.style.setProperty("--nv-answer", `${plane.answerWidth}px`);
    root.style.setProperty("--nv-digit", `${arranged.digit}px`);
    inspection.leave();
    if (!stagesShown) {
      stagesShown = createStages(stages, placedOf(stages));
      surface.replaceChildren(...stagesShown.nodes, focusing.plane, outlines.root);
    }
    stagesShown.place(plane);
    const lying = arranged.layout === "band";
    if (answer?.lying !== lying) {
      answer?.root.remove();
      answer = createAnswer(stages, lying);
      if (answer) scroller.after(answer.root);
      answer?.say(options.notice ?? LOADING);
    }
    if (answer) answer.root.hidden = state.focused && plane.answerWidth === 0;
    maps = [...stagesShown.maps, ...(answer && !answer.root.hidden ? answer.maps : [])];
    putAt(surface, { width: plane.width, height: plane.height });
    // On whole pixels, so that lines and cells are crisp.
    surface.style.marginLeft = `${Math.max(0, Math.floor((scroller.clientWidth - plane.width) / 2))}px`;
    const stop = maps.find((map) => map.stage === focused?.stage && map.channel === focused.channel) ?? maps[0];
    if (stop) inspection.focus(stop.button);
    if (focused) stop?.button.focus({ preventScroll: true });
    buildLegends();
    focusing.mark();
    focusing.connect();
    outlineNow(null);
    builtFor = room();
  }

  /** @param {Outline[] | null} pointed what is pointed at; else what was asked for */
  function outlineNow(pointed) {
    const shown = pointed ?? outlined;
    if (shown) outlines.show(shown, plane?.boxes ?? [], answer?.maps ?? []);
    else outlines.hide();
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
    stepCell: inspection.stepCell,
    opens: options.onOpen !== undefined,
    open(button, event) {
      const map = inspection.cellOf(button, event);
      if (map) options.onOpen?.(map.stage, map.channel, map.cell);
    },
    openRow(row, logit) {
      const cell = inspection.cellOfRow(row, logit);
      if (cell) options.onOpen?.(cell.stage, 0, cell);
    },
    away: () => options.onAway?.(),
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
      stagesShown = null;
      answer?.root.remove();
      answer = null;
      outlined = null;
      const { chosen } = focusing;
      const kept = chosen && next.stages[chosen.stage] && chosen.channel < channelsOf(next.stages[chosen.stage]);
      maps = [];
      if (!kept) focusing.choose(null);
      notice.show(null);
      root.setAttribute("aria-label", `The network ${next.label}. Maps, rows and columns are counted from 0.`);
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

    /**
     * The low view above an open detail: the map and what it comes from stand out. The root's height is the page's to
     * change: the root has the attribute data-focus meanwhile.
     * @param {MapKey | null} map
     */
    setFocus(map) {
      if (map && !network?.stages[map.stage]) throw new RangeError(`There is no stage ${map.stage} to focus on.`);
      focusing.choose(map);
      if (room() === builtFor) focusing.connect();
      else {
        build();
        paint();
      }
    },

    /** Outline cells, as `seenBy` and `influenceOf` find them; what is pointed at goes first. @param {Outline[] | null} fields */
    outline(fields) {
      outlined = fields;
      if (!inspection.pointing) outlineNow(null);
    },

    /** Give a map the keyboard's focus, as after its detail was closed. @param {MapKey} map */
    focusMap({ stage, channel }) {
      maps.find((map) => map.stage === stage && map.channel === channel)?.button.focus();
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
