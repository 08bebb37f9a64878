// @ts-check
/** What is asked: the way, the class, the class that it is compared with; and what the way itself can be told. */

import { element } from "../../network/dom.js";
import { fixed } from "../../network/view/numbers.js";
import { createPicker } from "../classify/picker.js";
import { logitsOf } from "../classify/state.js";
import { filled } from "../prose.js";
import { METHODS, SIDES, wantsOf } from "./state.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** @param {import("../types.js").Host} host */
export function createAsking(host) {
  const { words, methods } = host.words;
  const method = createPicker({
    label: words.methodLabel, values: METHODS.map((_, place) => place), name: (place) => methods[METHODS[/** @type {number} */ (place)]], testid: "method",
    choose: (place) => host.change({ method: METHODS[/** @type {number} */ (place)] }),
  });
  const why = createPicker({ label: words.whyLabel, values: DIGITS, name: String, testid: "class", choose: (value) => host.change({ class: value }) });
  const against = createPicker({
    label: words.againstLabel, values: [null, ...DIGITS], name: (value) => (value === null ? words.nothing : String(value)), testid: "against",
    choose: (value) => host.change({ against: value }),
  });
  const side = createPicker({ label: words.sideLabel, values: SIDES, name: (value) => `${value} × ${value}`, testid: "side", choose: (value) => host.change({ side: value }) });
  const layer = element("select", { class: "ev-select", "data-testid": "layer", "aria-label": words.layer, onchange: () => host.change({ layer: layer.value }) });
  const sides = element("div", { class: "cl-asked" }, element("span", {}, words.side), side.root);
  const layers = element("label", { class: "cl-asked" }, words.layer, layer);
  const none = element("p", { class: "ch-quiet", role: "status" });
  const root = element("div", { class: "ev-asking" },
    element("div", { class: "ev-methods" }, method.root, element("div", { class: "ev-own" }, sides, layers)),
    element("div", { class: "cl-asking" },
      element("div", { class: "cl-asked" }, element("span", {}, words.why), why.root),
      element("div", { class: "cl-asked" }, element("span", {}, words.against), against.root)),
    none);
  let offered = "";

  return {
    root,
    /** @param {import("../types.js").Scene} scene */
    show(scene) {
      const { data, read } = scene;
      const wants = wantsOf(scene);
      const logits = logitsOf(scene);
      const spoken = (/** @type {number | null} */ digit) =>
        digit === null ? words.withNothing : filled(words.classLabel, { digit, logit: fixed(logits[digit], 2) });
      method.show(METHODS.indexOf(wants.method), (place) => methods[METHODS[/** @type {number} */ (place)]], { barred: data.usual === null ? METHODS.indexOf("grad-cam") : null });
      why.show(wants.class, spoken);
      against.show(wants.against, spoken, { barred: wants.class });
      side.show(wants.side, (value) => `${value} × ${value}`);
      sides.hidden = wants.method !== "occlusion";
      layers.hidden = wants.method !== "grad-cam";
      const names = data.layers.join();
      if (offered !== names) {
        offered = names;
        layer.replaceChildren(...data.layers.map((/** @type {string} */ name) => element("option", { value: name }, name)));
      }
      if (wants.layer) layer.value = wants.layer;
      none.hidden = wants.possible;
      none.textContent = wants.possible ? "" : filled(words.noMaps, { model: read.network.label });
    },
  };
}
