// @ts-check
/** Some parts in one place, one of them shown. */

import { element } from "../../../network/dom.js";

/** @param {Record<string, HTMLElement>} panels @param {Record<string, string>} names @param {string} label @param {() => void} opened */
export function createTabs(panels, names, label, opened) {
  const all = Object.keys(panels);
  let [shown] = all;
  const buttons = all.map((name) => element("button", {
    type: "button", role: "tab", class: "tr-tab", "data-testid": `after-${name}`, "data-name": name,
    onclick: () => open(name),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      open(all[(all.indexOf(name) + by + all.length) % all.length]);
      buttons[all.indexOf(shown)].focus();
    },
  }, names[name]));
  for (const name of all) {
    panels[name].setAttribute("role", "tabpanel");
    panels[name].setAttribute("aria-label", names[name]);
  }

  function present() {
    for (const button of buttons) {
      button.setAttribute("aria-selected", String(button.dataset.name === shown));
      button.tabIndex = button.dataset.name === shown ? 0 : -1;
    }
    for (const name of all) panels[name].hidden = name !== shown;
  }

  /** @param {string} name */
  function open(name) {
    shown = name;
    present();
    opened();
  }

  present();
  return {
    root: element("div", { class: "tr-tabbed" }, element("div", { class: "tr-tabs", role: "tablist", "aria-label": label }, ...buttons), ...Object.values(panels)),
    get shown() { return shown; },
  };
}
