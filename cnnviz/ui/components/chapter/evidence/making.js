// @ts-check
/** A picture that is made step by step on the server: a button that starts and stops it, and how far it is. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";

/**
 * @typedef {{step: number, total: number, picture: Float32Array, value: number, digit: number, share: number, code?: string}} Made
 * @param {import("../types.js").Host} host
 * @param {{start: string, stop: string, making: string, testid: string, wants: () => Record<string, any>, made: (made: Made) => void}} options
 */
export function createMaking(host, { start, stop, making, testid, wants, made }) {
  const bar = element("progress", { class: "ev-progress", max: "1", value: "0", hidden: true, "aria-label": making });
  const said = element("span", { class: "ch-quiet", role: "status" });
  const button = element("button", { type: "button", class: "cnnviz-button ev-go", "data-testid": testid, onclick: () => (cancel ? end() : begin()) }, start);
  const root = element("div", { class: "ev-making" }, button, bar, said);
  /** @type {(() => void) | null} */
  let cancel = null;

  function begin() {
    if (cancel) return;
    button.textContent = stop;
    bar.value = 0;
    bar.hidden = false;
    let mine = true;
    const halt = host.work("imagine", wants(), {
      step(done, total, answer) {
        if (!mine || !answer) return;
        bar.max = total;
        bar.value = done;
        said.textContent = filled(making, { done, total });
        const { value, digit, share, code } = answer.data;
        made({ step: done, total, picture: answer.arrays.picture.values, value, digit, share, code });
      },
      end() { if (mine) rest(); },
    });
    cancel = () => {
      mine = false;
      halt();
    };
  }

  function rest() {
    cancel = null;
    button.textContent = start;
    bar.hidden = true;
  }

  /** Stop what is being made. */
  function end() {
    cancel?.();
    rest();
  }

  return {
    root,
    begin,
    end,
    /** Forget what was made: it was made for something else. */
    clear() {
      end();
      said.textContent = "";
    },
  };
}
