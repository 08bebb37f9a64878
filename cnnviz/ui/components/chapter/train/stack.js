// @ts-check
/** The stack that is being built: presets, layers, what can be added, what it comes to and what is wrong with it. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";
import { createDragging } from "./dragging.js";
import { added, moved, placeFor, removed, turned } from "./editing.js";
import { createEditor } from "./editor.js";
import { KINDS, MOST_LAYERS } from "./kinds.js";
import { createLayerRow } from "./layer-row.js";
import { layout, paintTiles } from "./painting.js";
import { read, written } from "./stack-text.js";

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
  /** @type {ReturnType<typeof createEditor> | null} of the chosen one */
  let editor = null;
  let laid = ""; // what the rows are of
  /** @type {{read: unknown, theme: unknown}} what the picture is of */
  let inked = { read: null, theme: null };
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

  /** @type {Description | null} */
  let described = null;
  /** @type {Description | null} that is to be shown; the same, but while a layer is dragged */
  let latest = null;

  /** The rows as the stack is now, with the keyboard where it was. @param {Description | null} next */
  function draw(next) {
    described = next;
    const focused = /** @type {HTMLElement | null} */ (list.getRootNode().activeElement ?? document.activeElement);
    const key = list.contains(focused) ? focused?.dataset.key ?? (focused?.classList.contains("tr-pick") ? "row" : null) : null;
    const found = next?.layers ?? [];
    const last = found[layers.length];
    const kept = lay(JSON.stringify([layers.map((layer) => layer.kind), chosen, Boolean(last)]), Boolean(last));
    const place = next?.problem?.place ?? null;
    layers.forEach((layer, at) => {
      const plan = found[at];
      rows[at].show({ name: next?.names[at] ?? words.kinds[layer.kind], kind: layer.kind, what: whatOf(layer), shape: plan?.shape ?? null, parameters: plan?.parameters ?? 0 }, { pressed: at === chosen, wrong: at === place, fixed: false });
    });
    if (last) rows[layers.length].show({ name: last.name, kind: "softmax", what: words.what.softmax, shape: last.shape, parameters: 0 }, { pressed: false, wrong: false, fixed: true });
    editor?.show(layers[chosen], found[chosen] ?? null, { first: chosen === 0, last: chosen === layers.length - 1 });
    if (key && !(kept && focused?.matches(":enabled"))) {
      const again = /** @type {HTMLElement | null} */ (key === "row" ? null : list.querySelector(`[data-key="${key}"]:not(:disabled)`));
      (again ?? rows[chosen]?.button)?.focus();
    }
    problem.hidden = !next?.problem;
    if (next?.problem) problem.textContent = next.problem.text;
    if (place !== null) rows[place]?.root.append(problem);
    else if (problem.previousElementSibling !== totals) totals.after(problem);
    if (next) totals.textContent = filled(words.totals, { parameters: next.parameters.toLocaleString("en-US"), multiplications: next.multiplications.toLocaleString("en-US") });
  }

  /** Rows for the layers, where they are others than there are: to lay all out anew takes long. @param {string} wanted @param {boolean} ends with softmax @returns {boolean} whether all stay */
  function lay(wanted, ends) {
    if (wanted === laid) return true;
    laid = wanted;
    rows = layers.map((_, at) => createLayerRow(words, dragging.handle(words.drag, at), () => pick(at), (event) => pressed(event, at)));
    editor = layers[chosen] ? createEditor(host, layers[chosen].kind, {
      turned: (name, value) => give(turned(layers, chosen, name, value), chosen, `${chosen} ${name}`),
      moved: (by) => give(moved(layers, chosen, chosen + by), chosen + by),
      removed: () => give(removed(layers, chosen), chosen),
    }) : null;
    if (editor) rows[chosen].root.append(editor.root);
    if (ends) rows.push(createLayerRow(words, null, () => {}, () => {}));
    list.replaceChildren(input, ...rows.map((row) => row.root));
    return false;
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
      if (scene.read !== inked.read || scene.theme !== inked.theme) {
        inked = { read: scene.read, theme: scene.theme };
        paintTiles(ink, scene.read.values.subarray(0, 28 * 28), layout(1, 28, 28, { width: 28, height: 28, gap: 0, most: 1 }), 1, scene.theme.grey);
      }
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
