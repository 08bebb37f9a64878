// @ts-check
/** Text that changes often: the node stays, and is touched only when the words differ. */

import { element } from "../../dom.js";

/**
 * @param {string} tag @param {string} [name] the class
 * @returns {{root: HTMLElement, say: (text: string) => void}}
 */
export function createText(tag, name) {
  const node = document.createTextNode("");
  const root = element(tag, name ? { class: name } : {}, node);
  return {
    root,
    say(text) {
      if (node.data !== text) node.data = text;
    },
  };
}
