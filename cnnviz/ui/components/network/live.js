// @ts-check
/**
 * Asks for readings so that they never pile up: a few under way at most, the newest drawing wins.
 *
 * The live route answers in some 20 ms. Where it is shut (an old proxy, say), the session carries
 * the drawing instead, one at a time; where nothing answers, the desk is kept and asked again.
 */

// As many as keep a slow line busy, and never more: enough for a line of 100 ms, too few to form a queue.
const UNDER_WAY = 3;
// 30 readings a second look continuous; more would only warm the server.
const SPACING = 33;
const RETRY = 1500;
const PATIENCE = 8000;

/**
 * @typedef {{order: number, exact: boolean, body: any, done?: () => void}} Ask
 * @param {{
 *   path: () => string,
 *   answer: (buffer: ArrayBuffer | null, encoding: string, ask: Ask) => void,
 *   refuse: (message: string) => void,
 *   shut: () => void,
 *   open: () => void,
 * }} on `answer` gets null for an empty drawing; `shut` and `open` tell how the live route fares
 */
export function createLive(on) {
  /** @type {Ask | null} */
  let waiting = null;
  /** @type {Ask | null} */
  let latest = null;
  let order = 0;
  let shown = 0;
  let underWay = 0;
  let last = -Infinity;
  // ms from asking to the answer, running average: a fast line needs one reading under way, a slow one more.
  let trip = SPACING;
  let works = true;
  let gone = false;
  /** @type {number | undefined} */
  let timer;

  const pump = () => {
    if (gone || !waiting || !works) return;
    // The drawing at rest waits for none that are read under the pen; but quick strokes must not pile up either.
    if (underWay >= (waiting.exact ? UNDER_WAY + 1 : Math.min(UNDER_WAY, Math.ceil(trip / SPACING)))) return;
    const wait = waiting.exact ? 0 : last + SPACING - performance.now();
    if (wait > 0) {
      timer ??= setTimeout(() => { timer = undefined; pump(); }, wait);
      return;
    }
    const ask = waiting;
    waiting = null;
    last = performance.now();
    send(ask);
  };

  /** @param {Ask} ask */
  const send = async (ask) => {
    underWay += 1;
    const asked = performance.now();
    try {
      const body = JSON.stringify({ ...ask.body, encoding: ask.exact ? "float32" : "int8" });
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(on.path(), { method: "POST", body, signal });
      if (response.status === 204) settle(ask, null, "");
      else if (response.ok && response.headers.has("X-Cnnviz-Encoding")) {
        settle(ask, await response.arrayBuffer(), response.headers.get("X-Cnnviz-Encoding") ?? "float32");
      } else if (response.status === 400 || response.status === 413) {
        on.refuse((await response.json()).error);
        ask.done?.();
      } else throw new Error(`status ${response.status}`);
      trip += (performance.now() - asked - trip) / 4;
      if (!works) { works = true; on.open(); }
    } catch {
      if (!gone) fail();
    } finally {
      underWay -= 1;
      pump();
    }
  };

  /** @param {Ask} ask @param {ArrayBuffer | null} buffer @param {string} encoding */
  const settle = (ask, buffer, encoding) => {
    // An answer that was overtaken by a newer one is of no use any more.
    if (!gone && ask.order > shown) {
      shown = ask.order;
      on.answer(buffer, encoding, ask);
    }
    ask.done?.();
  };

  const fail = () => {
    if (works) { works = false; on.shut(); }
    setTimeout(() => {
      if (!gone && !works && underWay === 0 && latest) send({ ...latest, order: ++order, exact: true });
    }, RETRY);
  };

  return {
    /**
     * @param {any} body what to read @param {boolean} exact float32 (at rest) or a byte a cell (under the pen)
     * @param {() => void} [done] called once this very reading is answered
     */
    ask(body, exact, done) {
      latest = waiting = { order: ++order, exact, body, done };
      pump();
    },
    /** What to ask for when the route is tried again: the newest drawing. @param {any} body */
    keep(body) { latest = { order, exact: true, body }; },
    /** Whether the live route answered last time. */
    get works() { return works; },
    stop() { gone = true; clearTimeout(timer); },
  };
}
