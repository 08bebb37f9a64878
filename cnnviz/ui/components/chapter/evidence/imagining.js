// @ts-check
/** A picture that nobody drew, as it forms: made so that the logit of one class grows. */

import { element, paintInk } from "../../network/dom.js";
import { fixed, percentage } from "../../network/view/numbers.js";
import { createPicker } from "../classify/picker.js";
import { logitsOf, sharesOf } from "../classify/state.js";
import { filled } from "../prose.js";
import { createMaking } from "./making.js";

const PIXELS = 28;
const KEPT = 6; // moments that stay beside the picture

/** @typedef {import("../types.js").Scene} Scene @typedef {import("./making.js").Made} Made */

/** @param {import("../types.js").Host} host */
export function createImagining(host) {
  const words = host.words.words.imagine;
  const picker = createPicker({
    label: words.classLabel, values: Array.from({ length: 10 }, (_, digit) => digit), name: String, testid: "imagined-class",
    choose(value) {
      wanted = /** @type {number} */ (value);
      forget();
      write();
    },
  });
  const canvas = element("canvas", { class: "ev-imagined", width: PIXELS, height: PIXELS, role: "img" });
  const moments = element("div", { class: "ev-moments", "aria-hidden": "true" });
  const told = element("div", { class: "ev-told", role: "status", "data-testid": "imagined-told" });
  const read = element("button", { type: "button", class: "cnnviz-button ch-small", "data-testid": "read-imagined", hidden: true, onclick: () => last?.code && host.wish({ digit: last.code }) }, words.read);
  const making = createMaking(host, {
    start: words.start, stop: words.stop, making: words.making, testid: "imagine",
    wants() {
      forget();
      return { goal: "class", class: wanted };
    },
    made(one) {
      last = one;
      keep(one);
      write();
    },
  });
  const root = element("section", { class: "ev-part", "data-testid": "imagining" },
    element("h3", { class: "cl-title" }, words.title), element("p", { class: "ev-intro" }, ...host.prose(words.intro)),
    element("div", { class: "ev-imagining" },
      canvas,
      element("div", { class: "ev-beside" },
        element("div", { class: "cl-asked" }, element("span", {}, words.class), picker.root),
        making.root, moments, told, read)));
  // Something to see when one comes near it, without a click.
  const near = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    near.disconnect();
    if (!last) making.begin();
  }, { threshold: 0.4 });
  near.observe(root);
  /** @type {Scene} */
  let scene;
  let wanted = 3;
  let model = "";
  /** @type {Made | null} */
  let last = null;
  let marks = 0;

  function forget() {
    last = null;
    marks = 0;
    moments.replaceChildren();
  }

  /** Six moments between the first and the last step stay to be seen. @param {Made} one */
  function keep({ step, total, picture }) {
    // Most happens early: the moments lie closer together there.
    if (marks >= KEPT || step < total * (marks / (KEPT - 1)) ** 2) return;
    marks += 1;
    const small = element("canvas", { width: PIXELS, height: PIXELS });
    paintInk(small, picture, 1);
    moments.append(element("span", { class: "ev-moment" }, small, String(step)));
  }

  function write() {
    picker.show(wanted, (digit) => String(digit));
    paintInk(canvas, last?.picture ?? new Float32Array(PIXELS * PIXELS), 1);
    canvas.setAttribute("aria-label", last ? filled(words.picture, { step: last.step }) : words.noise);
    read.hidden = !last?.code;
    root.dataset.step = last ? String(last.step) : "";
    root.dataset.digit = last ? String(last.digit) : "";
    if (!last) {
      told.replaceChildren(element("p", { class: "ch-quiet" }, words.noise));
      return;
    }
    const { step, total, digit, share, value } = last;
    const texts = [filled(words.told, { step, digit, share: percentage(share), wanted, value: fixed(value, 1), own: fixed(logitsOf(scene)[wanted], 1) })];
    if (step === total) texts.push(filled(digit === wanted && share > Math.max(...sharesOf(scene)) ? words.lesson : words.lessonOpen, { wanted }));
    told.replaceChildren(...texts.map((text) => element("p", {}, ...host.prose(text))));
  }

  return {
    root,
    /** @param {Scene} next */
    show(next) {
      scene = next;
      if (model !== scene.read.network.model) {
        model = scene.read.network.model;
        making.clear();
        forget();
      }
      write();
    },
    dispose() {
      near.disconnect();
      making.end();
    },
  };
}
