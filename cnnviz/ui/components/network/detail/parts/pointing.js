// @ts-check
/** A map that is pointed at, tapped or dragged over. */

/**
 * @param {Pick<ReturnType<typeof import("./map.js").createMap>, "root" | "cellUnder">} map
 * @param {{point: (place: {row: number, column: number}, takes: boolean) => void, leave: () => void}} hooks
 *   `takes` is true for a press: a mouse that only passes by takes nothing
 */
export function followMap({ root, cellUnder }, { point, leave }) {
  /** @type {number | null} */
  let dragged = null;
  const release = () => (dragged = null);
  root.classList.add("is-pointed");
  root.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    dragged = event.pointerId;
    root.setPointerCapture(event.pointerId);
    point(cellUnder(event), true);
  });
  root.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "mouse" || dragged === event.pointerId) point(cellUnder(event), dragged === event.pointerId);
  });
  root.addEventListener("pointerup", release);
  root.addEventListener("pointercancel", release);
  root.addEventListener("pointerleave", leave);
}
