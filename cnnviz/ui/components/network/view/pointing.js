// @ts-check
/** Which map is pointed at: by mouse, finger or keyboard. */

/**
 * @typedef {object} Hooks
 * @property {(button: HTMLElement, event: PointerEvent | null) => void} point   a map, and where on it
 * @property {(row: HTMLElement) => void} row                                    one of the ten bars
 * @property {() => void} leave
 * @property {(button: HTMLElement) => void} focus                              the map that Tab comes back to
 * @property {(button: HTMLElement, key: string) => HTMLElement | null} step     the map an arrow key leads to
 * @property {(button: HTMLElement, key: string) => void} stepCell               from cell to cell of a map
 * @property {boolean} opens                                                    whether a map can be opened
 * @property {(button: HTMLElement, event: PointerEvent | null) => void} open
 * @property {(row: HTMLElement, logit: boolean) => void} openRow               one of the ten bars, or its logit
 * @property {() => void} nextScale
 */

const LINGER = 140; // ms between two maps without the card going away
const STEPS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);
const EDITABLE = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

/** @param {EventTarget | null} target @param {string} selector @returns {HTMLElement | null} */
const closest = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** @param {Event} event @returns {EventTarget | null} what was meant, also inside a shadow root */
const innermost = (event) => event.composedPath()[0] ?? event.target;

/** @param {HTMLElement} root @param {Hooks} hooks @returns {() => void} takes all listeners away */
export function followPointing(root, hooks) {
  const controller = new AbortController();
  const { signal } = controller;
  let timer = 0;
  let touched = false;

  const stay = () => clearTimeout(timer);
  const leaveSoon = () => {
    stay();
    timer = window.setTimeout(leaveNow, LINGER);
  };
  /** Back to the map that has the keyboard's focus, if there is one. */
  const leaveNow = () => {
    stay();
    const focused = closest(document.activeElement, ".nv-map:focus-visible");
    if (focused && root.contains(focused)) hooks.point(focused, null);
    else hooks.leave();
  };
  /** @param {PointerEvent} event */
  const point = (event) => {
    const map = closest(event.target, ".nv-map");
    const row = map ? null : closest(event.target, ".nv-row");
    if (map || row) stay();
    if (map) hooks.point(map, event);
    else if (row) hooks.row(row);
    else leaveSoon();
  };

  root.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(event), { signal });
  root.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leaveSoon(), { signal });
  root.addEventListener(
    "click",
    (event) => {
      const map = closest(event.target, ".nv-map");
      const row = closest(event.target, ".nv-row");
      // The keyboard's clicks have no place on the map.
      const pointer = event instanceof PointerEvent && event.detail > 0 ? event : null;
      touched = map !== null && !hooks.opens && (pointer?.pointerType === "touch" || pointer?.pointerType === "pen");
      if (map && touched) hooks.point(map, pointer);
      else if (map) hooks.open(map, pointer);
      else if (row) hooks.openRow(row, closest(event.target, ".nv-logit") !== null);
    },
    { signal },
  );
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (touched && !(event.target instanceof Node && closest(event.target, ".nv-map") && root.contains(event.target))) {
        touched = false;
        hooks.leave();
      }
    },
    { signal, capture: true },
  );
  root.addEventListener(
    "focusin",
    (event) => {
      const map = closest(event.target, ".nv-map");
      if (map) hooks.focus(map);
      if (map?.matches(":focus-visible")) hooks.point(map, null);
    },
    { signal },
  );
  root.addEventListener("focusout", leaveSoon, { signal });
  root.addEventListener(
    "keydown",
    (event) => {
      const map = closest(event.target, ".nv-map");
      if (!map || !STEPS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (event.shiftKey) hooks.stepCell(map, event.key);
      else hooks.step(map, event.key)?.focus({ preventScroll: false });
    },
    { signal },
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !root.isConnected) return;
      if (event.key === "Escape") {
        stay();
        hooks.leave();
      } else if (event.key.toLowerCase() === "s" && !closest(innermost(event), EDITABLE)) hooks.nextScale();
    },
    { signal },
  );
  return () => {
    stay();
    controller.abort();
  };
}
