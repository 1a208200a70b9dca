import assert from "node:assert/strict";
import { test } from "node:test";

import { findCrossing } from "./flips.js";

const SCAN = { cells: 8, steps: 40 };

test("the crossing is found, from either side", () => {
  assert.ok(Math.abs(/** @type {number} */ (findCrossing((y) => y > 0.3, -1, 1, 0, SCAN)) - 0.3) < 1e-9);
  assert.ok(Math.abs(/** @type {number} */ (findCrossing((y) => y < -0.7, -1, 1, 0, SCAN)) + 0.7) < 1e-9);
});

test("of several the one nearest the middle counts", () => {
  const between = (/** @type {number} */ y) => y > -0.6 && y < 0.1;
  assert.ok(Math.abs(/** @type {number} */ (findCrossing(between, -1, 1, 0, SCAN)) - 0.1) < 1e-9);
  assert.ok(Math.abs(/** @type {number} */ (findCrossing(between, -1, 1, -0.9, SCAN)) + 0.6) < 1e-9);
});

test("no crossing between the ends is null", () => {
  assert.equal(findCrossing(() => true, 0, 1, 0.5, SCAN), null);
});

test("the scan looks at its own grid and bisects as often as it is told", () => {
  /** @type {number[]} */
  const seen = [];
  findCrossing((y) => (seen.push(y), y > 0.9), 0, 1, 0, { cells: 2, steps: 3 });
  assert.deepEqual(seen, [0, 0.5, 1, 0.75, 0.875, 0.9375]);
});
