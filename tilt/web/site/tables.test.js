import assert from "node:assert/strict";
import { test } from "node:test";

import { Found, comparison, rowCount, wordsOf } from "./tables.js";

const cells = [["b", NaN], ["", NaN], ["10", 10], ["9", 9], ["A", NaN]].map(([text, number]) => ({ text: String(text), number: Number(number) }));
const sorted = (/** @type {boolean} */ down) => [...cells].sort(comparison(down)).map((c) => c.text);

test("numbers sort by size, words by the alphabet, empty cells last either way", () => {
  assert.deepEqual(sorted(false), ["9", "10", "A", "b", ""]);
  assert.deepEqual(sorted(true), ["b", "A", "10", "9", ""]);
});

test("a search says what it found", () => {
  assert.deepEqual(wordsOf("  METR  Horizon "), ["metr", "horizon"]);
  const found = new Found(["metr"], 120);
  assert.equal(found.inWords(), "No row has all of these words.");
  found.add(3);
  found.add(0);
  assert.equal(found.inWords(), "3 of 120 rows, in 1 table");
  found.add(1);
  assert.equal(found.inWords(), "4 of 120 rows, in 2 tables");
  assert.equal(new Found([], 120).inWords(), "");
  assert.equal(rowCount(1), "1 row");
  assert.equal(rowCount(1234), "1,234 rows");
});
