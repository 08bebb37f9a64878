import assert from "node:assert/strict";
import { test } from "node:test";

import { colorize } from "../../cnnviz/ui/components/network/view/paint/maps.js";
import {
  ENTRIES, STEPS, gradient, greyRamp, luminance, parseColor, signedColors, signedRamp, themeOf,
} from "../../cnnviz/ui/components/network/view/ramps.js";

const LIGHT = [251, 252, 254];
const DARK = [15, 21, 28];
const bytes = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];

test("zero has the colour of the page in both themes", () => {
  for (const background of [LIGHT, DARK]) {
    assert.deepEqual(bytes(signedRamp(background)[STEPS]), [...background, 255]);
  }
});

test("the ends are the sketches' colours on light", () => {
  const ramp = signedRamp(LIGHT);
  assert.equal(ramp.length, ENTRIES);
  assert.deepEqual(bytes(ramp[0]), [0x0c, 0x3e, 0x7a, 255]);
  assert.deepEqual(bytes(ramp[ENTRIES - 1]), [0x8c, 0x32, 0x04, 255]);
});

test("away from zero each step is further from the page: darker on light, lighter on dark", () => {
  for (const [background, sign] of [[LIGHT, -1], [DARK, 1]]) {
    const light = signedColors(background).map(luminance);
    for (let entry = STEPS; entry + 1 < ENTRIES; entry++) assert.ok((light[entry + 1] - light[entry]) * sign >= 0, `${entry}`);
    for (let entry = STEPS; entry > 0; entry--) assert.ok((light[entry - 1] - light[entry]) * sign >= 0, `${entry}`);
  }
});

test("a theme is told by the background's luminance", () => {
  assert.equal(themeOf(LIGHT), "light");
  assert.equal(themeOf(DARK), "dark");
  assert.equal(luminance([255, 255, 255]), 1);
});

test("colours are read as CSS writes them", () => {
  assert.deepEqual(parseColor("#0f151c"), DARK);
  assert.deepEqual(parseColor(" #fff "), [255, 255, 255]);
  assert.deepEqual(parseColor("rgb(15, 21, 28)"), DARK);
  assert.deepEqual(parseColor("rgba(15, 21, 28, 0.5)"), DARK);
  assert.equal(parseColor("tomato"), null);
  assert.equal(parseColor(""), null);
});

test("the legend's gradient has the ramp's colours where the ramp has them", () => {
  for (const background of [LIGHT, DARK]) {
    const stops = [...gradient(background).matchAll(/(#[0-9a-f]{6}|rgb\([^)]*\)) (\d+)%/g)];
    assert.equal(stops.length, 7);
    for (const [, color, percent] of stops) {
      const entry = Math.round((percent / 100) * (ENTRIES - 1));
      const painted = signedColors(background)[entry];
      parseColor(color).forEach((channel, index) => assert.ok(Math.abs(channel - painted[index]) <= 4, `${color} ${percent}`));
    }
  }
});

test("a value is painted with the entry at its share of the reach", () => {
  const ramp = Uint32Array.from({ length: ENTRIES }, (_, entry) => entry);
  const pixels = new Uint32Array(6);
  colorize(pixels, Float32Array.of(9, -2, -1, 0, 1, 2), 1, 5, 2, ramp);
  assert.deepEqual([...pixels], [0, 128, 255, 383, 510, 0]);
});

test("values beyond the reach take the last colour, and where nothing reaches all is zero's", () => {
  const ramp = Uint32Array.from({ length: ENTRIES }, (_, entry) => 1000 + entry);
  const pixels = new Uint32Array(3);
  colorize(pixels, Float32Array.of(-9, 9, 0.1), 0, 3, 1, ramp);
  assert.deepEqual([...pixels], [1000, 1510, 1281]);
  colorize(pixels, Float32Array.of(0, 0, 0), 0, 3, 0, ramp);
  assert.deepEqual([...pixels], [1255, 1255, 1255]);
});

test("what is not a number has no colour, and the infinite takes the last one", () => {
  const ramp = Uint32Array.from({ length: ENTRIES }, (_, entry) => 1000 + entry);
  const pixels = new Uint32Array(3).fill(7);
  colorize(pixels, Float32Array.of(NaN, -Infinity, Infinity), 0, 3, 1, ramp);
  assert.deepEqual([...pixels], [0, 1000, 1510]);
});

test("the drawing is grey: 0 black, 1 white", () => {
  const grey = greyRamp();
  assert.deepEqual(bytes(grey[STEPS]), [0, 0, 0, 255]);
  assert.deepEqual(bytes(grey[ENTRIES - 1]), [255, 255, 255, 255]);
});
