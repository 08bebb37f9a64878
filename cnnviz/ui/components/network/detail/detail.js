// @ts-check
/** The detail: one cell of the network, with the arithmetic that made it. */

import { explain } from "../arithmetic/explain.js";
import { hasCell, positions } from "../arithmetic/geometry.js";
import { element } from "../dom.js";
import { channelsOf } from "../view/chain.js";
import { createSpoken } from "../view/parts/spoken.js";
import { readTheme } from "../view/theme.js";
import { createCodebox } from "./codebox.js";
import { createHead } from "./head.js";
import { followKeys } from "./keyboard.js";
import { cellAfter } from "./keys.js";
import { kindOf } from "./kinds.js";
import { createPlain } from "./plain.js";
import { createTransport } from "./parts/transport.js";
import { countOf } from "./playing.js";
import { createPrecision } from "./precision.js";
import { numberText, sumTexts } from "./printing.js";
import { createReach } from "./reach.js";
import { measureRoom } from "./room.js";
import { placeText, sentenceOf } from "./sentence.js";
import { createSlide } from "./slide.js";
import { createTable } from "./table.js";

/**
 * @typedef {import("./types.js").Read} Read
 * @typedef {import("./types.js").Cell} Cell
 *
 * @typedef {object} Options
 * @property {(cell: Cell) => void} [onCell]          another cell of the same map was chosen: by pointer, keys or play
 * @property {(cell: Cell | null) => void} [onHover]  a cell is pointed at
 * @property {(cell: Cell) => void} [onOpen]          another map was chosen; it is open already
 * @property {() => void} [onClose]                   by button or Escape; it is closed already
 * @property {(full: boolean) => void} [onPrecision]
 * @property {() => any} [desk]                       what lies on the desk, for the code
 * @property {import("../view/types.js").Scale} [scale]
 * @property {boolean} [full]                         full float32 precision from the start
 * @property {boolean} [stays]                        in a chapter: nobody closes it, and the chapter shows the code
 */

// Kinds whose vectors are shown in lines; the others arrange theirs in ways of their own.
const LINES = new Set(["relu", "input", "other"]);

/** @param {HTMLElement} root   gets data-testid, and with a cell data-stage, -channel, -row, -column and -value @param {Options} [options] */
export function createDetail(root, options = {}) {
  /** @type {Read | null} */
  let read = null;
  /** @type {Read | null} */
  let pinned = null;
  /** @type {import("./types.js").Network | null} */
  let network = null;
  /** @type {Cell | null} */
  let cell = null;
  let exact = true;
  let full = options.full ?? false;
  let temperature = 1;
  /** @type {{key: string, of: import("../view/types.js").Kind, view: import("./types.js").KindView} | null} */
  let kind = null;
  root.classList.add("cnnviz-detail");
  root.classList.toggle("is-staying", options.stays ?? false);
  root.setAttribute("role", "region");
  let theme = readTheme(root);
  root.style.setProperty("--dt-gradient", theme.gradient);

  const reach = createReach(options.scale ?? "layer");
  const slide = createSlide({ now: sliding, place, show });
  const head = createHead({ close: closeByHand, map: stepMap });
  const body = element("div", { class: "dt-body" });
  const empty = element("p", { class: "dt-empty" }, "The drawing is empty. Draw a digit, and its numbers appear here.");
  const transport = createTransport({ toggle: slide.toggle, step: slide.step, speed: slide.setSpeed });
  const precision = createPrecision(full, (on) => {
    setPrecision(on);
    options.onPrecision?.(on);
  });
  const codebox = createCodebox(() => options.desk?.() ?? null);
  const table = createTable();
  const spoken = createSpoken();
  const bar = element("div", { class: "dt-bar" }, transport.root, ...precision.nodes, codebox.root, table.root);
  root.replaceChildren(head.root, body, bar, spoken.root);
  root.hidden = true;

  /** @type {import("./types.js").Host} */
  const host = {
    select: (next) => change(next),
    hover: (next) => options.onHover?.(next),
    open: (next) => jump(next),
    setTemperature(next) {
      temperature = next;
      show();
    },
    theme: () => theme,
    number: (value) => numberText(value, full),
    print: (parts, total) => sumTexts(parts, total, full),
  };

  const room = measureRoom(root, head.root, body, bar, () => show());

  /** All that is seen of the cell, in one go. */
  function show() {
    if (!cell || !network || root.hidden) return;
    const { width } = room.size;
    head.show(network, cell);
    Object.assign(root.dataset, { stage: network.stages[cell.stage].name, channel: cell.channel, row: cell.row, column: cell.column });
    const blank = read === null;
    empty.hidden = !blank;
    if (blank || width === 0) {
      root.dataset.value = "";
      kind?.view.root.remove();
      if (blank) body.replaceChildren(empty);
      kind = null;
      codebox.show(null);
      table.show(null);
      spoken.settle("The drawing is empty.");
      return;
    }
    const explanation = explain(/** @type {Read} */ (read), cell, { temperature });
    const present = /** @type {Read} */ (read);
    const state = {
      read: present, pinned, network, cell, explanation, exact, full, temperature, room: room.size,
      reach: (/** @type {number} */ stage, /** @type {number} */ channel) => reach.of(present, stage, channel),
      playing: slide.runs, filled: slide.filled,
    };
    const key = `${network.model} ${cell.stage} ${explanation.kind}`;
    if (kind?.key !== key) {
      kind?.view.dispose();
      kind = { key, of: explanation.kind, view: kindOf(explanation.kind)(host) };
      body.replaceChildren(kind.view.root);
      body.scrollTop = 0;
    }
    kind.view.show(state);
    root.dataset.value = String(explanation.result);
    transport.show(slide.runs, sliding() !== null);
    precision.say(`${placeText(network, cell).replace(/^[^,]*(, map \d+)?, /, "")}, counted from 0`);
    codebox.show(state);
    table.show(state);
    spoken.settle(slide.runs ? "" : sentenceOf(state));
  }

  /** Another cell of the same map, chosen by hand: playing ends, the whole map is seen. @param {Cell} next */
  function change(next) {
    slide.end();
    place(next);
  }

  /** @param {Cell} next */
  function place(next) {
    cell = next;
    show();
    options.onCell?.(next);
  }

  /** @param {Cell} next a cell of another map */
  function jump(next) {
    open(next);
    options.onOpen?.(next);
  }

  /** @param {number} by */
  function stepMap(by) {
    if (!cell || !network) return;
    const channel = cell.channel + by;
    if (channel >= 0 && channel < channelsOf(network.stages[cell.stage])) jump({ ...cell, channel });
  }

  /** The cell and its map's size, where there is a window, or a place, that goes from cell to cell. */
  function sliding() {
    if (!network || !cell || !kind || kindOf(kind.of) === createPlain) return null;
    const grid = positions(network.stages[cell.stage]);
    return countOf(grid) > 1 ? { cell, grid } : null;
  }

  function close() {
    slide.end();
    cell = null;
    temperature = 1;
    root.hidden = true;
    kind?.view.dispose();
    kind = null;
    body.replaceChildren();
    for (const name of ["testid", "stage", "channel", "row", "column", "value"]) delete root.dataset[name];
  }

  function closeByHand() {
    if (options.stays) return;
    close();
    options.onHover?.(null);
    options.onClose?.();
  }

  /** @param {Cell} next RangeError where the network has no such cell */
  function open(next) {
    if (!network) throw new Error("There is no network to open a cell of: call show or setNetwork first.");
    const stage = network.stages[next.stage];
    if (!stage || !hasCell(stage, next)) throw new RangeError(`${network.model} has no cell ${JSON.stringify(next)}.`);
    if (cell?.stage !== next.stage || cell.channel !== next.channel) {
      slide.end();
      temperature = 1;
    }
    cell = { ...next };
    root.dataset.testid = "detail";
    if (root.hidden) {
      root.hidden = false;
      room.measure();
    }
    show();
  }

  /** @param {boolean} on */
  function setPrecision(on) {
    full = on;
    precision.show(on);
    show();
  }

  const unfollow = followKeys(root, {
    isOpen: () => cell !== null,
    next: (key, control) => cell && network && cellAfter(network.stages[cell.stage], cell, kind !== null && LINES.has(kind.of), key, control),
    select: change,
    map: stepMap,
    toggle: slide.toggle,
    close: closeByHand,
  });

  return {
    open,
    close,

    /** The network without values: a cell can be opened while the drawing is empty. @param {import("./types.js").Network} next */
    setNetwork(next) {
      if (network && next.model !== network.model) close();
      network = next;
      read = null;
      pinned = null;
    },

    /** What was recorded now; null for an empty drawing. All is painted when it returns. @param {Read | null} next @param {boolean} [isExact] */
    show(next, isExact = true) {
      if (next && network && next.network.model !== network.model) close();
      read = next;
      exact = isExact;
      if (next) network = next.network;
      show();
    },

    /** A second drawing to compare with. @param {Read | null} next */
    setPinned(next) {
      pinned = next;
      show();
    },

    setPrecision,

    /** What shares a colour scale. @param {import("../view/types.js").Scale} next */
    setScale(next) {
      reach.setScale(next);
      show();
    },

    setTheme() {
      theme = readTheme(root);
      root.style.setProperty("--dt-gradient", theme.gradient);
      show();
    },

    /** The keyboard's focus to the map whose cell is explained; of a vector, to the first thing that keys step through. */
    focus() {
      const target = body.querySelector(".dt-field, [role=radio][tabindex='0'], [role=slider], [role=listbox]") ?? head.root.querySelector(".dt-back");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },

    get cell() {
      return cell;
    },

    dispose() {
      slide.end();
      unfollow();
      room.dispose();
      codebox.dispose();
      table.dispose();
      spoken.dispose();
      kind?.view.dispose();
      root.replaceChildren();
    },
  };
}
