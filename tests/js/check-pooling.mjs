/**
 * The pooling chapter's arithmetic over cases that tests/test_pooling_page.py wrote.
 *
 * node check-pooling.mjs CASES: prints, for each case, what was asked for.
 */

import { readFileSync } from "node:fs";

import { multiplications } from "../../cnnviz/ui/components/chapter/pooling/cost.js";
import { pool } from "../../cnnviz/ui/components/chapter/pooling/pool.js";
import { atTheSamePlace, movedBack, through } from "../../cnnviz/ui/components/chapter/pooling/shifting.js";

const { pools = [], costs = [], changes = [] } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const grid = ({ rows, columns, values }) => ({ rows, columns, values: Float32Array.from(values) });
const counted = ({ changed, compared, along, size }) => ({ changed, compared, along: along.map((cells) => cells + 0), size });

console.log(JSON.stringify({
  pools: pools.map(({ values, rows, columns, window, stride }) => {
    const found = pool(Float32Array.from(values), rows, columns, window, stride);
    return { ...found, largest: [...found.largest], average: [...found.average], winners: [...found.winners] };
  }),
  costs: costs.map(({ layer, channels, rows, columns }) => multiplications(layer, channels, rows, columns)),
  changes: changes.map(({ still, moved, move, field, window, stride, picture, tolerance }) => {
    const own = window ? through(field, window, stride) : field;
    return { place: counted(atTheSamePlace(grid(still), grid(moved), tolerance)), back: counted(movedBack(grid(still), grid(moved), move, own, picture, tolerance)) };
  }),
}));
