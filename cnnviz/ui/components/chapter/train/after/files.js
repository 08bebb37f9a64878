// @ts-check
/** Files to and from the visitor's disk. */

import { element } from "../../../network/dom.js";

/** @param {string} name @param {BlobPart} content @param {string} type */
export function download(name, content, type) {
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * A button that lets a file be chosen; a file may be dropped on it as well.
 * @param {{text: string, accept: string, testid: string}} is @param {(file: File) => void} chosen @returns {HTMLElement}
 */
export function createChoosing({ text, accept, testid }, chosen) {
  const input = element("input", {
    type: "file", accept, class: "cnnviz-file", "aria-label": text, "data-testid": testid,
    onchange() {
      if (input.files?.[0]) chosen(input.files[0]);
      input.value = "";
    },
  });
  return element("label", { class: "cnnviz-button cnnviz-upload tr-small" }, input, element("span", {}, text));
}

/** @param {string} text base64 @returns {Uint8Array<ArrayBuffer>} */
export const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));

/** @param {File} file @returns {Promise<string>} base64 */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^.*?base64,|^data:$/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
