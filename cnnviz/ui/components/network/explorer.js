// @ts-check
/** The network and, below it, the detail of one of its cells: what is chosen in one is marked in the other. */

import { cellAt, readAddress, writeAddress } from "./address.js";
import { sameCell } from "./arithmetic/geometry.js";
import { element } from "./dom.js";
import { createDetailLater } from "./later.js";
import { cellsPerMap, isPicture } from "./view/chain.js";
import { fieldOf } from "./view/fields.js";
import { createNetworkView } from "./view/network-view.js";
import { rangeOf } from "./view/scales.js";

// Browsers refuse an address that changes more than some hundred times in half a minute.
const ADDRESS_AFTER = 300;
// ms after the first values: they are painted, and the canvas is there, before the detail's modules are asked for.
const DETAIL_AFTER = 200;

/**
 * @typedef {import("./arithmetic/types.js").Cell} Cell
 * @param {HTMLElement} main gets the network view and the detail as children
 * @param {{
 *   notice: string, scale?: any, model: () => string | null, desk: () => any,
 *   onScale: (scale: any) => void, drawn: () => boolean, pinned?: import("./arithmetic/types.js").Read | null,
 * }} options `model` says the network's name where the address has to hold it, `drawn` whether
 *   the drawing is another one than the address has; `pinned` is what was pinned before
 */
export function createExplorer(main, options) {
  /** @type {import("./view/types.js").Network | null} */
  let network = null;
  /** @type {import("./arithmetic/types.js").Read | null} */
  let read = null;
  /** @type {import("./arithmetic/types.js").Read | null} */
  let pinned = null;
  let before = options.pinned ?? null;
  let { place: wanted, full, scale } = readAddress(window.location.search);
  scale = scale ?? options.scale ?? null;
  // Whether opening the detail added an entry to the browser's history, which closing takes back.
  let pushed = false;
  /** @type {Cell | null} the last one that was open */
  let marked = null;
  /** @type {Cell | null} */
  let outlined = null;
  let timer = 0;

  const viewRoot = element("div", { class: "cnnviz-network" });
  const detailRoot = element("div", { class: "cnnviz-detail", hidden: true });
  const pin = element("button", { type: "button", class: "cnnviz-button cnnviz-pin", hidden: true, "data-testid": "pin", onclick: togglePin });
  // While a detail is open the choice of colour scales stands here, since the low network has no room for it.
  const aside = element("div", { class: "cnnviz-aside" });
  main.append(viewRoot, detailRoot);

  const view = createNetworkView(viewRoot, {
    notice: options.notice,
    scale: /** @type {any} */ (scale ?? undefined),
    onScaleChange(next) {
      scale = next;
      detail.setScale(next);
      options.onScale(next);
      note();
    },
    onOpen(stage, channel, cell) { open({ stage, channel, ...(cell ?? strongest(stage, channel)) }); },
  });
  const detail = createDetailLater(detailRoot, {
    scale: /** @type {any} */ (scale ?? undefined),
    full,
    desk: options.desk,
    onCell: mark,
    onOpen: mark,
    onHover: (cell) => outline(cell ?? detail.cell),
    onClose: goBack,
    onPrecision(on) {
      full = on;
      note();
    },
  });
  showPin();
  // A link to a cell needs the detail with the first values; else there is time until the first click.
  /** @type {number | undefined} */
  let detailTimer;
  if (wanted) detail.load();

  /** Once for each cell, since to find what it saw takes a while. @param {Cell | null} cell */
  function outline(cell) {
    if (cell && outlined && sameCell(cell, outlined)) return;
    outlined = cell && { ...cell };
    view.outline(cell && network ? fieldOf(network, cell) : null);
  }

  /** The chosen cell, in the network and in the address. @param {Cell} cell */
  function mark(cell) {
    marked = cell;
    view.setFocus({ stage: cell.stage, channel: cell.channel });
    outline(cell);
    note();
  }

  /** @param {Cell} cell @param {boolean} [byHand] whether the way back should close it */
  function open(cell, byHand = true) {
    const first = main.dataset.focus === undefined;
    main.dataset.focus = "";
    pin.hidden = false;
    if (first) aside.append(view.picker);
    detail.open(cell);
    mark(cell);
    if (byHand) detail.focus();
    if (!first) return;
    if (byHand) {
      window.history.pushState(window.history.state, "", window.location.href);
      pushed = true;
    }
    // Where the page scrolls, the network shrank: what was in sight may be far away.
    const { top } = detailRoot.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight / 2) viewRoot.scrollIntoView({ block: "start" });
  }

  // Closing takes the step back that opening made, so that the browser's own button finds no leftover.
  function goBack() {
    if (!pushed) leave();
    else {
      // Once: a second step back before the first is taken would leave the page.
      pushed = false;
      window.history.back();
    }
  }

  function leave() {
    pushed = false;
    delete main.dataset.focus;
    pin.hidden = true;
    detail.close();
    viewRoot.append(view.picker);
    view.setFocus(null);
    outline(null);
    // The keyboard goes on where it was before, unless it is somewhere else already.
    const { activeElement } = document;
    if (marked && (activeElement === document.body || detailRoot.contains(activeElement))) view.focusMap(marked);
    note();
  }

  /** The cell with the largest value of a map. @param {number} stage @param {number} channel */
  function strongest(stage, channel) {
    const of = /** @type {import("./view/types.js").Network} */ (network).stages[stage];
    const size = cellsPerMap(of);
    const at = read ? rangeOf(read.values, of.offset + channel * size, size).largestAt : 0;
    const width = isPicture(of) ? of.shape[2] : size;
    return { row: Math.floor(at / width), column: at % width };
  }

  function togglePin() {
    pinned = pinned ? null : read && { ...read, values: read.values.slice() };
    detail.setPinned(pinned);
    showPin();
  }

  function showPin() {
    pin.textContent = pinned ? "Unpin" : "Pin this drawing";
    pin.setAttribute("aria-pressed", String(pinned !== null));
    pin.title = pinned ? "Stop comparing" : "Keep this drawing, draw another one, and see each number of both";
  }

  /** Write the view into the address, a moment after the last change. */
  function note() {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const cell = detail.cell;
      const place = cell && network && { ...cell, stage: network.stages[cell.stage].name };
      const search = writeAddress(window.location.search, { model: options.model(), place, scale, full }, options.drawn());
      const { pathname, hash } = window.location;
      if (search !== window.location.search) window.history.replaceState(window.history.state, "", pathname + search + hash);
    }, ADDRESS_AFTER);
  }

  /** Open the cell that the address asked for, once its network is here. */
  function openWanted() {
    if (!network || !wanted) return;
    const cell = cellAt(wanted, network);
    wanted = null;
    if (cell) open(cell, false);
  }

  const controller = new AbortController();
  viewRoot.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const control = event.target instanceof Element && event.target.closest("button, label, input, a, [data-testid=probability]");
    if (!control && main.dataset.focus !== undefined) goBack();
  }, { signal: controller.signal });
  window.addEventListener("popstate", (event) => {
    wanted = readAddress(window.location.search).place;
    const was = main.dataset.focus !== undefined;
    if (!was && !wanted) return;
    // A step between two views of one page is ours: the page need not run anew.
    event.stopImmediatePropagation();
    if (was) leave();
    else openWanted();
  }, { signal: controller.signal, capture: true });

  return {
    /** What the bar above the network gets. */
    tools: [aside, pin],
    note,

    /** The drawing that is pinned; null where none is. */
    get pinned() { return pinned; },

    /** @param {import("./view/types.js").Network} next */
    setNetwork(next) {
      network = next;
      read = marked = outlined = null;
      // Values of another network would be compared with cells that they are not of.
      pinned = before?.network.model === next.model ? { ...before, network: next } : null;
      before = null;
      showPin();
      if (main.dataset.focus !== undefined) leave();
      view.setNetwork(next);
      detail.setNetwork(next);
      detail.setPinned(pinned);
    },

    /** @param {Float32Array | null} values null for an empty drawing @param {boolean} exact */
    show(values, exact) {
      if (!network) return;
      read = values && { network, values };
      view.show(values && { values, exact });
      detail.show(read, exact);
      openWanted();
      detailTimer ??= window.setTimeout(detail.load, DETAIL_AFTER);
    },

    /** @param {string | null} text @param {"info" | "warning"} [kind] */
    setNotice: (text, kind) => view.setNotice(text, kind),

    setTheme() {
      view.setTheme();
      detail.setTheme();
    },

    dispose() {
      controller.abort();
      clearTimeout(timer);
      clearTimeout(detailTimer);
      view.dispose();
      detail.dispose();
    },
  };
}
