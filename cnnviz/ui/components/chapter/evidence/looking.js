// @ts-check
/** The map of evidence, that of an untrained network beside it, and what erasing by them does. */

import { element } from "../../network/dom.js";
import { fixed, short } from "../../network/view/numbers.js";
import { evidenceOf } from "../classify/evidence.js";
import { createSums } from "../classify/sums.js";
import { filled } from "../prose.js";
import { createCurve } from "./curve.js";
import { createHeat } from "./heat.js";
import { createParts } from "./parts.js";
import { SEEDS, wantsOf } from "./state.js";
import { verdictOf } from "./verdict.js";

/**
 * @typedef {import("../types.js").Scene} Scene
 * @typedef {import("./heat.js").Heat} Heat
 * @typedef {{wants: ReturnType<typeof wantsOf>, own: Heat, parts: ArrayLike<number>[] | null, number: number, blank: number | null}} Found
 * `parts`: in a comparison, the maps of the two classes, one less the other is the map
 */

/** @param {import("../types.js").Host} host */
export function createLooking(host) {
  const { words, methods } = host.words;
  const point = (/** @type {number} */ row, /** @type {number} */ column) => pointed(row, column);
  const own = createHeat({ label: "", testid: "own-map", title: words.own, legend: words.legend, point });
  const another = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "another", onclick: () => host.change({ seed: (host.knobs().seed % SEEDS) + 1 }) }, words.another);
  const other = createHeat({ label: "", testid: "untrained-map", title: words.untrained, legend: words.legend, point }, another);
  const curve = createCurve(words.check);
  const told = element("div", { class: "ev-told", role: "status", "data-testid": "verdict" });
  const erasing = element("figure", { class: "cl-figure ev-erasing" }, element("figcaption", { class: "cl-caption ev-caption" }, words.erasing), curve.root);
  const claim = element("p", { class: "ev-claim", "data-testid": "claim" });
  const says = element("p", {});
  const not = element("p", {});
  const at = element("p", { class: "cl-pointed", "data-testid": "pointed" });
  const sumsBox = element("div", {});
  const parts = createParts(words, point);
  const more = element("div", { class: "ev-sums" }, sumsBox, parts.root);
  const root = element("div", { class: "ev-looking", "data-testid": "evidence" },
    element("div", { class: "ev-maps cnnviz-detail cl-bare" }, own.root, other.root, erasing),
    element("div", { class: "ev-words" },
      element("div", { class: "ev-meaning" }, claim, says, not, at),
      element("div", { class: "ev-verdict" }, told),
      more));
  /** @type {ReturnType<typeof createSums> | null} */
  let sums = null;
  /** @type {Scene} */
  let scene;
  /** @type {Found | null} */
  let found = null;
  /** @type {import("../classify/evidence.js").Evidence | null} the contributions, exactly */
  let sum = null;
  /** @type {Heat | null} */
  let untrained = null;
  let asked = "";
  /** @type {unknown} */
  let about = null;
  /** @type {{row: number, column: number} | null} */
  let place = null;

  const ink = () => scene.read.values.subarray(0, 28 * 28);

  /** Ask for what is wanted; what the page can work out itself is there at once. */
  function ask() {
    const wants = wantsOf(scene);
    const { read, knobs } = scene;
    const same = about !== null && isSame(about, read);
    const wanted = JSON.stringify([wants, knobs.seed]);
    if (same && asked === wanted) return;
    about = read;
    asked = wanted;
    // Over another digit an old map would be a lie: none is shown until its own is there.
    if (!same) found = null;
    untrained = same && found && JSON.stringify(found.wants) === JSON.stringify(wants) ? untrained : null;
    told.classList.add("is-waiting");
    if (wants.method === "contributions") {
      sum = evidenceOf(read, wants.class, wants.against);
      const alone = (/** @type {number} */ digit) => evidenceOf(read, digit).areas;
      found = {
        wants, own: { areas: sum.areas, plane: sum.plane }, parts: wants.against === null ? null : [alone(wants.class), alone(wants.against)],
        number: sum.explanation.total, blank: null,
      };
      check(wants, wanted);
    } else host.ask("map", wants, ({ data, arrays }) => {
      if (asked !== wanted) return;
      found = {
        wants, own: { areas: arrays.areas.values, plane: data.plane }, parts: arrays.for ? [arrays.for.values, arrays.con.values] : null,
        number: data.number, blank: data.blank,
      };
      write();
      check(wants, wanted); // after the map: asked at once, the two would share a core
    });
  }

  /** @param {ReturnType<typeof wantsOf>} wants @param {string} wanted */
  function check(wants, wanted) {
    host.ask("check", { ...wants, seed: scene.knobs.seed }, ({ data, arrays }) => {
      if (asked !== wanted) return;
      untrained = { areas: arrays.areas.values, plane: data.plane };
      curve.show(data, arrays);
      tell(data, arrays);
      write();
    });
  }

  /** What erasing showed. @param {any} data @param {Record<string, import("../types.js").Tensor>} arrays */
  function tell(data, arrays) {
    const texts = verdictOf(words.check, data, arrays, wantsOf(scene).method);
    told.replaceChildren(...texts.map((text) => element("p", {}, ...host.prose(text))));
    told.classList.remove("is-waiting");
    told.dataset.became = String(data.became);
    told.dataset.agreement = String(data.agreement);
  }

  /** Everything that is known, painted and said. */
  function write() {
    const { theme, read } = scene;
    root.style.setProperty("--dt-gradient", theme.gradient);
    own.show(found?.own ?? null, ink(), theme);
    other.show(untrained, ink(), theme);
    const wants = found?.wants ?? wantsOf(scene);
    const named = { digit: wants.class, other: wants.against ?? "" };
    const method = methods[wants.method];
    own.name(filled(words.own, { model: read.network.label }), filled(words.mapLabel, { method }));
    other.name(words.untrained, filled(words.untrainedLabel, { method }));
    for (const heat of [own, other]) heat.legend(wants.against === null ? words.legend : filled(words.legendRather, named));
    root.dataset.method = found ? wants.method : "";
    root.dataset.number = found ? String(found.number) : "";
    root.dataset.revision = String(Number(root.dataset.revision ?? 0) + (found ? 1 : 0));
    sumsBox.hidden = wants.method !== "contributions";
    more.hidden = sumsBox.hidden && !found?.parts;
    parts.show(found, ink(), theme);
    if (!found) return;
    claim.replaceChildren(...host.prose(filled(wants.against === null ? words.claim : words.claimRather, { ...named, number: fixed(found.number, 2) })));
    meaning(found);
    if (wants.method === "contributions") add();
    const { plane } = found.own;
    if (place && (place.row >= plane.rows || place.column >= plane.columns)) place = null;
    const first = place ?? strongest(found.own);
    pointed(first.row, first.column);
  }

  /** @param {Found} shown */
  function meaning({ wants, own: { areas }, number, blank }) {
    const { stages } = scene.read.network;
    const named = { digit: wants.class, other: wants.against ?? "" };
    const { seen, stage } = seenBy(wants.layer);
    const numbers = {
      claim: filled(wants.against === null ? words.claims.one : words.claims.two, named),
      stage, seen, side: wants.side, layer: wants.layer ?? "",
      sum: fixed(Array.from(areas).reduce((sum, value) => sum + value, 0), 2),
      rise: blank === null ? "" : fixed(number - blank, 2),
    };
    const limit = wants.method === "contributions" && stages.findIndex((one) => one.name === stage) === 0 ? "contributionsPixel" : wants.method;
    says.replaceChildren(element("strong", {}, `${words.says} `), ...host.prose(filled(words.means[wants.method], numbers)));
    not.replaceChildren(element("strong", {}, `${words.not} `), ...host.prose(filled(words.limits[limit], numbers)));
  }

  /** The stage whose cells are shown, and how many pixels one of them sees. @param {string | null} layer */
  function seenBy(layer) {
    const { read } = scene;
    const { stages } = read.network;
    const index = layer ? stages.findIndex((one) => one.name === layer) : sum?.seen ?? 0;
    return { stage: stages[index].name, seen: stages[index].receptive_field?.size[0] ?? 1 };
  }

  /** The contributions as a sum, as in the chapter before. */
  function add() {
    if (!sum) return;
    const [digit, against] = sum.classes;
    if (!sums) {
      sums = createSums(scene.data.sums, host.prose);
      sumsBox.replaceChildren(sums.root);
    }
    const dense = scene.read.network.stages.find((stage) => stage.kind === "dense");
    sums.show({ evidence: sum, digit, other: against ?? null, layer: dense?.name ?? "" });
  }

  /** @param {number} row @param {number} column */
  function pointed(row, column) {
    if (!found) return;
    place = { row, column };
    const { areas, plane } = found.own;
    const [height, width] = plane.side;
    const top = plane.start[0] + row * height;
    const left = plane.start[1] + column * width;
    const where = height * width === 1 ? filled(words.pixel, { top, left })
      : filled(words.area, { top, bottom: top + height - 1, left, right: left + width - 1 });
    const index = row * plane.columns + column;
    const [mine, yours] = (found.parts ?? []).map((areas) => short(areas[index]));
    const value = found.parts ? filled(words.pointedRather, { value: short(areas[index]), mine, yours, digit: found.wants.class, other: found.wants.against })
      : short(areas[index]);
    const said = filled(words.pointed, { place: where, value, other: untrained?.areas.length === areas.length ? short(untrained.areas[index]) : "…" });
    for (const heat of [own, other, parts]) heat.mark(row, column, said);
    at.textContent = said;
    at.dataset.value = String(areas[index]);
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      if (scene && next.read !== scene.read && !isSame(scene.read, next.read)) place = null;
      scene = next;
      ask();
      write();
    },
    dispose: curve.dispose,
  };
}

/** Where the number is largest that speaks for it. @param {Heat} heat */
function strongest({ areas, plane }) {
  let best = 0;
  for (let index = 1; index < areas.length; index++) if (areas[index] > areas[best]) best = index;
  return { row: Math.floor(best / plane.columns), column: best % plane.columns };
}

/** Whether two readings are of the same picture by the same network. @param {any} one @param {import("../types.js").Read} other */
function isSame(one, other) {
  if (one.network.model !== other.network.model) return false;
  for (let cell = 0; cell < 28 * 28; cell++) if (one.values[cell] !== other.values[cell]) return false;
  return true;
}
