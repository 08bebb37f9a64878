// @ts-check
/** Play, pause, step and speed: the window slides over every position. */

import { element, svg } from "../../dom.js";
import { SPEEDS, USUAL } from "../playing.js";
import { createText } from "./text.js";

const ICONS = {
  back: "M12 2 4 8l8 6zM2 2h2v12H2z",
  play: "M3 1.5 14 8 3 14.5z",
  pause: "M3 2h3.5v12H3zM9.5 2H13v12H9.5z",
  forward: "M4 2l8 6-8 6zM12 2h2v12h-2z",
};

/** @param {keyof typeof ICONS} name */
function icon(name) {
  const root = svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true", fill: "currentColor" });
  root.append(svg("path", { d: ICONS[name] }));
  return root;
}

/** @param {{toggle: () => void, step: (by: number) => void, speed: (positionsPerSecond: number) => void}} hooks */
export function createTransport(hooks) {
  const word = createText("span");
  word.say("Play");
  const face = element("span", { class: "dt-icon" }, icon("play"));
  const back = element("button", { type: "button", class: "dt-button", "aria-label": "One position back", onclick: () => hooks.step(-1) }, icon("back"));
  const play = element("button", {
    type: "button", class: "dt-button dt-play", "data-testid": "play", title: "Slide over every position (Space)", onclick: hooks.toggle,
  }, face, word.root);
  const forward = element("button", { type: "button", class: "dt-button", "aria-label": "One position on", onclick: () => hooks.step(1) }, icon("forward"));
  const slider = element("input", { type: "range", min: 0, max: SPEEDS.length - 1, value: USUAL, "aria-label": "Speed" });
  const pace = createText("span", "dt-pace");
  const say = () => {
    const speed = SPEEDS[Number(slider.value)];
    slider.setAttribute("aria-valuetext", `${speed} positions a second`);
    pace.say(`${speed}/s`);
    hooks.speed(speed);
  };
  slider.addEventListener("input", say);
  const root = element("div", { class: "dt-transport", role: "group", "aria-label": "Slide the window" }, back, play, forward,
    element("label", { class: "dt-speed" }, element("span", { class: "dt-speedword" }, "speed"), slider, pace.root));
  say();
  let runs = false;
  return {
    root,
    /** @param {boolean} playing @param {boolean} possible whether there is more than one position */
    show(playing, possible) {
      if (root.hidden === possible) root.hidden = !possible;
      if (playing === runs) return;
      runs = playing;
      word.say(playing ? "Pause" : "Play");
      face.replaceChildren(icon(playing ? "pause" : "play"));
    },
  };
}
