// @ts-check
/** A photograph of one's own: sent to the session, which answers with its pixels or with what is wrong. */

import { element } from "../../network/dom.js";
import { filled } from "../prose.js";

const LARGEST = 10_000_000; // bytes; the server refuses more as well

/** @param {import("../types.js").Host} host */
export function createUpload(host) {
  const { words } = host;
  const file = element("input", {
    type: "file", accept: "image/png,image/jpeg,image/gif,image/bmp,image/webp,image/tiff", class: "cnnviz-file", "aria-label": words.openHelp, "data-testid": "photo",
    onchange() {
      if (file.files?.[0]) read(file.files[0]);
      file.value = "";
    },
  });
  const root = element("label", { class: "cnnviz-button cnnviz-upload ch-small" }, file, element("span", {}, words.open));
  /** @type {string | null} which photograph was sent and is not answered yet */
  let waiting = null;

  /** @param {File} photo */
  function read(photo) {
    if (photo.size > LARGEST) {
      host.say(filled(words.large, { name: photo.name }));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => {
      waiting = `${photo.name} ${Math.round(performance.now())}`;
      host.send("photo", { id: waiting, name: photo.name, data: String(reader.result) });
    };
    reader.onerror = () => host.say(filled(words.unreadable, { name: photo.name }));
    reader.readAsDataURL(photo);
  }

  return {
    root,
    /** @param {import("../types.js").Scene} scene */
    show({ data: { photo } }) {
      if (!waiting || photo?.id !== waiting) return;
      waiting = null;
      // The file lies in the session as long as nothing takes its place, and would travel with each knob.
      host.send("photo", null);
      host.say(photo.error ?? null);
      if (!photo.error) queueMicrotask(() => host.change({ picture: "upload", window: null }));
    },
  };
}
