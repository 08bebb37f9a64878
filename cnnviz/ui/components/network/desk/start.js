// @ts-check
import { element, paintInk } from "../dom.js";

const CELLS = 28 * 28;
const LARGEST = 10_000_000; // bytes; the server refuses more as well

/**
 * Handwritten digits to start from, and pictures of one's own.
 *
 * @param {{sample: (index: number) => void, picture: (name: string, data: string) => void, refuse: (message: string) => void}} act
 */
export function createStart(act) {
  const grid = element("div", { class: "cnnviz-samples", role: "group", "aria-label": "Handwritten digits" });
  const file = element("input", {
    type: "file", accept: "image/png,image/jpeg,image/gif,image/bmp,image/webp,image/tiff", class: "cnnviz-file",
    "aria-label": "Open a picture of a digit", "data-testid": "upload",
    onchange: () => { if (file.files?.[0]) read(file.files[0]); file.value = ""; },
  });
  const upload = element("label", { class: "cnnviz-button cnnviz-upload" }, file, element("span", {}, "Open a picture…"));
  const root = element(
    "section", { class: "cnnviz-start" },
    element("div", { class: "cnnviz-headline" }, element("h2", {}, "Or start from a digit"), upload),
    grid,
  );

  /** @param {File} picture */
  const read = (picture) => {
    if (picture.size > LARGEST) {
      act.refuse(`${picture.name} is larger than 10 MB. Choose a smaller picture, or crop it to the digit.`);
      return;
    }
    const reader = new FileReader();
    reader.onload = () => act.picture(picture.name, String(reader.result));
    reader.onerror = () => act.refuse(`${picture.name} cannot be read. Choose another picture.`);
    reader.readAsDataURL(picture);
  };

  return {
    root,
    read,
    /** @param {{labels: number[], pixels: string}} samples all samples' pixels in base64, one byte a cell */
    fill(samples) {
      const pixels = Uint8Array.from(atob(samples.pixels), (character) => character.charCodeAt(0));
      const canvas = element("canvas", { width: 28, height: 28 });
      grid.replaceChildren(...samples.labels.map((label, index) => {
        paintInk(canvas, pixels.subarray(index * CELLS, (index + 1) * CELLS), 255);
        // A picture that stays, since every canvas is laid into the page by itself whenever anything is painted.
        const picture = element("img", { src: canvas.toDataURL(), alt: "", draggable: "false" });
        return element("button", {
          type: "button", class: "cnnviz-sample", "data-testid": "sample", "data-label": label,
          "aria-label": `A handwritten ${label}`, title: `A handwritten ${label}`, onclick: () => act.sample(index),
        }, picture);
      }));
    },
    /** @param {number | null} index the sample that lies on the desk */
    show(index) {
      [...grid.children].forEach((child, at) => child.setAttribute("aria-pressed", String(at === index)));
    },
  };
}
