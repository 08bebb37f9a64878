// @ts-check
/** The network view: every stage of a network with its recorded values, from the input to the answer. */

import { element } from "../dom.js";
import { answerOf, sourcesOf } from "./chain.js";
import { neighbour } from "./layout/neighbour.js";
import { placeCard } from "./layout/card.js";
import { layoutStack } from "./layout/stack.js";
import { layoutWide } from "./layout/wide.js";
import { percentage } from "./numbers.js";
import { createAnswer } from "./parts/answer.js";
import { createConnections } from "./parts/connections.js";
import { createInspector } from "./parts/inspector.js";
import { createLegends } from "./parts/legends.js";
import { createStages, putAt } from "./parts/maps.js";
import { createScalePicker } from "./parts/scale-picker.js";
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
const SPEAK_AFTER = 700; // ms without a change, then the prediction is spoken
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
  /** @type {{map: MapPart, cell: number | null} | null} */
  let pointed = null;
  let revision = 0;
  let speaking = 0;
  /** @type {WeakMap<HTMLElement, MapPart>} */
  const partOf = new WeakMap();

  const surface = element("div", { class: "nv-plane" });
  const scroller = element("div", { class: "nv-scroller" }, surface);
  const picker = createScalePicker((chosen) => {
    setScale(chosen);
    options.onScaleChange?.(chosen);
  });
  const connections = createConnections();
  const inspector = createInspector();
  const notice = element("div", { class: "nv-notice", role: "status", hidden: true });
  const spoken = element("p", { class: "nv-spoken", "aria-live": "polite" });
  root.classList.add("cnnviz-network");
  root.dataset.testid = "network";
  root.dataset.revision = "0";
  root.dataset.prediction = "";
  root.dataset.model = "";
  root.dataset.state = "loading";
  root.replaceChildren(scroller, picker.root, connections.root, inspector.root, notice, spoken);
  picker.show(scale);

  /** Build everything for the room there is now. */
  function build() {
    if (!network) return;
    const { stages } = network;
    const width = root.clientWidth;
    if (width === 0) return;
    const arrangement = width < NARROW ? "stack" : width < BESIDE ? "band" : "wide";
    root.dataset.layout = arrangement;
    const above = arrangement === "band" && answerOf(stages) ? BAND : 0;
    const room = Math.max(LOWEST, root.clientHeight) - picker.root.offsetHeight - 8 - above;
    plane = arrangement === "stack" ? layoutStack(stages, scroller.clientWidth) : layoutWide(stages, width, room, arrangement === "wide");
    const focused = maps.find((map) => map.button === document.activeElement);
    leave();
    const made = createStages(stages, plane);
    root.querySelector(".nv-answer")?.remove();
    answer = createAnswer(stages, arrangement === "band");
    if (answer) scroller.after(answer.root);
    root.style.setProperty("--nv-answer", `${plane.answerWidth}px`);
    root.style.setProperty("--nv-digit", `${Math.round(Math.min(150, Math.max(96, root.clientHeight * 0.19)))}px`);
    maps = [...made.maps, ...(answer?.maps ?? [])];
    for (const map of maps) partOf.set(map.button, map);
    putAt(surface, { width: plane.width, height: plane.height });
    surface.replaceChildren(...made.nodes);
    const first = maps.find((map) => map.stage === focused?.stage && map.channel === focused.channel) ?? maps[0];
    if (first) first.button.tabIndex = 0;
    if (focused) first?.button.focus();
    buildLegends();
    answer?.say(options.notice ?? LOADING);
  }

  function buildLegends() {
    if (!network || !plane) return;
    surface.querySelectorAll(".nv-legend").forEach((/** @type {Element} */ node) => node.remove());
    legends = createLegends(network.stages, plane, scale);
    surface.append(...legends.nodes);
    surface.style.setProperty("--nv-gradient", theme.gradient);
  }

  /** Everything that depends on values, in one go. */
  function paint() {
    if (!network || !plane || frame === undefined) return;
    const { stages } = network;
    if (frame === null) {
      for (const map of maps) map.picture.clear();
      legends?.show(null);
      answer?.show(null);
    } else {
      const { values } = frame;
      const reach = reaches(stages, values, scale);
      for (const map of maps) {
        const ramp = stages[map.stage].kind === "input" ? theme.grey : theme.signed;
        map.picture.paint(values, map.start, map.count, reach[map.stage][map.channel], ramp);
      }
      legends?.show(reach);
      const winner = answer?.show(values) ?? null;
      root.dataset.prediction = winner === null ? "" : String(winner);
    }
    if (frame === null) root.dataset.prediction = "";
    root.dataset.state = frame ? "shown" : "empty";
    if (pointed) inspect();
  }

  /** @param {Element} node @returns {import("./types.js").Rectangle} in px from the root's corner */
  function rectangleOf(node) {
    const outer = root.getBoundingClientRect();
    const inner = node.getBoundingClientRect();
    return { x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height };
  }

  /** @returns {import("./types.js").Rectangle} the part of the root that is in the window */
  function inSight() {
    const { x, y } = root.getBoundingClientRect();
    const left = Math.max(0, -x);
    const top = Math.max(0, -y);
    const right = Math.min(root.clientWidth, window.innerWidth - x);
    const bottom = Math.min(root.clientHeight, window.innerHeight - y);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** @param {MapPart} map */
  function sourcesOfMap(map) {
    if (!network) return [];
    const keys = new Set(sourcesOf(network.stages, map.stage, map.channel).map(({ stage, channel }) => `${stage}/${channel}`));
    return maps.filter((one) => keys.has(`${one.stage}/${one.channel}`));
  }

  function inspect() {
    if (!network || !pointed) return;
    inspector.show(network.stages, pointed.map, frame ?? null, pointed.cell);
  }

  /** @param {HTMLElement} button @param {PointerEvent | null} event */
  function point(button, event) {
    const map = partOf.get(button);
    if (!map || !network) return;
    const anew = pointed?.map !== map;
    pointed = { map, cell: event ? cellAt(map, event) : null };
    inspect();
    if (!anew) return;
    const target = rectangleOf(button);
    const sources = sourcesOfMap(map).map((source) => rectangleOf(source.button));
    connections.show(target, sources, root.dataset.layout === "stack");
    const card = { width: inspector.root.offsetWidth, height: inspector.root.offsetHeight };
    const quiet = answer && root.dataset.layout === "wide" ? [rectangleOf(answer.root)] : [];
    putAt(inspector.root, placeCard(card, target, sources, inSight(), quiet));
  }

  /** @param {MapPart} map @param {PointerEvent} event @returns {number} index of the cell under the pointer */
  function cellAt(map, event) {
    const { x, y, width, height } = map.picture.canvas.getBoundingClientRect();
    const { width: columns, height: rows } = map.picture.canvas;
    const column = Math.max(0, Math.min(Math.floor(((event.clientX - x) / width) * columns), columns - 1));
    const row = Math.max(0, Math.min(Math.floor(((event.clientY - y) / height) * rows), rows - 1));
    return Math.min(row * columns + column, map.count - 1);
  }

  /** One of the ten bars: what its logit is computed from. @param {HTMLElement} row */
  function pointAtRow(row) {
    if (!network || !answer) return;
    leave();
    const { logits } = /** @type {{logits: number}} */ (answerOf(network.stages));
    const strip = /** @type {MapPart} */ (maps.find((map) => map.stage === logits));
    const whole = rectangleOf(strip.button);
    const share = whole.height / answer.rows.length;
    const target = { ...whole, y: whole.y + Number(row.dataset.digit) * share, height: share };
    const sources = sourcesOfMap(strip).map((source) => rectangleOf(source.button));
    connections.show(target, sources, root.dataset.layout !== "wide");
  }

  function leave() {
    pointed = null;
    inspector.hide();
    connections.hide();
  }

  /** @param {HTMLElement} button @param {string} key @returns {HTMLElement | null} */
  function step(button, key) {
    const from = maps.findIndex((map) => map.button === button);
    if (from < 0) return null;
    const to =
      key === "Home" ? 0
      : key === "End" ? maps.length - 1
      : neighbour(maps.map((map) => rectangleOf(map.button)), from, key);
    return maps[to].button;
  }

  /** The maps are one stop of the Tab key. @param {HTMLElement} button */
  function focus(button) {
    for (const map of maps) if (map.button.tabIndex === 0) map.button.tabIndex = -1;
    button.tabIndex = 0;
  }

  /** Say the prediction once it has settled. */
  function speak() {
    clearTimeout(speaking);
    speaking = window.setTimeout(() => {
      const digit = root.dataset.prediction;
      const row = digit ? root.querySelector(`.nv-row[data-digit="${digit}"]`) : null;
      const text = row instanceof HTMLElement
        ? `Most probable: ${digit}, ${percentage(Number(row.dataset.value))}.`
        : frame === null ? "The drawing is empty. Draw a digit." : "";
      if (spoken.textContent !== text) spoken.textContent = text;
    }, SPEAK_AFTER);
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
    point,
    row: pointAtRow,
    leave,
    focus,
    step,
    open: (button) => {
      const map = partOf.get(button);
      if (map && network) options.onOpen?.(network.stages[map.stage].name, map.channel);
    },
    nextScale() {
      const next = SCALES[(SCALES.indexOf(scale) + 1) % SCALES.length];
      setScale(next);
      options.onScaleChange?.(next);
    },
  });
  let size = "";
  const observer = new ResizeObserver(() => {
    const now = `${root.clientWidth} ${root.dataset.layout === "stack" ? "" : root.clientHeight}`;
    if (now === size) return;
    size = now;
    build();
    paint();
  });
  observer.observe(root);
  scroller.addEventListener("scroll", leave, { passive: true });

  return {
    /** A network's description: builds its stages, empty until values come. @param {Network} next */
    setNetwork(next) {
      network = next;
      frame = undefined;
      root.dataset.model = next.model;
      root.dataset.prediction = "";
      root.dataset.state = "loading";
      build();
    },
    /** All stages' values, or null for an empty drawing. Painted when it returns. @param {Frame | null} next */
    show(next) {
      if (!network) throw new Error("There is no network to show values of: call setNetwork first.");
      const expected = network.stages.reduce((sum, stage) => Math.max(sum, stage.offset + stage.length), 0);
      if (next && next.values.length !== expected) {
        throw new RangeError(`${network.model} has ${expected} values, ${next.values.length} came.`);
      }
      frame = next;
      paint();
      root.dataset.exact = String(next?.exact ?? true);
      root.dataset.revision = String(++revision);
      speak();
    },
    /** A message over the network that moves nothing. @param {string | null} text @param {"info" | "warning"} [kind] */
    setNotice(text, kind = "info") {
      notice.textContent = text ?? "";
      notice.dataset.kind = kind;
      notice.hidden = !text;
    },
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
      clearTimeout(speaking);
      root.replaceChildren();
    },
  };
}
