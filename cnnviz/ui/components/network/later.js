// @ts-check
/**
 * The detail before its modules are here: half of all that the page loads, and needed with the first click only.
 * What is asked of it meanwhile is kept, and done when it comes.
 */

import { element } from "./dom.js";

const LOADING = "Loading the arithmetic of this cell…";
const FAILED = "The arithmetic of this cell did not arrive: the server does not answer. Choose the cell again.";

/**
 * @typedef {typeof import("./detail/detail.js").createDetail} CreateDetail
 * @typedef {import("./arithmetic/types.js").Cell} Cell
 * @typedef {import("./arithmetic/types.js").Read} Read
 * @param {HTMLElement} root as the detail takes it @param {NonNullable<Parameters<CreateDetail>[1]>} options
 * @param {() => Promise<{createDetail: CreateDetail}>} [fetched] brings the modules
 */
export function createDetailLater(root, options, fetched = async () => await import("./detail/detail.js")) {
  /** @type {ReturnType<CreateDetail> | null} */
  let detail = null;
  /** @type {import("./view/types.js").Network | null} */
  let network = null;
  /** @type {Read | null} */
  let read = null;
  let exact = true;
  /** @type {Read | null} */
  let pinned = null;
  /** @type {Cell | null} */
  let cell = null;
  let { scale } = options;
  let focused = false;
  let gone = false;
  let underWay = false;

  async function load() {
    if (detail || underWay || gone) return;
    underWay = true;
    try {
      const { createDetail } = await fetched();
      if (!gone) take(createDetail);
    } catch {
      say(FAILED);
    } finally {
      underWay = false;
    }
  }

  /** @param {CreateDetail} createDetail */
  function take(createDetail) {
    detail = createDetail(root, { ...options, scale });
    if (network) detail.setNetwork(network);
    detail.show(read, exact);
    if (pinned) detail.setPinned(pinned);
    if (!cell) return;
    detail.open(cell);
    if (focused) detail.focus();
  }

  /** @param {string} text */
  function say(text) {
    if (!cell || gone) return;
    root.replaceChildren(element("p", { role: "status" }, text));
    root.hidden = false;
  }

  return {
    load,

    /** @param {Cell} next */
    open(next) {
      if (detail) return detail.open(next);
      cell = { ...next };
      say(LOADING);
      load();
    },

    close() {
      if (detail) return detail.close();
      cell = null;
      focused = false;
      root.hidden = true;
    },

    /** @param {import("./view/types.js").Network} next */
    setNetwork(next) {
      network = next;
      read = pinned = null;
      detail?.setNetwork(next);
    },

    /** @param {Read | null} next @param {boolean} isExact */
    show(next, isExact) {
      read = next;
      exact = isExact;
      detail?.show(next, isExact);
    },

    /** @param {Read | null} next */
    setPinned(next) {
      pinned = next;
      detail?.setPinned(next);
    },

    /** @param {import("./view/types.js").Scale} next */
    setScale(next) {
      scale = next;
      detail?.setScale(next);
    },

    setTheme() { detail?.setTheme(); },

    focus() {
      focused = true;
      detail?.focus();
    },

    get cell() { return detail ? detail.cell : cell; },

    dispose() {
      gone = true;
      detail?.dispose();
    },
  };
}
