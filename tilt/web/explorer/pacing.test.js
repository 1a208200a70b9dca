import assert from "node:assert/strict";
import { test } from "node:test";

import { affordable, took } from "./pacing.js";

const cost = (/** @type {number} */ ms) => ms;

test("the cheapest come first, as many as there is time for", () => {
  assert.deepEqual(affordable([4, 1, 30, 2], cost, 6), [1, 2]);
  assert.deepEqual(affordable([4, 1, 30, 2], cost, 7), [1, 2, 4]);
  assert.deepEqual(affordable([4, 1, 30, 2], cost, Infinity), [1, 2, 4, 30]);
});

test("none is done where there is time for none: the verdict's own drawing follows in any case", () => {
  assert.deepEqual(affordable([9, 8], cost, 6), []);
  assert.deepEqual(affordable([], cost, 5), []);
});

test("what is given is left as it was, and what costs nothing yet keeps its order", () => {
  const items = [{ id: "b", ms: 0 }, { id: "a", ms: 0 }];
  assert.deepEqual(affordable(items, ({ ms }) => ms, 1), items);
});

test("work is timed", () => {
  let done = false;
  assert.ok(took(() => (done = true)) >= 0);
  assert.ok(done);
});
