// @ts-check
/** A network built from layers, trained on this machine, and watched as it learns the learner's own digit. */

import { element } from "../../network/dom.js";
import { createAfter } from "./after/index.js";
import { createBar } from "./bar.js";
import { createBeside } from "./beside.js";
import { createCharts } from "./charts.js";
import { createChosenLayer } from "./chosen-layer.js";
import { codeOf } from "./code.js";
import { createFollowing, isRemembered } from "./following.js";
import { knobs, settingsOf } from "./knobs.js";
import { createOwn } from "./own.js";
import { createSettings } from "./settings.js";
import { createStack } from "./stack.js";
import { read, written } from "./stack-text.js";

/** @typedef {import("../types.js").Scene} Scene @typedef {import("./types.js").Description} Description */

export const chapter = {
  knobs,
  begun: isRemembered,

  /** @param {import("../types.js").Host} host @returns {import("../types.js").Picture} */
  create(host) {
    const { words } = host.words;
    /** @type {Scene} */
    let scene;
    /** @type {{text: string, seed: number, description: Description, arrays: Record<string, import("./types.js").Tensor>} | null} */
    let found = null;
    let asked = "";
    let adopted = false;
    let told = "";

    const stack = createStack(host, () => { ask(); following.again(); });
    const beside = createBeside(host, stack.root, stack.preset);
    const settings = createSettings(host);
    const use = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "use", hidden: true, onclick: () => {
      host.ask("use", { run: following.run?.id }, ({ data }) => host.wish({ model: data.model }), { anyway: true });
    } }, words.buttons.use);
    const back = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "back", hidden: true, onclick: adopt }, words.buttons.back);
    const bar = createBar(words, [use, back], {
      start: (steps) => following.start({ stack: { layers: stack.layers }, settings: settingsOf(/** @type {any} */ (host.knobs())), ...after.wants() }, steps),
      command: (name) => following.command(name, name === "step" ? 1 : undefined),
    });
    const charts = createCharts(words);
    const own = createOwn(words, (digit) => host.change({ label: digit }));
    const layer = createChosenLayer(words);
    const after = createAfter(host, host.words, () => present());
    const following = createFollowing(host, () => ({ shown: stack.chosen, label: scene ? label() : null }), () => {
      if (following.run && !adopted) first();
      else if (scene) present();
    });
    host.ask("warm", {}, () => {});

    /** The digit that the learner's own one is meant to be: as they say, else as it was read. */
    const label = () => scene.knobs.label ?? shippedAnswer(scene);

    /** What is shown is of the run, not of the stack that is being built. */
    const isOther = () => {
      const { run } = following;
      return run !== null && (written(run.order.stack.layers) !== scene.knobs.stack || run.order.learned !== after.learns()
        || JSON.stringify(settingsOf(/** @type {any} */ (run.order.settings))) !== JSON.stringify(settingsOf(/** @type {any} */ (scene.knobs))));
    };

    /** The knobs as they were for the run. @param {import("./types.js").Run} run @returns {Record<string, any>} */
    const knobsOf = ({ order }) => ({ stack: written(order.stack.layers), learn: order.learned > 0, ...settingsOf(/** @type {any} */ (order.settings)) });

    /** Build again what the run is of. */
    function adopt() {
      if (following.run) host.change(knobsOf(following.run));
    }

    /** A run of an earlier visit was found. An address without a stack shows it; one that asks for another stack keeps that. */
    function first() {
      adopted = true;
      const untouched = Object.entries(knobs).every(([name, knob]) => name === "label" || host.knobs()[name] === knob.initial);
      if (untouched && isOther()) adopt();
      else present();
    }

    /** What the stack comes to, and how it reads the digit before it has learned anything. */
    function ask() {
      const { stack: text, seed } = scene.knobs;
      const about = JSON.stringify([text, seed, stack.place]);
      if (about === asked) return;
      asked = about;
      // The layer by its place: what it is called in a changed stack is only known with the answer.
      host.ask("describe", { stack: { layers: read(text) }, seed, place: stack.place }, ({ data, arrays }) => {
        found = { text, seed, description: /** @type {any} */ (data), arrays };
        if (text !== scene.knobs.stack) return;
        present();
        if (!isOther()) following.again();
      });
    }

    function present() {
      const { run } = following;
      const { theme } = scene;
      const known = found?.text === scene.knobs.stack ? found : null;
      const description = known?.description ?? null;
      stack.show(scene, description);
      beside.show(description);
      settings.show(scene);
      const other = isOther();
      bar.show(run, { can: Boolean(description?.code), known: description !== null, other, begins: following.begins, note: [following.lost, after.lacks()].filter(Boolean).join(" ") });
      // Where only the tray is another one, there is nothing to go back to.
      back.hidden = !run || !other || Object.entries(knobsOf(run)).every(([name, value]) => scene.knobs[name] === value);
      use.hidden = !run || run.test === null;
      const ended = run && run.test !== null ? `${run.id} ${run.now?.step} ${run.test}` : "";
      if (ended && ended !== told) host.send("found", ended); // the questions are about it
      told = ended || told;
      charts.show(run, run?.order.settings.epochs ?? scene.knobs.epochs, label(), run?.probabilities ?? null);
      const live = run?.seen && !other;
      own.show(run?.seen ? run.probabilities : known?.arrays.probabilities?.values ?? null, label(), Boolean(run?.seen && run.now?.step));
      layer.root.hidden = !live && description !== null && !description.seen;
      if (live) {
        stack.paint(run.arrays, theme);
        layer.show(run.seen, run.arrays, theme, stack.plan?.sees ?? null);
      } else if (known) {
        stack.paint(known.arrays, theme);
        if (known.description.seen) layer.show(known.description.seen, known.arrays, theme, stack.plan?.sees ?? null);
      }
      after.show(scene, run);
    }

    return {
      see: element("div", { class: "tr-see" }, bar.root, charts.root, element("div", { class: "tr-digitrow" }, own.root, layer.root), after.root),
      change: element("div", { class: "tr-change" }, beside.root, settings.root, after.beside),
      show(next) {
        const changed = scene && next.read !== scene.read;
        const meant = scene && next.knobs.label !== scene.knobs.label;
        const before = scene;
        scene = next;
        if (changed) asked = ""; // what was asked of the digit or the network before gets no answer
        if (changed && !samePicture(before, next)) {
          if (next.knobs.label !== null) {
            host.change({ label: null });
            return;
          }
        }
        present();
        ask();
        if (changed || meant) following.again();
      },
      code: (of) => codeOf(of, found && found.text === of.knobs.stack ? found.description : null, words),
      dispose() {
        following.dispose();
        layer.dispose();
        after.dispose();
      },
    };
  },
};

/** What the network of the strip takes the digit for. @param {Scene} scene */
function shippedAnswer({ read: { network, values } }) {
  const { offset, length } = network.stages[network.stages.length - 1];
  const shares = values.subarray(offset, offset + length);
  return shares.indexOf(Math.max(...shares));
}

/** @param {Scene} one @param {Scene} other */
function samePicture(one, other) {
  for (let cell = 0; cell < 28 * 28; cell++) if (one.read.values[cell] !== other.read.values[cell]) return false;
  return true;
}
