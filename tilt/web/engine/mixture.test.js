import assert from "node:assert/strict";
import test from "node:test";

import { mixtureMedian, normal } from "./mixture.js";

test("the normal distribution function has its known values", () => {
  const known = [[0, 0.5], [1, 0.841344746068543], [-1.959963984540054, 0.025], [-5, 2.866515718791939e-7], [8, 1]];
  for (const [z, value] of known) assert.ok(Math.abs(normal(z) - value) <= 1e-14 + 1e-12 * value, `${z}`);
  assert.equal(normal(-40), 0);
});

test("half of a mixture lies below its median, and equal parts have theirs", () => {
  for (const share of [0, 0.1, 0.5, 0.9, 1]) {
    const m = Math.log(mixtureMedian(Math.exp(1), 0.5, Math.exp(9), 2, share));
    const below = (1 - share) * normal((m - 1) / 0.5) + share * normal((m - 9) / 2);
    assert.ok(Math.abs(below - 0.5) < 1e-12, `${share}`);
    assert.ok(Math.abs(mixtureMedian(3, 2, 3, 1, share) - 3) < 1e-12);
  }
  assert.ok(Math.abs(mixtureMedian(9, 2, 1, 0.5, 0.3) - mixtureMedian(1, 0.5, 9, 2, 0.7)) < 1e-7);
});
