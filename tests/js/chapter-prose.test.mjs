import assert from "node:assert/strict";
import { test } from "node:test";

import { filled, parse } from "../../cnnviz/ui/components/chapter/prose.js";

test("a text falls into its parts", () => {
  assert.deepEqual(parse("A **bold** `x` of a [[feature map|map]] and [[ReLU]]."), [
    { kind: "text", text: "A " }, { kind: "bold", text: "bold" }, { kind: "text", text: " " }, { kind: "code", text: "x" },
    { kind: "text", text: " of a " }, { kind: "term", text: "map", term: "feature map" }, { kind: "text", text: " and " },
    { kind: "term", text: "ReLU", term: "ReLU" }, { kind: "text", text: "." },
  ]);
  assert.deepEqual(parse("2 * 3 * 4 = 24"), [{ kind: "text", text: "2 * 3 * 4 = 24" }]);
  assert.deepEqual(parse(""), []);
});

test("braces are filled in, and what nobody knows stays", () => {
  assert.equal(filled("{cut} of {count}, {more}", { cut: 3, count: 9 }), "3 of 9, {more}");
});
