// @ts-check
/** The stack that is being built: presets, layers, what can be added, what it comes to and what is wrong with it. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { createDragging } from "./dragging.js";
import { added, moved, placeFor, removed, turned } from "./editing.js";
import { KINDS, MOST_LAYERS } from "./kinds.js";
import { createLayerRow } from "./layer-row.js";
import { layout, paintTiles } from "./painting.js";
import { read, written } from "./stack-text.js";
import { createStepper } from "./stepper.js";

/** @typedef {import("./types.js").Description} Description @typedef {import("./kinds.js").Layer} Layer */

/** @param {import("../types.js").Host} host @param {() => void} picked another layer is to be looked at */
export function createStack(host, picked) {
  const { words } = host.words;
  let chosen = 0;
  let shown = "";
  /** @type {Layer[]} */
  let layers = [];
  /** @type {ReturnType<typeof createLayerRow>[]} */
  let rows = [];
  /** @type {Record<string, string>} */
  let presets = {};

  const select = element("select", { class: "tr-select", "aria-label": words.presets, "data-testid": "preset", onchange: () => {
    if (presets[select.value]) give(read(presets[select.value]), 0);
  } });
  const ink = element("canvas", { class: "tr-strip", width: 28, height: 28, "aria-hidden": "true" });
  const input = element("li", { class: "tr-layer is-input" }, element("div", { class: "tr-line" }, element("span", { class: "tr-nohandle" }), element("span", { class: "tr-pick" },
    element("span", { class: "tr-name" }, words.input), element("span", { class: "tr-what" }, words.inputWhat), element("span", { class: "tr-shape" }, "1×28×28"), element("span", { class: "tr-cost" }), element("span", { class: "tr-stripbox" }, ink))));
  const list = element("ol", { class: "tr-layers", "aria-label": words.stack });
  const dragging = createDragging(list, {
    rows: () => rows.slice(0, layers.length).map((row) => row.root), clicked: pick,
    ended: () => { if (latest !== described) draw(latest); }, // what came meanwhile
    moved: (from, to) => give(moved(layers, from, to), to),
  });
  const problem = element("p", { class: "tr-problem", role: "status", "data-testid": "problem", hidden: true });
  const totals = element("p", { class: "tr-totals", "data-testid": "totals" });
  const palette = element("div", { class: "tr-palette", role: "group", "aria-label": words.add }, ...Object.keys(KINDS).map((kind) =>
    element("button", { type: "button", class: "tr-add", "data-testid": `add-${kind}`, "data-key": `add ${kind}`, onclick: () => {
      if (layers.length >= MOST_LAYERS) return host.say(filled(words.full, { most: MOST_LAYERS }));
      const place = placeFor(layers, layers.length ? chosen : -1, kind);
      give(added(layers, place, kind), place);
    } }, `+ ${words.short[kind] ?? words.kinds[kind]}`)));
  const root = element("div", { class: "tr-stack", "data-testid": "stack" },
    element("div", { class: "tr-listbox" }, list, dragging.line), totals, problem, palette);
  const preset = element("label", { class: "tr-preset" }, element("span", {}, words.presets), select);

  /** @param {Layer[]} next @param {number} place the layer that is chosen then @param {string} [together] */
  function give(next, place, together) {
    chosen = Math.max(0, Math.min(place, next.length - 1));
    host.say(null);
    host.change({ stack: written(next) }, together);
  }

  /** @param {KeyboardEvent} event @param {number} place */
  function pressed(event, place) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by && event.altKey) give(moved(layers, place, place + by), Math.max(0, Math.min(layers.length - 1, place + by)));
    else if (by) {
      const next = rows[place + by]?.button;
      if (next && !next.disabled) next.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") give(removed(layers, place), place);
    else return;
    event.preventDefault();
  }

  /** @param {number} place */
  function pick(place) {
    chosen = place;
    draw(described);
    picked();
  }

  /** @param {Layer} layer */
  const whatOf = (layer) => filled(words.what[layer.kind] ?? "", layer) + (layer.kind === "convolution"
    ? [layer.stride > 1 && filled(words.stride, layer), layer.padding > 0 && filled(words.padding, layer)].filter(Boolean).map((text) => `, ${text}`).join("")
    : layer.stride && layer.stride !== layer.size ? `, ${filled(words.stride, layer)}` : "");

  /** @param {number} place */
  function editor(place) {
    const layer = layers[place];
    const steppers = KINDS[layer.kind].settings.map(({ name, least, most }) => createStepper({
      label: words.settings[name], least, most, step: name === "share" ? 0.05 : 1, value: layer[name], testid: `set-${name}`, less: words.less, more: words.more, bad: words.badNumber,
    }, (value) => give(turned(layers, place, name, value), place, `${place} ${name}`), host.say));
    /** @param {string} name @param {string} sign @param {boolean} can @param {() => void} does */
    const act = (name, sign, can, does) => element("button", { type: "button", class: "tr-act", "aria-label": words[name], title: words[name], "data-testid": name, "data-key": name, disabled: !can, onclick: does }, sign);
    return element("div", { class: "tr-editor", "data-testid": "editor" }, ...steppers, costs(described?.layers[place] ?? null), element("span", { class: "tr-acts" },
      act("up", "↑", place > 0, () => give(moved(layers, place, place - 1), place - 1)),
      act("down", "↓", place < layers.length - 1, () => give(moved(layers, place, place + 1), place + 1)),
      act("remove", "✕", true, () => give(removed(layers, place), place))));
  }

  /** What the layer takes and sees, in words. @param {Description["layers"][number] | null} plan */
  function costs(plan) {
    const count = (/** @type {number} */ number) => ({ count: number.toLocaleString("en-US") });
    const told = plan ? [
      filled(words.gives, { shape: plan.shape.join("×") }), filled(words.learns, count(plan.parameters)), filled(words.multiplies, count(plan.multiplications)),
      ...(plan.sees ? [filled(words.seesOf, { rows: plan.sees[0], columns: plan.sees[1] })] : []),
    ] : [];
    return element("p", { class: "tr-costs", "data-testid": "costs" }, told.join(" · "));
  }

  /** @type {Description | null} */
  let described = null;
  /** @type {Description | null} that is to be shown; the same, but while a layer is dragged */
  let latest = null;

  /** All rows anew, with the keyboard where it was. @param {Description | null} next */
  function draw(next) {
    described = next;
    const focused = /** @type {HTMLElement | null} */ (list.getRootNode().activeElement ?? document.activeElement);
    const key = list.contains(focused) ? focused?.dataset.key ?? (focused?.classList.contains("tr-pick") ? "row" : null) : null;
    const found = next?.layers ?? [];
    const place = next?.problem?.place ?? null;
    rows = layers.map((layer, at) => {
      const row = createLayerRow(words, dragging.handle(words.drag, at), () => pick(at), (event) => pressed(event, at));
      const plan = found[at];
      row.show({ name: next?.names[at] ?? words.kinds[layer.kind], kind: layer.kind, what: whatOf(layer), shape: plan?.shape ?? null, parameters: plan?.parameters ?? 0 }, { pressed: at === chosen, wrong: at === place, fixed: false });
      if (at === chosen) row.root.append(editor(at));
      return row;
    });
    const last = found[layers.length];
    if (last) {
      const row = createLayerRow(words, null, () => {}, () => {});
      row.show({ name: last.name, kind: "softmax", what: words.what.softmax, shape: last.shape, parameters: 0 }, { pressed: false, wrong: false, fixed: true });
      rows.push(row);
    }
    list.replaceChildren(input, ...rows.map((row) => row.root));
    if (key === "row") rows[chosen]?.button.focus();
    else if (key) /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${key}"]:not(:disabled)`) ?? rows[chosen]?.button)?.focus();
    problem.hidden = !next?.problem;
    if (next?.problem) problem.textContent = next.problem.text;
    if (place !== null) rows[place]?.root.append(problem);
    else totals.after(problem);
    if (next) totals.textContent = filled(words.totals, { parameters: next.parameters.toLocaleString("en-US"), multiplications: next.multiplications.toLocaleString("en-US") });
  }

  return {
    root, preset,
    /** The layer that is looked at, by its name. @returns {string | null} */
    get chosen() { return described?.layers[chosen]?.name ?? null; },
    /** What the chosen layer sees of the picture. */
    get plan() { return described?.layers[chosen] ?? null; },
    get layers() { return layers; },
    /** Where the layer that is looked at stands. */
    get place() { return chosen; },
    /** @param {import("../types.js").Scene} scene @param {Description | null} next of this very stack; null while it is not known */
    show(scene, next) {
      if (!Object.keys(presets).length) {
        presets = Object.fromEntries(Object.entries(scene.data.presets).map(([name, wire]) => [name, written(/** @type {any} */ (wire).layers)]));
        select.replaceChildren(...Object.keys(presets).map((name) => element("option", { value: name }, name)), element("option", { value: "" }, words.own));
      }
      const { stack } = scene.knobs;
      layers = read(stack);
      chosen = Math.max(0, Math.min(chosen, layers.length - 1));
      select.value = Object.keys(presets).find((name) => presets[name] === stack) ?? "";
      paintTiles(ink, scene.read.values.subarray(0, 28 * 28), layout(1, 28, 28, { width: 28, height: 28, gap: 0, most: 1 }), 1, scene.theme.grey);
      // Until the description of a changed stack is there, the old one stays where it fits: nothing jumps.
      latest = next ?? described;
      if (stack !== shown) dragging.cancel();
      if (!dragging.active && (latest !== described || stack !== shown)) draw(latest);
      shown = stack;
    },
    /** @param {Record<string, import("./types.js").Tensor>} arrays @param {import("../types.js").Theme} theme */
    paint(arrays, theme) {
      for (const row of rows) row.paint(arrays[`strip ${row.root.dataset.name}`], theme.signed);
    },
  };
}
