// @ts-check
/** The digit, moved, and what three networks read of it at all places, side by side. */

import { createMap } from "../../network/detail/parts/map.js";
import { followMap } from "../../network/detail/parts/pointing.js";
import { element } from "../../network/dom.js";
import { grouped, percentage } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { createSegments } from "../pooling/segments.js";
import { REACH } from "./knobs.js";
import { centredInk, mapOf, movedInk } from "./places.js";

const SIDE = 2 * REACH + 1;
const STEPS = /** @type {Record<string, number[]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });
const NUDGES = /** @type {[string, string, number[]][]} */ ([["up", "↑", [-1, 0]], ["left", "←", [0, -1]], ["home", "⌂", [0, 0]], ["right", "→", [0, 1]], ["down", "↓", [1, 0]]]);
const NARROW = 700; // px: below, the digit stands above the three maps

/** @param {number} pixels */
const kept = (pixels) => Math.max(-REACH, Math.min(REACH, pixels));

/** @param {import("../types.js").Host} host */
export function createSee(host) {
  const { words } = host.words;
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {{read: unknown, centred: boolean, probabilities: Float32Array}[]} what was answered about this digit */
  let answers = [];
  /** @type {unknown[]} */
  let wanted = [];
  let room = 0;

  /** @param {number} dy @param {number} dx */
  const move = (dy, dx) => host.change({ dy: kept(dy), dx: kept(dx) }, "move");
  /** @param {KeyboardEvent} event */
  function keys(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(scene.knobs.dy + step[0], scene.knobs.dx + step[1]);
  }

  const source = createSegments(words.source, [{ value: "own", text: words.own }, { value: "test", text: words.test }], (value) => host.change({ source: value }), "source");
  const centred = createSegments(words.reading, [{ value: false, text: words.plain }, { value: true, text: words.centre }], (value) => host.change({ centred: value }), "centred");
  const classes = element("select", { class: "wc-select", "data-testid": "class", onchange: () => host.change({ class: Number(classes.value) }) });
  const classKnob = element("label", { class: "wc-knob" }, element("span", {}, words.class), classes);

  const digit = createMap();
  const surface = element("div", { class: "wc-surface cnnviz-detail is-part", tabindex: "0", role: "application", "aria-label": words.digitLabel, "data-testid": "moved", onkeydown: keys }, digit.root);
  const where = element("p", { class: "wc-where", role: "status", "data-testid": "where" });
  const lost = element("p", { class: "ch-quiet" });
  const nudges = element("div", { class: "wc-nudges", role: "group", "aria-label": words.digitTitle }, ...NUDGES.map(([name, sign, [down, right]]) =>
    element("button", { type: "button", class: `cnnviz-button ch-small wc-${name}`, "aria-label": words.nudge[name], "data-testid": `nudge-${name}`, onclick: () => {
      if (name === "home") move(0, 0);
      else move(scene.knobs.dy + down, scene.knobs.dx + right);
    } }, sign)));

  // Dragging the digit moves it.
  /** @type {{x: number, y: number, dx: number, dy: number, px: number} | null} */
  let drag = null;
  surface.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const { dx, dy } = scene.knobs;
    drag = { x: event.clientX, y: event.clientY, dx, dy, px: digit.canvas.getBoundingClientRect().width / 28 };
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (drag) move(drag.dy + Math.round((event.clientY - drag.y) / drag.px), drag.dx + Math.round((event.clientX - drag.x) / drag.px));
  });
  for (const end of ["pointerup", "pointercancel"]) surface.addEventListener(end, () => { drag = null; });

  /** @type {any[]} */
  let cards = [];
  const maps = element("div", { class: "wc-maps" });
  const legendName = element("span", {});
  const legend = element("div", { class: "wc-legend" }, legendName, element("span", {}, "0 %"), element("span", { class: "wc-ramp", "aria-hidden": "true" }), element("span", {}, "100 %"));
  const caption = element("p", { class: "ch-quiet" }, words.caption);
  const root = element("div", { class: "wc-see" },
    element("div", { class: "wc-knobs" }, source.root, centred.root, classKnob),
    element("div", { class: "wc-row" },
      element("div", { class: "wc-digit" }, surface, where, nudges, lost),
      element("div", { class: "wc-mapside" }, maps, element("div", { class: "wc-under" }, legend, caption))));

  /** @param {string} name */
  function card(name) {
    const map = createMap();
    const answer = element("p", { class: "wc-answer" });
    const [ours, count] = [element("p", { class: "wc-line" }), element("p", { class: "wc-line ch-quiet" })];
    const around = element("div", { class: "wc-surface cnnviz-detail is-part", tabindex: "0", role: "application", "data-testid": "shift-map", "data-model": name, onkeydown: keys }, map.root);
    followMap(map, { point: ({ row, column }, takes) => { if (takes) move(row - REACH, column - REACH); }, leave() {} });
    const root = element("article", { class: "wc-card" },
      element("h3", {}, name), element("p", { class: "ch-quiet wc-kind" }, words.networks[name]), around, answer, ours, count);
    return { name, map, around, answer, ours, count, root };
  }

  /** The probabilities of this digit; asked for where they are not there yet. */
  function probabilities() {
    const { read, knobs } = scene;
    if (answers.length && answers[0].read !== read) answers = [];
    const found = answers.find((one) => one.centred === knobs.centred);
    if (found) return found.probabilities;
    if (wanted[0] !== read || wanted[1] !== knobs.centred) {
      wanted = [read, knobs.centred];
      host.ask("shift-map", { centred: knobs.centred }, (answer) => {
        if (scene.read !== read) return;
        answers = [...answers, { read, centred: answer.wants.centred, probabilities: answer.arrays.probabilities.values }];
        wanted = [];
        show(scene);
      });
    }
    return null;
  }

  /** @param {import("../types.js").Scene} next */
  function show(next) {
    scene = next;
    const { read, knobs, data, theme, arrays } = scene;
    if (!cards.length) {
      cards = data.networks.map(card);
      maps.replaceChildren(...cards.map((one) => one.root));
      source.root.querySelectorAll("button")[1].textContent = filled(words.test, { count: grouped(data.count) });
    }
    const { dx, dy } = knobs;
    const own = knobs.source === "own";
    const best = readDigit(read);
    const right = knobs.class < 0 ? best : knobs.class;
    source.show(knobs.source);
    centred.show(knobs.centred);
    showClasses(best, knobs.class);
    classKnob.classList.toggle("is-off", !own);
    classes.disabled = !own;

    const cell = room && room < NARROW ? { digit: 6, map: Math.max(5, Math.floor((room - 22) / 3 / SIDE)) } : { digit: 7, map: room && room < 1040 ? (room < 935 ? 10 : 13) : 14 };
    const picture = read.values.subarray(0, 784);
    const { values, lost: outside } = movedInk(picture, dy, dx);
    digit.setShape({ rows: 28, columns: 28, cell: cell.digit });
    digit.paint(knobs.centred ? centredInk(values) : values, 0, 784, 1, theme.grey);
    where.textContent = spoken(words, dy, dx);
    lost.textContent = outside > 0.0005 ? filled(words.lost, { lost: (100 * outside).toFixed(1) }) : "\u00a0";

    const found = probabilities();
    root.dataset.ready = String(Boolean(found));
    legendName.textContent = own ? filled(words.legendOwn, { digit: right }) : words.legendTest;
    cards.forEach((one, network) => {
      one.map.setShape({ rows: SIDE, columns: SIDE, cell: cell.map });
      one.map.markCell("tap", REACH, REACH);
      one.map.markCell("cell", dy + REACH, dx + REACH);
      const shape = { model: one.name, digit: right, places: SIDE * SIDE, count: grouped(data.count) };
      one.around.setAttribute("aria-label", filled(own ? words.mapLabel : words.testLabel, shape));
      if (!own) return showTest(one, arrays[knobs.centred ? "centred" : "plain"].values, network);
      if (!found) {
        one.answer.textContent = words.waiting;
        one.ours.textContent = one.count.textContent = "\u00a0";
        return;
      }
      const all = mapOf(found, network, REACH, right);
      const { digit: says, share, ours } = all.at(dy, dx);
      one.map.paint(all.values, 0, all.places, 1, theme.signed);
      one.answer.replaceChildren(element("strong", {}, String(says)), ` ${percentage(share)}`);
      one.answer.classList.toggle("is-wrong", says !== right);
      one.ours.textContent = filled(words.share, { digit: right, share: percentage(ours) });
      one.count.textContent = filled(words.count, { digit: right, count: all.right, places: all.places });
      Object.assign(one.root.dataset, { digit: says, share, right: all.right });
    });
    root.style.setProperty("--wc-gradient", theme.gradient);
  }

  /** @param {any} one @param {Float32Array} shares @param {number} network */
  function showTest(one, shares, network) {
    const { knobs: { dx, dy }, theme } = scene;
    const count = SIDE * SIDE;
    const mine = shares.subarray(network * count, (network + 1) * count);
    one.map.paint(mine, 0, count, 1, theme.signed);
    const here = mine[(dy + REACH) * SIDE + dx + REACH];
    one.answer.replaceChildren(element("strong", {}, percentage(here)));
    one.answer.classList.remove("is-wrong");
    one.ours.textContent = words.testHere;
    one.count.textContent = filled(words.testMean, { share: percentage(mine.reduce((sum, share) => sum + share, 0) / count), places: count });
    Object.assign(one.root.dataset, { digit: "", share: here, right: "" });
  }

  let offered = -1;
  /** @param {number} best @param {number} chosen */
  function showClasses(best, chosen) {
    if (offered !== best) {
      offered = best;
      classes.replaceChildren(element("option", { value: -1 }, filled(words.classAuto, { digit: best })),
        ...Array.from({ length: 10 }, (_, number) => element("option", { value: number }, String(number))));
    }
    classes.value = String(chosen);
  }

  const observer = new ResizeObserver(([{ contentRect: { width } }]) => {
    if (width === 0 || width === room) return;
    room = width;
    if (scene) show(scene);
  });
  observer.observe(root);
  return { root, show, dispose: () => observer.disconnect() };
}

/** The most probable digit. @param {import("../types.js").Read} read */
export function readDigit({ network, values }) {
  const shares = values.subarray(network.stages[network.stages.length - 1].offset).subarray(0, 10);
  return shares.indexOf(Math.max(...shares));
}

/** A move in words. @param {any} words @param {number} dy @param {number} dx */
export function spoken(words, dy, dx) {
  const parts = [];
  if (dx) parts.push(filled(dx > 0 ? words.toRight : words.toLeft, { pixels: Math.abs(dx) }));
  if (dy) parts.push(filled(dy > 0 ? words.toDown : words.toUp, { pixels: Math.abs(dy) }));
  return parts.join(", ") || words.still;
}
