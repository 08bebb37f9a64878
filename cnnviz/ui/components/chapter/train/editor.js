// @ts-check
/** The chosen layer's settings, what it takes and sees, and what can be done with it. */

import { element, write } from "../../network/dom.js";
import { filled } from "../prose.js";
import { KINDS } from "./kinds.js";
import { createStepper } from "./stepper.js";

/** @typedef {import("./types.js").Description} Description @typedef {import("./kinds.js").Layer} Layer */

/**
 * @param {import("../types.js").Host} host @param {string} kind of layer
 * @param {{turned: (name: string, value: number) => void, moved: (by: number) => void, removed: () => void}} on
 */
export function createEditor(host, kind, on) {
  const { words } = host.words;
  const steppers = KINDS[kind].settings.map(({ name, least, most }) => ({ name, ...createStepper({
    label: words.settings[name], least, most, step: name === "share" ? 0.05 : 1, testid: `set-${name}`, less: words.less, more: words.more, bad: words.badNumber,
  }, (value) => on.turned(name, value), host.say) }));
  const costs = element("p", { class: "tr-costs", "data-testid": "costs" });
  /** @param {string} name @param {string} sign @param {() => void} does */
  const act = (name, sign, does) => element("button", { type: "button", class: "tr-act", "aria-label": words[name], title: words[name], "data-testid": name, "data-key": name, onclick: does }, sign);
  const up = act("up", "↑", () => on.moved(-1));
  const down = act("down", "↓", () => on.moved(1));

  return {
    root: element("div", { class: "tr-editor", "data-testid": "editor" }, ...steppers.map((stepper) => stepper.root), costs,
      element("span", { class: "tr-acts" }, up, down, act("remove", "✕", on.removed))),
    /**
     * @param {Layer} layer @param {Description["layers"][number] | null} plan null while it is not known
     * @param {{first: boolean, last: boolean}} stands
     */
    show(layer, plan, { first, last }) {
      for (const { name, show } of steppers) show(layer[name]);
      write(costs, costsOf(words, plan));
      up.disabled = first;
      down.disabled = last;
    },
  };
}

/** What the layer takes and sees, in words. @param {any} words @param {Description["layers"][number] | null} plan */
function costsOf(words, plan) {
  if (!plan) return "";
  const count = (/** @type {number} */ number) => ({ count: number.toLocaleString("en-US") });
  return [
    filled(words.gives, { shape: plan.shape.join("×") }), filled(words.learns, count(plan.parameters)), filled(words.multiplies, count(plan.multiplications)),
    ...(plan.sees ? [filled(words.seesOf, { rows: plan.sees[0], columns: plan.sees[1] })] : []),
  ].join(" · ");
}
