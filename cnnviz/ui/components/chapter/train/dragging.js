// @ts-check
/** Rows of a list dragged to another place by a handle, with mouse, pen or finger; Escape leaves all as it was. */

import { element } from "../../network/dom.js";
import { lineAt, placeAt, scrollAt } from "./places.js";

const STARTS = 4; // px: less is a click

/**
 * @param {HTMLElement} list
 * @param {{rows: () => HTMLElement[], moved: (from: number, to: number) => void, clicked: (place: number) => void, ended: () => void}} on
 *   rows: those that can be dragged, in order; ended: whatever became of it, before `moved`
 */
export function createDragging(list, on) {
  const line = element("div", { class: "tr-dropline", "data-testid": "drop", "aria-hidden": "true", hidden: true });
  /** @type {{place: number, to: number, pointer: number, handle: HTMLElement, row: HTMLElement, start: number, y: number, rows: import("./places.js").Row[], lifted: boolean} | null} */
  let drag = null;
  let frame = 0;

  /** From the top of the list, whatever has been scrolled since. */
  const zero = () => list.getBoundingClientRect().top;

  /** @param {PointerEvent} event @param {number} place */
  function take(event, place) {
    if (drag || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    handle.setPointerCapture(event.pointerId);
    const top = zero();
    const nodes = on.rows();
    drag = {
      place, to: place, pointer: event.pointerId, handle, row: nodes[place], start: event.clientY - top, y: event.clientY, lifted: false,
      rows: nodes.map((node) => { const box = node.getBoundingClientRect(); return { top: box.top - top, bottom: box.bottom - top }; }),
    };
    window.addEventListener("keydown", pressed, true);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.y = event.clientY;
    if (!drag.lifted && Math.abs(drag.y - zero() - drag.start) < STARTS) return;
    if (!drag.lifted) {
      drag.lifted = true;
      drag.row.classList.add("is-lifted");
      list.classList.add("is-dragging");
      frame = requestAnimationFrame(scroll);
    }
    show();
  }

  function show() {
    if (!drag) return;
    const by = drag.y - zero() - drag.start;
    drag.to = placeAt(drag.rows, drag.place, by);
    drag.row.style.transform = `translateY(${by}px)`;
    const at = lineAt(drag.rows, drag.place, drag.to);
    line.hidden = at === null;
    line.style.top = `${at ?? 0}px`;
    line.dataset.place = String(drag.to);
  }

  /** Near an edge of the window what is beyond it comes into sight. */
  function scroll() {
    if (!drag) return;
    const around = scrolling(list);
    const box = around.getBoundingClientRect();
    const by = scrollAt(drag.y, Math.max(0, box.top), Math.min(window.innerHeight, box.bottom));
    if (by) {
      around.scrollTop += by;
      show();
    }
    frame = requestAnimationFrame(scroll);
  }

  /** @param {PointerEvent} event */
  function drop(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { place, to, lifted } = drag;
    cancel();
    if (!lifted) on.clicked(place);
    else if (to !== place) on.moved(place, to);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  }

  function cancel() {
    if (!drag) return;
    const { handle, pointer, row } = drag;
    drag = null;
    cancelAnimationFrame(frame);
    window.removeEventListener("keydown", pressed, true);
    if (handle.hasPointerCapture(pointer)) handle.releasePointerCapture(pointer);
    row.style.transform = "";
    row.classList.remove("is-lifted");
    list.classList.remove("is-dragging");
    line.hidden = true;
    on.ended();
  }

  return {
    line,
    /** Whether a row is in somebody's hand. */
    get active() { return drag !== null; },
    /** @param {string} title @param {number} place of its row @returns {HTMLElement} the handle */
    handle: (title, place) => element("span", {
      class: "tr-handle", "data-testid": "handle", title, "aria-hidden": "true", // the keyboard has Alt and arrows, and buttons
      onpointerdown: (/** @type {PointerEvent} */ event) => take(event, place), onpointermove: move, onpointerup: drop, onpointercancel: cancel, onlostpointercapture: cancel,
    }),
    cancel,
  };
}

/** What scrolls around a node. @param {HTMLElement} node @returns {HTMLElement} */
function scrolling(node) {
  for (let around = node.parentElement; around; around = around.parentElement) {
    if (around.scrollHeight > around.clientHeight && /auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return document.documentElement;
}
