// @ts-check
/** Pooling on the learner's digit: by hand, with another window, and while the digit moves. */

import { element } from "../../network/dom.js";
import { oneOf, whole, word } from "../knobs.js";
import { createChooser } from "./chooser.js";
import { codeOf } from "./code.js";
import { createHand } from "./hand.js";
import { createLeft } from "./left.js";
import { createMoving } from "./moving.js";
import { createOwn } from "./own.js";
import { cell } from "./places.js";
import { createSegments } from "./segments.js";
import { sightOf } from "./sight.js";
import { NARROW, sizesFor, WIDE } from "./sizes.js";

const MOVES = [-2, -1, 0, 1, 2];

/** @type {import("../types.js").Chapter} */
export const chapter = {
  knobs: {
    map: whole(0, 999, null),
    patch: cell(),
    done: whole(0, 15, 0),
    window: oneOf([2, 3], 2),
    stride: { ...oneOf([1, 2, 3], 2), initial: 0 }, // as long as the window
    cell: cell(),
    dx: oneOf(MOVES, 1),
    dy: oneOf(MOVES, 0),
    compare: word(["place", "back"], "place"),
  },

  create(host) {
    const { words } = host.words;
    const chooser = createChooser(host);
    const hand = createHand(host);
    const own = createOwn(host);
    const left = createLeft(words);
    const moving = createMoving(host);
    const numbers = (/** @type {number[]} */ values) => values.map((value) => ({ value, text: String(value) }));
    const window = createSegments(words.window, numbers([2, 3]).map(({ value, text }) => ({ value, text: `${text} × ${text}` })), (value) => host.change({ window: value, cell: null }), "window");
    const stride = createSegments(words.stride, numbers([1, 2, 3]), (value) => host.change({ stride: value === host.knobs().window ? 0 : value, cell: null }), "stride");
    const see = element("div", { class: "pl-chapter" }, chooser.root, hand.root);
    const change = element("div", { class: "pl-chapter" },
      element("h3", { class: "pl-heading" }, words.own),
      element("div", { class: "pl-knobs" }, window.root, stride.root, own.note), own.root, left.root,
      element("h3", { class: "pl-heading" }, words.move), moving.root);
    /** @type {import("../types.js").Scene | null} */
    let scene = null;
    let width = 0;
    const watch = new ResizeObserver(() => {
      if (!see.clientWidth || see.clientWidth === width) return;
      width = see.clientWidth;
      if (scene) show(scene);
    });
    watch.observe(see);

    /** @param {import("../types.js").Scene} next */
    function show(next) {
      scene = next;
      width = see.clientWidth || width || 1200;
      const sight = sightOf(next);
      const px = sizesFor(width, sight.columns);
      for (const root of [see, change]) {
        root.classList.toggle("is-narrow", width < NARROW);
        root.classList.toggle("is-wide", width >= WIDE);
      }
      chooser.show(sight, next.theme);
      hand.show(sight, next.theme, px.hand);
      window.show(sight.window);
      stride.show(sight.stride);
      own.show(sight, next.theme, px.own);
      left.show(sight);
      moving.show(sight, next, px.moving);
    }

    return { see, change, show, code: (now) => codeOf(sightOf(now), now), dispose: () => watch.disconnect() };
  },
};
