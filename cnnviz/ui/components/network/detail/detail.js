// @ts-check
/** The detail: one cell of the network, with the arithmetic that made it. */

import { explain } from "../arithmetic/explain.js";
import { hasCell, positions } from "../arithmetic/geometry.js";
import { element } from "../dom.js";
import { channelsOf } from "../view/chain.js";
import { createSpoken } from "../view/parts/spoken.js";
import { reaches } from "../view/scales.js";
import { readTheme } from "../view/theme.js";
import { createCodebox } from "./codebox.js";
import { createHead } from "./head.js";
import { followKeys } from "./keyboard.js";
import { kindOf } from "./kinds.js";
import { createTransport } from "./parts/transport.js";
import { cellAt, countOf, createClock, placeOf } from "./playing.js";
import { createPrecision } from "./precision.js";
import { numberText, sumTexts } from "./printing.js";
import { measureRoom } from "./room.js";
import { placeText, sentenceOf } from "./sentence.js";
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
 */

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
  let scale = options.scale ?? "layer";
  let temperature = 1;
  /** @type {number | null} */
  let filled = null;
  /** @type {{key: string, view: import("./types.js").KindView} | null} */
  let kind = null;
  /** @type {{values: Float32Array | null, scale: string, each: Float32Array[]}} */
  let reach = { values: null, scale: "", each: [] };

  root.classList.add("cnnviz-detail");
  root.dataset.testid = "detail";
  root.setAttribute("role", "region");
  let theme = readTheme(root);
  root.style.setProperty("--dt-gradient", theme.gradient);

  const clock = createClock((steps) => walk(steps));
  const head = createHead({ close: closeByHand, map: stepMap });
  const body = element("div", { class: "dt-body" });
  const empty = element("p", { class: "dt-empty" }, "The drawing is empty. Draw a digit, and its numbers appear here.");
  const transport = createTransport({ toggle, step, speed: (speed) => clock.setSpeed(speed) });
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

  /** How far colours reach, of all maps at once, once for each frame. @param {number} stage @param {number} channel */
  function reachOf(stage, channel) {
    if (!read || !network) return 0;
    if (reach.values !== read.values || reach.scale !== scale) {
      reach = { values: read.values, scale, each: reaches(network.stages, read.values, /** @type {any} */ (scale)) };
    }
    return reach.each[stage][channel];
  }

  /** All that is seen of the cell, in one go. */
  function show() {
    if (!cell || !network || root.hidden) return;
    const { width, height } = room.size;
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
    const state = {
      read: /** @type {Read} */ (read), pinned, network, cell, explanation, reach: reachOf, exact, full, temperature,
      playing: clock.runs, filled, room: room.size,
    };
    const key = `${network.model} ${cell.stage} ${explanation.kind}`;
    if (kind?.key !== key) {
      kind?.view.dispose();
      kind = { key, view: kindOf(explanation.kind)(host) };
      body.replaceChildren(kind.view.root);
      body.scrollTop = 0;
    }
    kind.view.show(state);
    root.dataset.value = String(explanation.result);
    transport.show(clock.runs, countOf(positions(network.stages[cell.stage])) > 1);
    precision.say(`${placeText(network, cell).replace(/^[^,]*(, map \d+)?, /, "")}, counted from 0`);
    codebox.show(state);
    table.show(state);
    spoken.settle(clock.runs ? "" : sentenceOf(state));
  }

  /** Another cell of the same map, chosen by hand: playing ends, the whole map is seen. @param {Cell} next */
  function change(next) {
    clock.stop();
    filled = null;
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

  const grid = () => positions(/** @type {import("./types.js").Network} */ (network).stages[/** @type {Cell} */ (cell).stage]);

  /** So many positions on. @param {number} steps */
  function walk(steps) {
    if (!cell || !network) return;
    const target = placeOf(grid(), cell) + steps;
    const last = countOf(grid()) - 1;
    if (target >= last) {
      clock.stop();
      filled = null;
    } else filled = target + 1;
    place({ ...cell, ...cellAt(grid(), Math.min(target, last)) });
  }

  function toggle() {
    if (!cell || !read) return;
    if (clock.runs) {
      clock.stop();
      show();
      return;
    }
    clock.start();
    if (filled !== null) show();
    else {
      filled = 1;
      place({ ...cell, row: 0, column: 0 });
    }
  }

  /** @param {number} by */
  function step(by) {
    if (!cell || !network) return;
    clock.stop();
    const target = Math.max(0, Math.min(countOf(grid()) - 1, placeOf(grid(), cell) + by));
    if (filled !== null) filled = target + 1;
    place({ ...cell, ...cellAt(grid(), target) });
  }

  function close() {
    clock.stop();
    cell = null;
    filled = null;
    temperature = 1;
    root.hidden = true;
    kind?.view.dispose();
    kind = null;
    body.replaceChildren();
    for (const name of ["stage", "channel", "row", "column", "value"]) delete root.dataset[name];
  }

  function closeByHand() {
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
      clock.stop();
      filled = null;
      temperature = 1;
    }
    cell = { ...next };
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
    cell: () => cell,
    positions: grid,
    select: change,
    map: stepMap,
    toggle,
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
      scale = next;
      show();
    },

    setTheme() {
      theme = readTheme(root);
      root.style.setProperty("--dt-gradient", theme.gradient);
      show();
    },

    /** The keyboard's focus to the map whose cell is explained. */
    focus() {
      const target = body.querySelector(".dt-field") ?? head.root.querySelector("button");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },

    get cell() {
      return cell;
    },

    dispose() {
      clock.stop();
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
