// @ts-check
import { element } from "../dom.js";
import { createSamples } from "./samples.js";

const LARGEST = 10_000_000; // bytes; the server refuses more as well

/**
 * Handwritten digits to start from, and pictures of one's own.
 *
 * @param {{sample: (index: number) => void, picture: (name: string, data: string) => void, refuse: (message: string) => void}} act
 */
export function createStart(act) {
  const samples = createSamples(act.sample);
  const file = element("input", {
    type: "file", accept: "image/png,image/jpeg,image/gif,image/bmp,image/webp,image/tiff", class: "cnnviz-file",
    "aria-label": "Open a picture of a digit", "data-testid": "upload",
    onchange: () => { if (file.files?.[0]) read(file.files[0]); file.value = ""; },
  });
  const upload = element("label", { class: "cnnviz-button cnnviz-upload" }, file, element("span", {}, "Open a picture…"));
  const root = element(
    "section", { class: "cnnviz-start" },
    element("div", { class: "cnnviz-headline" }, element("h2", {}, "Or start from a digit"), upload),
    samples.root,
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
    fill: samples.fill,
    show: samples.show,
  };
}
