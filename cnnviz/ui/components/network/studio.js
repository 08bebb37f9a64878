// @ts-check
/** The chapter `draw` in the page: the desk at the left, the network at the right, and what goes between them. */

import { createBar } from "./desk/bar.js";
import { createBeside } from "./desk/beside.js";
import { createSees } from "./desk/sees.js";
import { followShortcuts } from "./desk/shortcuts.js";
import { createStart } from "./desk/start.js";
import { createSureness } from "./desk/sureness.js";
import { createTools } from "./desk/tools.js";
import { complaint } from "./address.js";
import { element } from "./dom.js";
import { createExplorer } from "./explorer.js";
import { createLive } from "./live.js";
import { readPayload, readValues } from "./payload.js";
import { createSession } from "./session.js";
import { anew, canRedo, canUndo, isEmpty, redone, remembering, replaced, request, undone, withStroke } from "./strokes.js";
import { followSurface, shows } from "./surface.js";
import { keepUnlocked } from "./unlock.js";

// ms after a stroke: the canvas is at rest by then; on a machine that is very busy, by the second.
const LOOKS = [250, 1500];
const RECONNECTING = "Reconnecting… Your drawing is kept.";

/**
 * @typedef {{pinned: import("./arithmetic/types.js").Read | null}} Left what the server does not know of
 * @param {HTMLElement} root @param {Left | null} [left] what the studio before this one left
 */
export function createStudio(root, left = null) {
  /** @type {import("./strokes.js").Desk} */
  let desk;
  /** @type {any} */
  let network = null;
  let livePath = "";
  /** @type {import("./strokes.js").Desk | null} as the address has its drawing */
  let opened = null;
  /** @type {number[] | null} */
  let stroke = null;
  /** @type {string | null} */
  let picture = null;
  // The last time the canvas was told to lay itself out.
  let layout = { epoch: -1, done: true };
  // Whether a stroke was under way while that was done: then the canvas may show anything.
  let torn = false;
  // Strokes that the canvas may have lost, since it was being laid out when they were made.
  /** @type {number[][]} */
  let unsure = [];
  /** @type {number[]} */
  let looks = [];

  const alertBox = element("p", { class: "cnnviz-alert", role: "alert", hidden: true });
  const tools = createTools({
    tool: (erases) => change({ erases }),
    undo: () => lay(undone(desk)),
    redo: () => lay(redone(desk)),
    clear: () => lay(replaced(desk, null)),
    pen: (pen) => change({ pen }),
  });
  const start = createStart({
    sample: (sample) => lay(replaced(desk, { sample })),
    picture: (name, data) => {
      picture = `${name} ${Math.round(performance.now())}`;
      say(`Reading ${name}…`);
      session.send("picture", { id: picture, name, data });
    },
    refuse: (message) => say(message),
  });
  const sees = createSees((step, on) => {
    desk = { ...desk, steps: { ...desk.steps, [step]: on } };
    settle();
  });
  const sureness = createSureness();
  const bar = createBar((model) => {
    change({ model, extras: { ...desk.extras, history: [] } });
    view.note();
  });
  const main = element("div", { class: "cnnviz-main" }, bar.root);
  const beside = createBeside();
  const column = element("div", { class: "cnnviz-desk" },
    element("div", { class: "cnnviz-holerow" }, element("div", { class: "cnnviz-hole" }), beside.root),
    tools.root, alertBox, start.root, sees.root, sureness.root);
  const onward = element("button", { type: "button", class: "cnnviz-button", "data-testid": "next", hidden: true, onclick: leave });
  const foot = element("div", { class: "cnnviz-foot" }, element("p", {},
    "The weights are frozen: nothing you draw is stored or learned from. Point at a map for where it comes from."), onward);
  root.replaceChildren(column, main);

  /** @type {ReturnType<typeof createExplorer>} made with the first message, which says how it was left */
  let view;
  const session = createSession({
    silent: () => view.setNotice(RECONNECTING, "warning"),
    heard: () => view.setNotice(null),
  });
  const live = createLive({
    path: () => livePath,
    answer(buffer, encoding, ask) {
      if (ask.body.model !== network.model) return;
      const values = buffer && readValues(buffer, encoding, network);
      show(values, ask.exact, ask.exact && stroke === null);
      session.alive();
    },
    refuse: (message) => say(message),
    shut() {
      desk = { ...desk, live: false };
      read(true);
    },
    open() {
      session.alive();
      desk = { ...desk, live: true };
      settle();
    },
  });
  const unfollow = followSurface(document, {
    start() {
      torn ||= !layout.done;
      return { width: desk.pen, erases: desk.erases };
    },
    move(current) {
      stroke = current;
      read(false);
    },
    end(whole) {
      stroke = null;
      desk = withStroke(desk, whole);
      settle();
      unsure.push(whole);
      lookSoon();
    },
  });

  /** Read what lies on the desk, the stroke under the pen with it. @param {boolean} exact @param {() => void} [done] */
  function read(exact, done) {
    if (!desk || network?.model !== desk.model) return;
    if (live.works) live.ask(request(desk, stroke), exact, done);
    else {
      live.keep(request(desk, stroke));
      // Counted, so that each state has an answer of its own.
      desk = { ...desk, seq: desk.seq + 1 };
      session.desk({ ...desk, ...request(desk, stroke) });
    }
  }

  /** The desk is at rest: read it exactly, then tell the session, so that the reading comes first. */
  function settle() {
    desk = { ...desk, seq: desk.seq + 1 };
    furnish();
    view?.note();
    if (live.works && network?.model === desk.model) read(true, () => session.desk(desk));
    else {
      live.keep(request(desk, null));
      session.desk(desk);
    }
  }

  /** @param {Partial<import("./strokes.js").Desk>} changes @param {boolean} [again] whether the reading changes */
  function change(changes, again = true) {
    desk = { ...desk, ...changes };
    if (again && ("model" in changes)) settle();
    else {
      furnish();
      session.desk(desk);
    }
  }

  /** The canvas was drawn on or laid out: see whether it shows the drawing. */
  function lookSoon() {
    looks.forEach(clearTimeout);
    looks = LOOKS.map((wait) => window.setTimeout(look, wait, wait === LOOKS[LOOKS.length - 1]));
  }

  /** Lay the drawing out once more if the canvas has lost a stroke of it. @param {boolean} last */
  function look(last) {
    // The end of that stroke, or the layout under way, leads here again.
    if (stroke || !layout.done) return;
    if (torn || !shows(document, unsure)) lay(anew(desk, {}));
    else if (last) unsure = [];
  }

  /** Lay another drawing on the desk and on the canvas. @param {import("./strokes.js").Desk} next */
  function lay(next) {
    if (next === desk) return;
    say(null);
    desk = next;
    layout = { epoch: desk.epoch, done: false };
    unsure = [];
    torn = stroke !== null;
    // The canvas waits for the session, so that goes first.
    session.desk(desk);
    settle();
  }

  /** @param {Float32Array | null} values null for an empty drawing @param {boolean} exact @param {boolean} atRest */
  function show(values, exact, atRest) {
    view.show(values, exact);
    /** @param {any} stage */
    const valuesOf = (stage) => values && values.subarray(stage.offset, stage.offset + stage.length);
    const probabilities = valuesOf(network.stages[network.stages.length - 1]);
    sees.paint(valuesOf(network.stages[0]));
    beside.show(probabilities);
    if (!atRest) return;
    desk = remembering(desk, probabilities && Array.from(probabilities));
    sureness.show(desk.extras.history ?? [], desk.strokes.length);
  }

  /** Go to the chapter that the button names, with the drawing as it is. */
  function leave() {
    if (!onward.dataset.chapter) return;
    session.desk(desk);
    session.send("go", onward.dataset.chapter);
  }

  /** @param {{name: string, title: string, way: "back" | "next"} | null} way */
  function showWay(way) {
    onward.hidden = !way;
    if (!way) return;
    onward.dataset.chapter = way.name;
    onward.textContent = way.way === "back" ? `← Back to ${way.title}` : `${way.title} →`;
  }

  /** Show the desk's state in its furniture. */
  function furnish() {
    tools.show({ ...desk, canUndo: canUndo(desk), canRedo: canRedo(desk), canClear: !isEmpty(desk) });
    start.show(desk.base && "sample" in desk.base ? desk.base.sample : null);
    sees.show(desk.steps, desk.base === null && desk.strokes.every((one) => one[1] === 0));
    bar.show(desk.model);
  }

  /** @param {string | null} message */
  function say(message) {
    alertBox.textContent = message ?? "";
    alertBox.hidden = !message;
  }

  /** A picture that was sent is answered: lay it on the desk, or say what is wrong. @param {any} answer */
  function receivePicture(answer) {
    if (!picture || answer?.id !== picture) return;
    picture = null;
    session.send("picture", null);
    if (answer.error) say(answer.error);
    else lay(replaced(desk, answer.base));
  }

  /** The canvas was laid out; strokes made meanwhile may not be on it. @param {number} epoch */
  function receiveLayout(epoch) {
    if (layout.done || epoch !== layout.epoch) return;
    layout.done = true;
    lookSoon();
  }

  const lock = keepUnlocked(document);
  const unlisten = followShortcuts(root, {
    next: leave,
    undo: () => { if (desk) lay(undone(desk)); },
    redo: () => { if (desk) lay(redone(desk)); },
    picture: start.read,
  });

  /** @type {Uint8Array | null} */
  let lastData = null;

  return {
    /** @param {Uint8Array} data @param {(name: string, value: any) => void} setStateValue */
    receive(data, setStateValue) {
      session.connect(setStateValue);
      if (data === lastData) {
        view.setTheme();
        return;
      }
      lastData = data;
      const { header, values } = readPayload(data);
      if (!desk && !header.desk) {
        // Mounted anew in a page that has been here: without a desk the session tells everything again.
        session.send("desk", null);
        return;
      }
      livePath = header.live;
      session.answered();
      if (!desk) {
        desk = header.desk;
        view = createExplorer(main, {
          notice: "Loading the network…",
          scale: desk.extras.scale,
          pinned: left?.pinned,
          desk: () => desk,
          model: () => (desk.model === header.networks[0].model ? null : desk.model),
          drawn: () => desk.base !== opened?.base || desk.strokes !== opened?.strokes,
          onScale: (scale) => change({ extras: { ...desk.extras, scale } }, false),
        });
        bar.root.append(...view.tools);
        main.append(foot);
        const models = header.networks.map((/** @type {any} */ one) => one.model);
        say([header.problem, complaint(window.location.search, header.network, models)].filter(Boolean).join(" ") || null);
        opened = desk;
        showWay(header.way);
      }
      if (header.samples) start.fill(header.samples);
      if (header.networks) bar.fill(header.networks);
      const another = header.network && header.network.model !== network?.model;
      if (another) {
        network = header.network;
        desk = { ...desk, extras: { ...desk.extras, knows: network.model } };
        view.setNetwork(network);
      }
      if (header.error) say(header.error);
      const present = header.desk && header.desk.model === desk.model && header.desk.seq >= desk.seq;
      if (present && (values || header.empty) && !(live.works && stroke)) show(values, true, stroke === null);
      else if (another) read(true);
      receivePicture(header.picture);
      receiveLayout(header.epoch);
      furnish();
    },
    /** @returns {Left} for the studio that follows */
    dispose() {
      // One that was never told of a desk leaves what it was left.
      const pinned = view ? view.pinned : left?.pinned ?? null;
      unlisten();
      unfollow();
      lock();
      looks.forEach(clearTimeout);
      live.stop();
      session.stop();
      view?.dispose();
      return { pinned };
    },
  };
}
