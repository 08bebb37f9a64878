import assert from "node:assert/strict";
import { test } from "node:test";

import { sourcesOf } from "../../cnnviz/ui/components/network/view/chain.js";
import { overlap, placeCard } from "../../cnnviz/ui/components/network/view/layout/card.js";
import { curve, outline } from "../../cnnviz/ui/components/network/view/layout/curves.js";
import { shapeWidth, titleWidth } from "../../cnnviz/ui/components/network/view/layout/labels.js";
import { legendsOf } from "../../cnnviz/ui/components/network/view/layout/legends.js";
import { neighbour } from "../../cnnviz/ui/components/network/view/layout/neighbour.js";
import { layoutStack } from "../../cnnviz/ui/components/network/view/layout/stack.js";
import { stripOf } from "../../cnnviz/ui/components/network/view/layout/strip.js";
import { layoutWide } from "../../cnnviz/ui/components/network/view/layout/wide.js";
import { all, colour, dense, shipped, textbook, twoBlock } from "./networks.mjs";

const box = (network, plane, name) => plane.boxes.find((one) => network.stages[one.stage].name === name);
const planes = (networks) =>
  networks.flatMap((network) => [
    [network, layoutWide(network.stages, 1090, 760), "1090"],
    [network, layoutWide(network.stages, 940, 580), "940"],
    [network, layoutWide(network.stages, 700, 480, false), "700"],
    [network, layoutStack(network.stages, 390), "390"],
  ]);

test("every stage but the answer's two has as many maps as channels", () => {
  for (const [network, plane] of planes(all)) {
    const answered = network.stages.at(-1).kind === "softmax" ? 2 : 0;
    assert.equal(plane.boxes.length, network.stages.length - answered);
    for (const { stage, maps } of plane.boxes) {
      const { shape } = network.stages[stage];
      assert.equal(maps.length, shape.length === 3 ? shape[0] : 1);
    }
  }
});

test("maps lie on the plane and none covers another", () => {
  for (const [network, plane, size] of planes(all)) {
    const maps = plane.boxes.flatMap((one) => one.maps);
    maps.forEach((map, index) => {
      const where = `${network.model} at ${size}: ${JSON.stringify(map)}`;
      assert.ok(map.x >= 0 && map.y >= 0, where);
      assert.ok(map.x + map.width <= plane.width && map.y + map.height <= plane.height, where);
      for (const other of maps.slice(index + 1)) assert.equal(overlap(map, other), 0, where);
    });
  }
});

test("the shipped networks fit without scrolling at 1440, 1280 and 1024 px", () => {
  for (const network of shipped) {
    for (const [width, height, beside] of [[1084, 705, true], [924, 580, true], [668, 480, false]]) {
      const plane = layoutWide(network.stages, width, height, beside);
      const answer = plane.answerWidth ? plane.answerWidth + 22 : 0;
      assert.ok(plane.width + answer <= width, `${network.model}: ${plane.width} + ${answer} of ${width}`);
      assert.ok(plane.height <= height, `${network.model}: ${plane.height} of ${height}`);
    }
  }
});

test("all maps have one scale, so 28, 14 and 7 cells differ in size as they differ in cells", () => {
  const plane = layoutWide(twoBlock.stages, 1090, 760);
  assert.equal(plane.scale, 2.5);
  const side = (name) => box(twoBlock, plane, name).maps[0].width;
  assert.deepEqual(["input", "relu1_2", "pool1", "conv2_2", "pool2"].map(side), [70, 70, 35, 35, 18]);
});

test("thirty-two maps stand in four columns of eight, pooled maps beside those they come from", () => {
  const plane = layoutWide(textbook.stages, 1090, 760);
  const conv = box(textbook, plane, "conv1").maps;
  assert.equal(new Set(conv.map((map) => map.x)).size, 4);
  assert.equal(new Set(conv.map((map) => map.y)).size, 8);
  const middle = (map) => map.y + map.height / 2;
  const abreast = conv[1].x - conv[0].x - conv[0].width;
  assert.ok(box(textbook, plane, "relu1").maps[0].x - conv[3].x - conv[3].width > 1.5 * abreast, "grids stand apart");
  box(textbook, plane, "pool1").maps.forEach((map, channel) => assert.ok(Math.abs(middle(map) - middle(conv[channel])) <= 1));
});

test("gaps are wide where a layer is densely connected and narrow where a map feeds one map", () => {
  const plane = layoutWide(twoBlock.stages, 1090, 760);
  const gap = (from, to) => {
    const left = box(twoBlock, plane, from).column;
    return box(twoBlock, plane, to).column.x - left.x - left.width;
  };
  const wide = [["input", "conv1_1"], ["relu1_1", "conv1_2"], ["pool1", "conv2_1"]].map((pair) => gap(...pair));
  const narrow = [["conv1_1", "relu1_1"], ["relu1_2", "pool1"], ["relu2_2", "pool2"], ["pool2", "flatten"]].map((pair) => gap(...pair));
  assert.ok(Math.min(...wide) > 1.8 * Math.max(...narrow), `${wide} / ${narrow}`);
});

test("names and shapes have room and do not touch their neighbours", () => {
  for (const [network, plane] of planes(all).filter(([, one]) => one.mode === "wide")) {
    const spans = plane.boxes.map(({ stage, column }) => [column.x + column.width / 2, titleWidth(network.stages[stage])]);
    const shapes = plane.shapes.map(({ x, width, stages }) => [x + width / 2, shapeWidth(network.stages[stages[0]])]);
    for (const labels of [spans, shapes]) {
      for (let index = 1; index < labels.length; index++) {
        const [[before, room], [after, need]] = [labels[index - 1], labels[index]];
        assert.ok(after - need / 2 >= before + room / 2, `${network.model} ${index}`);
      }
    }
  }
});

test("neighbours of one shape share the label of their shape", () => {
  const plane = layoutWide(twoBlock.stages, 1090, 760);
  assert.deepEqual(plane.shapes.map((shape) => [shape.text, shape.stages.length]), [
    ["28 × 28", 1], ["8 × 28²", 2], ["8 × 28²", 2], ["8 × 14²", 1], ["16 × 14²", 2], ["16 × 14²", 2], ["16 × 7²", 1], ["784", 1],
  ]);
});

test("a flattened picture is a strip of the map's width, all cells in it", () => {
  assert.deepEqual(stripOf(twoBlock.stages, 11), { thick: 7, long: 112 });
  assert.deepEqual(stripOf(textbook.stages, 4), { thick: 13, long: 416 });
  assert.deepEqual(stripOf(dense.stages, 1), { thick: 7, long: 112 });
  assert.deepEqual(stripOf(dense.stages, 2), { thick: 1, long: 68 });
  for (const network of all) {
    network.stages.forEach((stage, index) => {
      if (stage.shape.length === 3) return;
      const { thick, long } = stripOf(network.stages, index);
      assert.ok(thick * long >= stage.length && (thick - 1) * long < stage.length, network.model);
    });
  }
});

test("the seven lines of a pooled map lie in the strip at the height of that map", () => {
  const plane = layoutWide(twoBlock.stages, 1090, 760);
  const [strip] = box(twoBlock, plane, "flatten").maps;
  box(twoBlock, plane, "pool2").maps.forEach((map, channel) => {
    const middle = strip.y + ((channel + 0.5) / 16) * strip.height;
    assert.ok(Math.abs(middle - (map.y + map.height / 2)) < 10, `map ${channel}`);
  });
});

test("a large colour picture keeps its maps within the room's height", () => {
  const plane = layoutWide(colour.stages, 1090, 760);
  assert.ok(plane.height <= 760);
  assert.equal(plane.answerWidth, 0);
});

test("legends cover the columns they speak for", () => {
  const plane = layoutWide(twoBlock.stages, 1090, 760);
  const names = (scale) => legendsOf(twoBlock.stages, plane, scale).map((legend) => legend.stages.map((index) => twoBlock.stages[index].name));
  assert.deepEqual(names("block"), [
    ["input"], ["conv1_1", "relu1_1"], ["conv1_2", "relu1_2", "pool1"], ["conv2_1", "relu2_1"], ["conv2_2", "relu2_2", "pool2", "flatten"],
  ]);
  assert.equal(names("layer").length, 12);
  assert.equal(names("network").length, 2);
  for (const legend of legendsOf(twoBlock.stages, plane, "block")) {
    const first = plane.boxes.find((one) => one.stage === legend.stages[0]).column;
    const last = plane.boxes.find((one) => one.stage === legend.stages.at(-1)).column;
    assert.equal(legend.x, first.x);
    assert.equal(legend.x + legend.width, last.x + last.width);
  }
});

test("a card lies beside its map, over neither the map nor its sources, inside the bounds", () => {
  for (const network of shipped) {
    const plane = layoutWide(network.stages, 1090, 760);
    const bounds = { x: 0, y: 0, width: 1090 - plane.answerWidth - 8, height: 800 };
    plane.boxes.forEach(({ stage, maps }) => {
      const card = { width: network.stages[stage].shape.length === 3 ? 430 : 300, height: 220 };
      for (const [channel, map] of maps.entries()) {
        const keys = sourcesOf(network.stages, stage, channel);
        const sources = keys.map((key) => plane.boxes.find((one) => one.stage === key.stage).maps[key.channel]);
        const place = placeCard(card, map, sources, bounds);
        const here = { ...place, ...card };
        assert.equal(overlap(here, map), 0);
        assert.ok(place.x >= 0 && place.y >= 0 && place.x + card.width <= bounds.width && place.y + card.height <= 800);
        for (const source of sources) assert.equal(overlap(here, source), 0, network.model);
      }
    });
  }
});

test("a card that has to lie over what its map's cells saw costs more than a slim one beside", () => {
  const target = { x: 400, y: 130, width: 40, height: 40 };
  const bounds = { x: 0, y: 0, width: 760, height: 300 };
  const before = [{ x: 0, y: 0, width: 400, height: 300 }];
  const [wide, slim] = [{ width: 340, height: 200 }, { width: 240, height: 300 }];
  const place = (card) => placeCard(card, target, [], bounds, before);
  assert.deepEqual([place(wide).x, place(slim).x], [46, 454]);
  assert.ok(place(wide).cost - place(slim).cost > 1000);
});

test("arrow keys lead to the next map that way and stay at the edge", () => {
  const grid = [0, 1, 2].flatMap((row) => [0, 1].map((column) => ({ x: column * 50, y: row * 40, width: 30, height: 30 })));
  assert.equal(neighbour(grid, 0, "ArrowRight"), 1);
  assert.equal(neighbour(grid, 0, "ArrowDown"), 2);
  assert.equal(neighbour(grid, 5, "ArrowUp"), 3);
  assert.equal(neighbour(grid, 5, "ArrowLeft"), 4);
  assert.equal(neighbour(grid, 0, "ArrowUp"), 0);
  assert.equal(neighbour(grid, 1, "ArrowRight"), 1);
  assert.equal(neighbour(grid, 1, "q"), 1);
});

test("with arrow keys alone every map of every shipped network can be reached", () => {
  for (const network of shipped) {
    for (const plane of [layoutWide(network.stages, 1090, 760), layoutStack(network.stages, 390)]) {
      const maps = plane.boxes.flatMap((one) => one.maps);
      const reached = new Set([0]);
      const queue = [0];
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]) {
          const next = neighbour(maps, at, key);
          if (!reached.has(next)) queue.push(next);
          reached.add(next);
        }
      }
      assert.equal(reached.size, maps.length, `${network.model} ${plane.mode}`);
    }
  }
});

test("a curve starts at its source's side and ends at its target's", () => {
  const source = { x: 0, y: 0, width: 10, height: 10 };
  assert.equal(curve(source, { x: 30, y: 40, width: 10, height: 10 }, false), "M10 5C20 5 20 45 30 45");
  assert.equal(curve(source, { x: 0, y: 40, width: 10, height: 10 }, true), "M5 10C5 25 5 25 5 40");
  assert.equal(outline(source, 2), "M-2 -2h14v14h-14z");
});
