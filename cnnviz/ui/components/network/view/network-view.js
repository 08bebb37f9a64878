// @ts-check
/** The network view: every stage of a network with its recorded values, from the input to the answer. */

import { channelsOf } from "./chain.js";
import { createFocusing } from "./focusing.js";
import { createInspection } from "./inspection.js";
import { arrange } from "./layout/arrangement.js";
import { createNotice } from "./parts/notice.js";
import { createOutlines } from "./parts/outlines.js";
import { createScalePicker } from "./parts/scale-picker.js";
import { createSpoken } from "./parts/spoken.js";
import { createPlane } from "./plane.js";
import { followPointing } from "./pointing.js";
import { SCALES } from "./scales.js";
import { readTheme } from "./theme.js";

/**
 * @typedef {import("./types.js").Network} Network
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Scale} Scale
 * @typedef {import("./types.js").MapKey} MapKey
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
  /** @type {Outline[] | null} */
  let outlined = null;
  let reached = Infinity; // index of the last stage that is shown
  let revision = 0;
  let builtFor = "";
  /** @type {ReturnType<typeof measure> | undefined} the room that was last built for */
  let known;

  const picker = createScalePicker((chosen) => {
    setScale(chosen);
    options.onScaleChange?.(chosen);
  });
  const scene = () => ({
    network,
    stages: network?.stages ?? [],
    maps: plane.maps,
    boxes: plane.boxes,
    answer: plane.answer?.root ?? null,
    frame: frame ?? null,
  });
  const outlines = createOutlines();
  const focusing = createFocusing(root, scene);
  const plane = createPlane([focusing.plane, outlines.root], options.notice ?? LOADING);
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
  root.replaceChildren(plane.scroller, picker.root, ...focusing.nodes, ...inspection.nodes, notice.root, spoken.root);
  picker.show(scale);
  notice.show(options.notice ?? LOADING, "info");

  /** The room there is. To ask for it after a change would lay the whole page out. */
  const measure = () => ({ width: root.clientWidth, height: root.clientHeight, picker: picker.root.offsetHeight });

  /** @param {{width: number, height: number}} room @returns {string} as long as it stays, so does the plane: a stack is as tall as it needs */
  const nameOf = ({ width, height }) => `${width} ${root.dataset.layout === "stack" ? "" : height} ${root.dataset.focus !== undefined}`;

  /** All of a network's maps, where they belong in the room there is now. @param {ReturnType<typeof measure>} [measured] */
  function build(measured) {
    if (focusing.chosen) root.dataset.layout = "focus"; // a stack would be as tall as it likes
    const room = measured ?? measure();
    if (!network || room.width === 0) return;
    const arranged = arrange(network.stages, room, { picker: room.picker, focused: focusing.chosen !== null });
    root.dataset.layout = arranged.layout;
    root.style.setProperty("--nv-answer", `${arranged.plane.answerWidth}px`);
    root.style.setProperty("--nv-digit", `${arranged.digit}px`);
    const focused = plane.maps.find((map) => map.button === document.activeElement);
    inspection.leave();
    plane.lay(arranged);
    plane.reach(reached);
    const stop = plane.maps.find((map) => map.stage === focused?.stage && map.channel === focused.channel) ?? plane.maps[0];
    if (stop) inspection.focus(stop.button);
    if (focused) stop?.button.focus({ preventScroll: true });
    plane.label(scale, theme.gradient);
    focusing.mark();
    focusing.connect(plane.scroller);
    outlineNow(null);
    builtFor = nameOf(room);
    known = room;
  }

  /** @param {Outline[] | null} pointed what is pointed at; else what was asked for */
  function outlineNow(pointed) {
    const shown = pointed ?? outlined;
    if (shown) outlines.show(shown.filter(({ stage }) => stage <= reached), plane.boxes, plane.answer?.maps ?? []);
    else outlines.hide();
  }

  /** All that depends on values, in one go. */
  function paint() {
    if (!network || frame === undefined) return;
    const winner = plane.paint(frame?.values ?? null, scale, theme);
    root.dataset.prediction = winner === null ? "" : String(winner);
    root.dataset.state = frame ? "shown" : "empty";
    inspection.refresh();
  }

  /** @param {Scale} chosen */
  function setScale(chosen) {
    if (!SCALES.includes(chosen) || chosen === scale) return;
    scale = chosen;
    picker.show(scale);
    plane.label(scale, theme.gradient);
    paint();
  }

  const unfollow = followPointing(root, {
    point: inspection.point,
    row: (row) => inspection.pointAtRow(row),
    leave: inspection.leave,
    focus: inspection.focus,
    step(button, key) {
      const next = inspection.step(button, key);
      return next?.hasAttribute("data-ahead") ? null : next;
    },
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
    nextScale() {
      setScale(SCALES[(SCALES.indexOf(scale) + 1) % SCALES.length]);
      options.onScaleChange?.(scale);
    },
  });
  const observer = new ResizeObserver(() => {
    const room = measure();
    if (nameOf(room) === builtFor) return;
    build(room);
    paint();
  });
  observer.observe(root);
  plane.scroller.addEventListener("scroll", inspection.leave, { passive: true });

  return {
    /** The choice of what shares a colour scale: it may stand elsewhere while a map is in focus. */
    picker: /** @type {HTMLElement} */ (picker.root),

    /** A network's description: builds its stages, empty until values come. @param {Network} next */
    setNetwork(next) {
      // What is in focus is perhaps not in this one. Else the room is as it was: should it not be, the observer tells.
      const room = focusing.chosen ? undefined : known;
      network = next;
      frame = undefined;
      outlined = null;
      plane.setStages(next.stages);
      const { chosen } = focusing;
      const kept = chosen && next.stages[chosen.stage] && chosen.channel < channelsOf(next.stages[chosen.stage]);
      if (!kept) focusing.choose(null);
      notice.show(null);
      root.setAttribute("aria-label", `The network ${next.label}. Maps, rows and columns are counted from 0.`);
      Object.assign(root.dataset, { model: next.model, prediction: "", state: "loading" });
      build(room);
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
      spoken.settle(next && plane.answer ? plane.answer.sentence() : next ? "" : "The drawing is empty. Draw a digit.");
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
      const { chosen } = focusing;
      if (map?.stage === chosen?.stage && map?.channel === chosen?.channel) return;
      focusing.choose(map);
      if (nameOf(measure()) === builtFor) focusing.connect(plane.scroller);
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

    /** The stages up to this one are shown, those after it are empty frames; all are without it. @param {number} [stage] */
    setReached(stage = Infinity) {
      if (stage === reached) return;
      reached = stage;
      plane.reach(reached);
      paint();
      outlineNow(null);
    },

    /** Give a map the keyboard's focus, as after its detail was closed. @param {MapKey} map */
    focusMap({ stage, channel }) {
      plane.maps.find((map) => map.stage === stage && map.channel === channel)?.button.focus();
    },

    /** Choose what shares a colour scale, without onScaleChange. */
    setScale,

    /** Read the page's colours again. */
    setTheme() {
      theme = readTheme(root);
      plane.label(scale, theme.gradient);
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
