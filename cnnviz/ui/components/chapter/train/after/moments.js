// @ts-check
/** A training gone through again: what the network made of the learner's digit at each kept moment. */

import { element } from "../../../network/dom.js";
import { CellPicture } from "../../../network/view/paint/maps.js";
import { percentage } from "../../../network/view/numbers.js";
import { filled } from "../../prose.js";
import { createChosenLayer } from "../chosen-layer.js";

/** @typedef {{step: number, epoch: number, heldBack: number | null}} Moment */

const SHIPPED = ["textbook", "two-block"]; // SHIPPED in cnnviz/ui/after_run.py
const OWN = "run";
const CLASSES = 10;
const PACE = 450; // ms a moment stays when played

/** @param {import("../../types.js").Host} host @param {any} words */
export function createMoments(host, words) {
  const said = words.after.moments;
  /** @type {import("../types.js").Scene} */
  let scene;
  /** @type {string | null} */
  let run = null;
  let kept = 0;
  /** @type {string | null} chosen by the learner: OWN or a network's name */
  let picked = null;
  /** @type {number | null} null: the last one, whichever that is */
  let place = null;
  /** @type {string | null} */
  let layer = null;
  let asked = "";
  /** @type {any} */
  let askedFor = null;
  /** @type {{moments: Moment[], layers: string[], shares: Float32Array} | null} */
  let found = null;
  /** @type {import("../../types.js").Answer | null} */
  let seen = null;
  let timer = 0;

  const source = element("select", { class: "tr-select", "data-testid": "moments-of", onchange: () => { picked = source.value; place = null; stop(); ask(); } },
    element("option", { value: OWN }, said.run), ...SHIPPED.map((name) => element("option", { value: name }, filled(said.shipped, { name }))));
  const play = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "moments-play", onclick: () => (timer ? stop() : start()) }, said.play);
  const slider = element("input", { type: "range", min: 0, max: 0, step: 1, class: "tr-moment", "data-testid": "moment", "aria-label": said.slider, oninput: () => { stop(); go(Number(slider.value)); } });
  const line = element("p", { class: "tr-moment-line", "data-testid": "moment-line", role: "status" });
  const canvas = element("canvas", { width: 1, height: CLASSES, class: "tr-times", role: "img", "aria-label": said.grid, onpointerdown: (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const count = found?.moments.length ?? 0;
    stop();
    go(Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - box.left) / box.width) * count))));
  } });
  const picture = new CellPicture(canvas, 1, CLASSES);
  const mark = element("span", { class: "tr-times-mark" });
  const names = Array.from({ length: CLASSES }, (_, digit) => element("span", {}, String(digit)));
  const shares = names.map((_, digit) => element("span", { "data-testid": "moment-share", "data-digit": digit }));
  const layers = element("select", { class: "tr-select", "data-testid": "moment-layer-name", onchange: () => { layer = layers.value; look(); } });
  const chosen = createChosenLayer(words);
  for (const part of [chosen.root, ...chosen.root.querySelectorAll("[data-testid]")]) part.dataset.testid = `moment-${part.dataset.testid}`;
  const body = element("div", { class: "tr-moments" },
    element("div", { class: "tr-times-grid" },
      element("div", { class: "tr-times-names", "aria-hidden": "true" }, ...names),
      element("div", { class: "tr-times-box" }, canvas, mark),
      element("div", { class: "tr-times-shares" }, ...shares),
      element("div", { class: "tr-times-slide" }, slider)),
    line,
    element("label", { class: "tr-preset" }, said.layer, layers), chosen.root);
  const none = element("p", { class: "tr-hint" }, said.none);

  /** @returns {Record<string, any> | null} whose moments are shown, for the server */
  function about() {
    const of = picked ?? (run && kept ? OWN : SHIPPED[0]);
    if (of !== OWN) return { network: of };
    return run && kept ? { run } : null;
  }

  function ask() {
    const wants = about();
    const key = wants ? JSON.stringify([wants, wants.run ? kept : 0]) : "";
    // A question about another digit on screen gets no answer: it is asked again then.
    if (key === asked && askedFor === scene.read) return;
    const other = asked.split(",")[0] !== key.split(",")[0];
    [asked, askedFor] = [key, scene.read];
    if (other || !wants) found = seen = null;
    present();
    if (!wants) return;
    host.ask("moments", wants, ({ data, arrays }) => {
      if (asked !== key) return;
      found = { moments: data.moments, layers: data.layers, shares: arrays.shares.values };
      layers.replaceChildren(...found.layers.map((name) => element("option", { value: name }, name)));
      if (layer === null || !found.layers.includes(layer)) [layer] = found.layers;
      layers.value = layer;
      present();
      look();
    });
  }

  /** Have the layer of the present moment. */
  function look() {
    if (!found?.moments.length) return;
    /** @type {Record<string, any>} */
    const wants = { ...about(), place: at(), shown: layer };
    host.ask("moment", wants, (answer) => {
      if (wants.network !== about()?.network || wants.run !== about()?.run) return; // another training is looked at
      seen = answer;
      present();
    });
  }

  const at = () => Math.min(place ?? Infinity, (found?.moments.length ?? 1) - 1);

  /** @param {number} next */
  function go(next) {
    place = next === (found?.moments.length ?? 0) - 1 ? null : next;
    present();
    look();
  }

  function start() {
    if (!found?.moments.length) return;
    go(place === null ? 0 : place);
    timer = window.setInterval(() => {
      if (place === null) stop();
      else go(place + 1);
    }, PACE);
    play.textContent = said.stop;
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = said.play;
  }

  function present() {
    const wants = about();
    source.value = wants?.network ?? OWN;
    source.firstChild.disabled = !run || !kept;
    none.hidden = wants !== null;
    body.hidden = !found?.moments.length;
    play.disabled = body.hidden;
    if (!found?.moments.length) return;
    const count = found.moments.length;
    const now = at();
    if (canvas.width !== count) picture.wrap(count, CLASSES);
    picture.paint(turned(found.shares, count), 0, count * CLASSES, 1, scene.theme.signed);
    mark.style.left = `${(100 * now) / count}%`;
    mark.style.width = `${100 / count}%`;
    slider.max = String(count - 1);
    slider.value = String(now);
    slider.style.setProperty("--moments", String(count));
    const row = found.shares.subarray(CLASSES * now, CLASSES * (now + 1));
    const best = row.indexOf(Math.max(...row));
    shares.forEach((node, digit) => {
      node.textContent = percentage(row[digit]);
      node.dataset.value = String(row[digit]);
      for (const part of [node, names[digit]]) part.classList.toggle("is-best", digit === best);
    });
    line.textContent = sentence(found.moments[now], best, row[best], said);
    slider.setAttribute("aria-valuetext", line.textContent);
    body.dataset.place = String(now);
    if (seen) chosen.show(seen.data.seen, seen.arrays, scene.theme, null);
  }

  return {
    root: element("div", { class: "tr-panel", "data-testid": "moments" },
      element("div", { class: "tr-moments-head" }, element("label", { class: "tr-preset" }, said.of, source), play), none, body),
    /** @param {import("../types.js").Scene} next @param {import("../types.js").Run | null} shown */
    show(next, shown) {
      const repaint = scene?.theme !== next.theme;
      scene = next;
      if (run !== (shown?.id ?? null)) place = null;
      run = shown?.id ?? null;
      kept = shown?.kept ?? 0;
      ask();
      if (repaint) present();
    },
    dispose: stop,
  };
}

/** Moment after moment, ten shares each, become a picture: a row for each digit. @param {Float32Array} shares @param {number} count */
export function turned(shares, count) {
  return Float32Array.from({ length: count * CLASSES }, (_, cell) => shares[CLASSES * (cell % count) + Math.floor(cell / count)]);
}

/** @param {Moment} moment @param {number} digit @param {number} share @param {any} said */
export function sentence({ step, epoch, heldBack }, digit, share, said) {
  const when = step ? filled(epoch === 1 ? said.once : said.now, { step: step.toLocaleString("en-US"), epoch: Number(epoch.toPrecision(2)) }) : said.start;
  const held = heldBack === null ? [] : [filled(said.held, { share: percentage(heldBack) })];
  return `${when}: ${[...held, filled(said.own, { digit, share: percentage(share) })].join("; ")}.`;
}
