import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, GAP } from "../../cnnviz/ui/components/network/detail/arrangement.js";

const square = (side) => ({ columns: side, rows: side });
const at = (width, height, inputs, more = {}) =>
  arrange({ room: { width, height }, inputs, map: square(16), kernel: square(3), out: square(14), full: false, ...more });
const WIDE = [1084, 360];
const TIGHT = [684, 278];

/** px that the cards take, with 6 px between them and 8 px of edge each. */
function cardsSize({ cards }, inputs, map, kernel) {
  const rows = Math.ceil(inputs / cards.columns);
  const beside = cards.numbers ? kernel * cards.weight.width + 16 + cards.side : 8 + cards.side;
  const least = cards.flat ? 42 : cards.numbers ? kernel * cards.weight.height : 38 + kernel * cards.weight.height;
  return {
    width: cards.columns * (map * cards.cell + beside + 8 + 6) - 6,
    height: rows * (Math.max(map * cards.cell, least) + 8 + 6) - 6,
  };
}

test("one, three and eight input maps show their kernels with values", () => {
  for (const inputs of [1, 3, 8]) assert.equal(at(...WIDE, inputs).cards.numbers, true, `${inputs} maps`);
  assert.equal(at(...WIDE, 3, { map: square(28), kernel: square(5), out: square(24) }).cards.numbers, true);
});

test("sixteen input maps fit without scrolling, their kernels as colours", () => {
  const { cards } = at(...WIDE, 16);
  assert.deepEqual([cards.numbers, cards.scrolls], [false, false]);
});

test("what does not fit in any way scrolls, and its maps stay recognisable", () => {
  const { cards } = at(...TIGHT, 64);
  assert.equal(cards.scrolls, true);
  assert.ok(cards.cell * 16 >= 32);
});

for (const [room, name] of [[WIDE, "a wide room"], [TIGHT, "a tight room"]]) {
  for (const [inputs, map, kernel, out] of [[1, 30, 3, 28], [3, 28, 5, 24], [8, 30, 3, 28], [8, 16, 3, 14], [16, 16, 3, 14], [4, 12, 1, 12]]) {
    test(`${inputs} maps of ${map} cells and ${kernel}x${kernel} kernels stay inside of ${name}`, () => {
      const wanted = { map: square(map), kernel: square(kernel), out: square(out) };
      const found = at(...room, inputs, wanted);
      const size = cardsSize(found, inputs, map, kernel);
      const { products, sum, cards } = found;
      assert.ok(size.width + products.width + sum.width + 2 * GAP <= room[0] + 0.5, `${size.width} + ${products.width} + ${sum.width}`);
      if (!cards.scrolls) assert.ok(size.height <= room[1] + 0.5, `${size.height} of ${room[1]}`);
      assert.ok(sum.cell * out <= sum.width, "the output map is no wider than its column");
    });
  }
}

test("weights and products that are printed have room for 14 and 16 px type", () => {
  for (const room of [WIDE, TIGHT]) {
    const { cards, products } = at(...room, 8);
    if (cards.numbers) assert.ok(cards.weight.width >= 40 && cards.weight.height >= 21);
    assert.ok(products.cell >= 70);
  }
});

test("kernels lose their values before these become too low to be read", () => {
  for (let height = 120; height < 400; height += 20) {
    const { cards } = at(1084, height, 3, { map: square(14), kernel: square(5), out: square(14) });
    if (cards.numbers) assert.ok(Math.ceil(3 / cards.columns) * (5 * 21 + 14) - 6 <= height, `${height} px`);
    if (cards.numbers) assert.ok(cards.weight.height >= 21);
  }
});

test("full precision spells products out as a list, since their digits want the width", () => {
  assert.equal(at(...WIDE, 8).products.list, false);
  const full = at(...WIDE, 8, { full: true });
  assert.deepEqual([full.products.list, full.beside], [true, true]);
  assert.equal(at(...TIGHT, 8, { full: true }).beside, false);
});

test("a kernel too wide for a grid of products becomes a list", () => {
  assert.equal(at(...WIDE, 1, { kernel: square(5) }).products.list, false);
  assert.equal(at(...WIDE, 1, { kernel: square(7) }).products.list, true);
});

test("on a phone all stands in one column as wide as the screen", () => {
  const { beside, products, sum, cards } = at(360, Infinity, 8);
  assert.equal(beside, false);
  assert.deepEqual([products.width, sum.width, cards.columns], [360, 360, 8]);
  assert.ok(sum.cell * 14 <= 200);
});

test("cells of 4 px and more have whole pixels", () => {
  for (const inputs of [1, 2, 3, 4, 8, 16]) {
    const { cards, sum } = at(...WIDE, inputs);
    for (const cell of [cards.cell, sum.cell]) if (cell >= 4) assert.equal(cell, Math.round(cell));
  }
});

test("comparing with a pinned drawing leaves room for it", () => {
  assert.ok(at(...WIDE, 8, { pinned: true }).sum.cell < at(...WIDE, 8).sum.cell);
});
