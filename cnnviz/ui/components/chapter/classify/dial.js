// @ts-check
/** One class: its logit as a bar that is dragged, its share as a bar that follows, and where both were recorded. */

import { element } from "../../network/dom.js";
import { createText } from "../../network/detail/parts/text.js";
import { fixed } from "../../network/view/numbers.js";
import { filled } from "../prose.js";
import { FIRM, STEP } from "./turning.js";

/**
 * @typedef {object} Content
 * @property {number} logit      as it is now
 * @property {number} recorded   as the network gave it
 * @property {number} share
 * @property {number} was        the recorded share
 * @property {string} percent
 * @property {{low: number, high: number}} axis
 * @property {boolean} first     the largest of the ten
 */

/** @param {number} digit @param {any} words @param {{turn: (to: number) => void, restore: () => void}} hooks */
export function createDial(digit, words, { turn, restore }) {
  const fill = element("span", { class: "cl-logitfill" });
  const tick = element("span", { class: "cl-was" });
  const knob = element("span", { class: "cl-handle" });
  const slider = element("div", { class: "cl-slider", role: "slider", tabindex: "0", "aria-label": filled(words.slider, { digit }), "data-testid": "logit", "data-digit": digit },
    element("span", { class: "cl-track" }), fill, tick, knob);
  const logit = createText("span", "cl-logit");
  const bar = element("span", { class: "cl-sharefill" });
  const was = element("span", { class: "cl-was" });
  const percent = createText("span", "cl-percent");
  const root = element("div", { class: "cl-dial", "data-digit": digit },
    element("span", { class: "cl-digit" }, String(digit)), slider, logit.root,
    element("span", { class: "cl-sharebar" }, bar, was), percent.root);
  /** @type {Content} */
  let now;
  /** @type {number | null} */
  let dragging = null;

  /** @param {PointerEvent} event */
  function drag(event) {
    const box = slider.getBoundingClientRect();
    const { low, high } = now.axis;
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    turn(low + share * (high - low));
  }
  slider.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    dragging = event.pointerId;
    slider.setPointerCapture(event.pointerId);
    // A finger may be about to scroll: it turns once it moves sideways.
    if (event.pointerType !== "touch") drag(event);
  });
  slider.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => dragging === event.pointerId && drag(event));
  slider.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
    if (dragging === event.pointerId && event.pointerType === "touch") drag(event);
    dragging = null;
  });
  slider.addEventListener("pointercancel", () => (dragging = null));
  slider.addEventListener("dblclick", restore);
  slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const { low, high } = now.axis;
    const to = {
      ArrowRight: now.logit + STEP, ArrowUp: now.logit + STEP, ArrowLeft: now.logit - STEP, ArrowDown: now.logit - STEP,
      PageUp: now.logit + FIRM, PageDown: now.logit - FIRM, Home: low, End: high,
    }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") restore();
    else if (to === undefined) return;
    else turn(to);
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    root,
    /** @param {Content} next */
    show(next) {
      now = next;
      const { axis: { low, high }, share } = next;
      const place = (/** @type {number} */ value) => 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
      const [zero, end] = [place(0), place(next.logit)];
      fill.style.left = `${Math.min(zero, end)}%`;
      fill.style.width = `${Math.abs(end - zero)}%`;
      knob.style.left = `${end}%`;
      tick.style.left = `${place(next.recorded)}%`;
      slider.style.setProperty("--cl-zero", `${zero}%`);
      bar.style.transform = `scaleX(${share})`;
      was.style.left = `${100 * next.was}%`;
      const text = fixed(next.logit, 2);
      logit.say(text);
      percent.say(`${next.percent} %`);
      root.classList.toggle("is-first", next.first);
      root.classList.toggle("is-moved", next.logit !== next.recorded);
      root.dataset.share = String(share);
      root.dataset.logit = String(next.logit);
      slider.setAttribute("aria-valuemin", String(low));
      slider.setAttribute("aria-valuemax", String(high));
      slider.setAttribute("aria-valuenow", next.logit.toFixed(2));
      slider.setAttribute("aria-valuetext", filled(words.spoken, { logit: text, percent: next.percent }));
    },
  };
}
