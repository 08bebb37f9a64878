// @ts-check
/** What a network answered to the test digits: asked for once when its run has ended, and again when that changes. */

/** @param {import("../../types.js").Host} host @param {(answer: import("../../types.js").Answer) => void} came */
export function measuredOf(host, came) {
  let has = "";
  /** @type {any} */
  let asked = null;
  let about = "";
  return {
    /** @param {import("../types.js").Scene} scene @param {import("../types.js").Run | null} run */
    show({ read }, run) {
      const key = run && run.test !== null ? `${run.id} ${run.now?.step} ${run.test}` : "";
      // A question about another digit on screen gets no answer: it is asked again then.
      if (!key || key === has || (about === key && asked === read)) return;
      [about, asked] = [key, read];
      host.ask("mistakes", { run: /** @type {any} */ (run).id }, (answer) => {
        if (about !== key) return;
        has = key;
        came(answer);
      });
    },
  };
}
