import assert from "node:assert/strict";
import { test } from "node:test";

import { rolesOf } from "../../cnnviz/ui/components/network/view/ancestry.js";
import { placedOf, sourcesOf } from "../../cnnviz/ui/components/network/view/chain.js";
import { cellAfter, cellNumber } from "../../cnnviz/ui/components/network/view/cursor.js";
import { arrange } from "../../cnnviz/ui/components/network/view/layout/arrangement.js";
import { overlap } from "../../cnnviz/ui/components/network/view/layout/card.js";
import { layoutFocus } from "../../cnnviz/ui/components/network/view/layout/wide.js";
import { all, colour, dense, shipped, textbook, twoBlock } from "./networks.mjs";

const index = (network, name) => network.stages.findIndex((stage) => stage.name === name);
const box = (network, plane, name) => plane.boxes.find((one) => one.stage === index(network, name));
const named = (network, roles, role) => {
  const keys = [...roles].filter(([, one]) => one === role).map(([key]) => key.split("/"));
  return keys.map(([stage, channel]) => `${network.stages[stage].name} ${channel}`);
};

test("a map's sources are told from what those come from", () => {
  const roles = rolesOf(twoBlock.stages, { stage: index(twoBlock, "relu2_1"), channel: 6 });
  assert.deepEqual(named(twoBlock, roles, "chosen"), ["relu2_1 6"]);
  assert.deepEqual(named(twoBlock, roles, "source"), ["conv2_1 6"]);
  const ancestors = named(twoBlock, roles, "ancestor");
  assert.equal(ancestors.length, 1 + 5 * 8);
  assert.ok(ancestors.includes("input 0") && ancestors.includes("pool1 7") && !ancestors.includes("conv2_1 5"));
});

test("the input comes from nothing, softmax from all there is", () => {
  assert.equal(rolesOf(twoBlock.stages, { stage: 0, channel: 0 }).size, 1);
  const maps = twoBlock.stages.reduce((sum, { shape }) => sum + (shape.length === 3 ? shape[0] : 1), 0);
  assert.equal(rolesOf(twoBlock.stages, { stage: twoBlock.stages.length - 1, channel: 0 }).size, maps);
});

test("a map that is both a source and further back is a source", () => {
  const stage = (name, inputs, offset) => ({ name, kind: "other", shape: [1, 2, 2], inputs, offset, length: 4 });
  const stages = [stage("a", [], 0), stage("b", ["a"], 4), stage("sum", ["a", "b"], 8)];
  assert.deepEqual([...rolesOf(stages, { stage: 2, channel: 0 })], [["2/0", "chosen"], ["0/0", "source"], ["1/0", "source"]]);
});

test("a convolution in groups looks at its own group alone", () => {
  const stages = [
    { name: "in", kind: "input", shape: [6, 4, 4], inputs: [], offset: 0, length: 96 },
    { name: "c", kind: "convolution", shape: [4, 4, 4], inputs: ["in"], offset: 96, length: 64, weightShape: [4, 3, 1, 1] },
  ];
  const from = (channel) => sourcesOf(stages, 1, channel).map((one) => one.channel);
  assert.deepEqual([0, 1, 2, 3].map(from), [[0, 1, 2], [0, 1, 2], [3, 4, 5], [3, 4, 5]]);
});

test("above a detail the shipped networks fit beside their answer, at 1440 and at 1024 px", () => {
  for (const network of shipped) {
    for (const [width, height] of [[1090, 290], [690, 260], [690, 240]]) {
      const plane = layoutFocus(network.stages, width, height);
      assert.ok(plane.width + plane.answerWidth <= width, `${network.model}: ${plane.width} + ${plane.answerWidth} of ${width}`);
      assert.ok(plane.height <= height, `${network.model}: ${plane.height} of ${height}`);
    }
  }
});

test("above a detail the last line of maps may be shorter, so that the maps are larger", () => {
  const plane = layoutFocus(textbook.stages, 1090, 290);
  assert.equal(plane.scale, 1.5);
  assert.equal(new Set(box(textbook, plane, "conv1").maps.map((map) => map.x)).size, 6);
});

test("on a narrow screen all maps of one stage are in sight at once, and large enough for a finger", () => {
  for (const network of [twoBlock, textbook]) {
    const plane = layoutFocus(network.stages, 366, 200, false);
    for (const { column, maps } of plane.boxes) {
      assert.ok(column.width <= 366, `${network.model}: ${column.width}`);
      assert.ok(maps[0].width >= 20, `${network.model}: ${maps[0].width}`);
    }
  }
});

test("above a detail no map covers another, and none is lost", () => {
  for (const network of all) {
    for (const [width, height, beside] of [[1090, 290, true], [690, 260, true], [366, 220, false]]) {
      const plane = layoutFocus(network.stages, width, height, beside);
      assert.equal(plane.boxes.length, placedOf(network.stages).length);
      const maps = plane.boxes.flatMap((one) => one.maps);
      maps.forEach((map, at) => {
        const where = `${network.model} at ${width}: ${JSON.stringify(map)}`;
        assert.ok(map.x >= 0 && map.y >= 0 && map.x + map.width <= plane.width && map.y + map.height <= plane.height, where);
        assert.ok(Math.min(map.width, map.height) >= 12, where);
        for (const other of maps.slice(at + 1)) assert.equal(overlap(map, other), 0, where);
      });
    }
  }
});

test("above a detail the input stands larger than the maps, where there is room", () => {
  for (const network of [twoBlock, textbook]) {
    const plane = layoutFocus(network.stages, 1090, 290);
    assert.ok(box(network, plane, "input").maps[0].width > 1.5 * plane.boxes[1].maps[0].width);
  }
  const narrow = layoutFocus(twoBlock.stages, 366, 220, false);
  assert.equal(box(twoBlock, narrow, "input").maps[0].width, 28 * narrow.scale);
  assert.equal(box(colour, layoutFocus(colour.stages, 1090, 290), "input").maps.length, 3);
});

test("the view is low while a detail is open, whatever its width, and gives its answer up when narrow", () => {
  const at = (width, height, focused) => arrange(twoBlock.stages, { width, height }, { picker: 30, focused });
  assert.deepEqual([1090, 690, 366].map((width) => at(width, 290, true).layout), ["focus", "focus", "focus"]);
  assert.deepEqual([1090, 690, 366].map((width) => at(width, 290, true).plane.answerWidth > 0), [true, true, false]);
  assert.deepEqual([1090, 690, 366].map((width) => at(width, 760, false).layout), ["wide", "band", "stack"]);
  assert.ok(at(1090, 290, true).plane.height <= 290);
});

test("a cell's number is its row and column, an entry's its place", () => {
  assert.deepEqual(cellNumber(twoBlock.stages, { stage: index(twoBlock, "conv2_1"), channel: 6 }, 6 * 14 + 5), { stage: 6, channel: 6, row: 6, column: 5 });
  assert.deepEqual(cellNumber(dense.stages, { stage: 2, channel: 0 }, 41), { stage: 2, channel: 0, row: 0, column: 41 });
});

test("keys lead from cell to cell and stop at the edge", () => {
  const cells = { columns: 4, rows: 3, count: 12 };
  const keys = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];
  assert.deepEqual(keys.map((key) => cellAfter(cells, 5, key)), [6, 4, 9, 1, 0, 11]);
  assert.deepEqual(["ArrowLeft", "ArrowUp"].map((key) => cellAfter(cells, 0, key)), [0, 0]);
  assert.deepEqual(["ArrowRight", "ArrowDown"].map((key) => cellAfter(cells, 11, key)), [11, 11]);
  assert.equal(cellAfter({ columns: 4, rows: 3, count: 10 }, 7, "ArrowDown"), 7, "the last line may be short");
});
