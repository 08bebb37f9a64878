// @ts-check
/** The trained network as a file: saved with its card and its code, and loaded again. */

import { createCopying } from "../../../copying.js";
import { element } from "../../../network/dom.js";
import { percentage } from "../../../network/view/numbers.js";
import { filled } from "../../prose.js";
import { written } from "../stack-text.js";
import { settingsOf } from "../knobs.js";
import { base64, bytes, createChoosing, download } from "./files.js";

/** @typedef {import("../types.js").Run} Run */

/** @param {import("../../types.js").Host} host @returns {import("../types.js").AfterPart} */
export function createKeeping(host) {
  const words = host.words.words.files;
  let most = Infinity; // bytes
  /** @type {Run | null} */
  let run = null;
  /** @type {any} what was loaded */
  let loaded = null;
  let stop = () => {};

  const save = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "save-network", onclick: () => {
    host.ask("save", { run: run?.id }, ({ data }) => {
      download(data.name, bytes(data.file), "application/zip");
      tell(filled(words.saved, data));
      lines.textContent = filled(words.python, data);
      python.hidden = false;
      copying.forget();
    }, { anyway: true });
  } }, words.save);
  const choose = createChoosing({ text: words.load, accept: ".zip", testid: "load-network" }, load);
  const use = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "use-loaded", onclick: () => host.wish({ model: loaded.model }) }, words.use);
  const build = element("button", { type: "button", class: "cnnviz-button tr-small", "data-testid": "build-loaded", onclick: () => {
    host.change({ stack: written(loaded.stack.layers), ...settingsOf(loaded.settings) });
  } }, words.build);
  const done = element("div", { class: "tr-buttons", hidden: true }, use, build);
  const told = element("p", { class: "tr-told", role: "status", "data-testid": "files-told" });
  const problem = element("p", { class: "cnnviz-alert", role: "alert", hidden: true, "data-testid": "files-problem" });
  const lines = element("code", {});
  const copying = createCopying(host.frame.copy, () => lines.textContent ?? "", host.frame.copied, "cnnviz-button ch-small");
  const python = element("div", { class: "tr-codebox", hidden: true, "data-testid": "load-code" },
    element("div", { class: "ch-codehead" }, ...copying.nodes), element("pre", { tabindex: "0", role: "region", "aria-label": words.pythonLabel }, lines));
  const root = element("section", { class: "tr-part tr-files", "data-testid": "files" }, element("h3", {}, words.title),
    element("p", { class: "tr-hint" }, words.what), element("div", { class: "tr-buttons" }, save, choose), problem, told, done, python);

  /** @param {string} text @param {string} [wrong] */
  function tell(text, wrong = "") {
    told.textContent = text;
    problem.textContent = wrong;
    problem.hidden = !wrong;
  }

  /** @param {File} file */
  async function load(file) {
    stop();
    done.hidden = true;
    if (file.size > most) {
      tell("", filled(words.large, { name: file.name, most: Math.round(most / 1000).toLocaleString("en-US") }));
      return;
    }
    let content = "";
    try {
      content = await base64(file);
    } catch {
      tell("", filled(words.unreadable, { name: file.name }));
      return;
    }
    tell(filled(words.checking, { name: file.name }));
    stop = host.work("load", { file: content }, {
      step(now, total, answer) {
        if (!answer) tell(filled(words.measuring, { name: file.name, done: now.toLocaleString("en-US"), total: total.toLocaleString("en-US") }));
        else if (answer.data.refused) tell("", answer.data.refused);
        else {
          loaded = answer.data;
          tell(filled(words.loaded, { name: file.name, parameters: loaded.parameters.toLocaleString("en-US"), test: percentage(loaded.test) }));
          done.hidden = false;
        }
      },
      end(outcome) {
        if (outcome === "failed") tell("", filled(words.broken, { name: file.name }));
      },
    });
  }

  return {
    root,
    show(scene, next) {
      most = scene.data.files.network;
      run = next;
      save.disabled = !run || run.test === null;
      save.title = save.disabled ? words.unmeasured : "";
    },
    dispose: () => stop(),
  };
}
