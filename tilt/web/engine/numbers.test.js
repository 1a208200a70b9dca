import assert from "node:assert/strict";
import { test } from "node:test";

import { centre, credence, fillValues, holds, likelihood, link, mean, quantiles, unlink } from "./numbers.js";

/**
 * @import { Scale } from "./types.js"
 */

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/**
 * Quantiles by sorting, as NumPy's default defines them.
 * @param {number[]} values
 * @param {number[]} probabilities
 */
function sorted(values, probabilities) {
  const s = [...values].sort((a, b) => a - b);
  return probabilities.map((p) => {
    const at = p * (s.length - 1);
    const k = Math.floor(at);
    const next = s[Math.min(k + 1, s.length - 1)];
    const share = at - k;
    return share >= 0.5 ? next - (next - s[k]) * (1 - share) : s[k] + (next - s[k]) * share;
  });
}

test("quantiles are those of the sorted values, with ties, in any order, of any length", () => {
  const next = random(7);
  const probabilities = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
  for (let round = 0; round < 200; round++) {
    const n = 1 + Math.floor(next() * 60);
    const values = Array.from({ length: n }, () => Math.floor(next() * 12) - 5 + (round % 2) * next());
    assert.deepEqual(quantiles(Float64Array.from(values), probabilities), sorted(values, probabilities));
  }
});

test("quantiles of the first n leave the rest alone", () => {
  const values = Float64Array.of(3, 1, 2, 99, 98);
  assert.deepEqual(quantiles(values, [0, 0.5, 1], 3), [1, 2, 3]);
  assert.deepEqual(values.slice(3), Float64Array.of(99, 98));
});

test("unlink undoes link, and the centre lies in the middle of the axis", () => {
  /** @type {[Scale, number][]} */
  const points = [["log", 0.03], ["logit", 0.97], ["linear", -4], ["fixed", 2]];
  for (const [scale, value] of points) {
    assert.ok(Math.abs(unlink(scale, link(scale, value)) - value) < 1e-15 * Math.max(1, Math.abs(value)) * 4, scale);
  }
  assert.ok(Math.abs(centre("log", [1, 100]) - 10) < 1e-12);
  assert.ok(Math.abs(centre("logit", [0.2, 0.8]) - 0.5) < 1e-15);
  assert.equal(centre("linear", [1, 4]), 2.5);
});

test("an interval's ends are the 5 % and 95 % points of its draws", () => {
  const z = Float64Array.of(-1.6448536269514722, 0, 1.6448536269514722);
  /** @type {Scale[]} */
  const scales = ["log", "logit", "linear"];
  for (const scale of scales) {
    const [low, , high] = fillValues(new Float64Array(3), scale, [0.2, 0.7], z);
    assert.ok(Math.abs(low - 0.2) < 1e-12 && Math.abs(high - 0.7) < 1e-12, scale);
  }
  assert.deepEqual([...fillValues(new Float64Array(3), "switch", [1, 1], z)], [1, 1, 1]);
});

test("rounding never decides, a real difference does", () => {
  for (const threshold of [0, 1, -2, 120]) {
    const size = Math.max(1, Math.abs(threshold));
    for (const off of [-1e-12, 0, 1e-13, 1e-12]) assert.ok(!holds(threshold + off * size, threshold));
    assert.ok(holds(threshold + 1e-6 * size, threshold));
  }
});

test("a credence is a share, above the threshold only, with its error over interleaved replicates", () => {
  // Two replicates: 1 of 4 and 3 of 4 hold. Standard deviation of the shares √(1/8), over √2.
  const effect = Float64Array.of(1, 1, 0, 1, 0, 1, 0, 0);
  const found = credence(effect, 0, 8, 2);
  assert.equal(found.credence, 0.5);
  assert.ok(Math.abs(found.error - Math.sqrt(1 / 8) / Math.SQRT2) < 1e-15);
  assert.deepEqual(credence(Float64Array.of(0, 0, 0, 0), 0, 4, 2), { credence: 0, error: 0.25 });
});

test("means and words", () => {
  assert.equal(mean([1, 2, 6], 2), 1.5);
  /** @type {[number, string][]} */
  const table = [[0.66, "likely"], [0.33, "even"], [-1, "unlikely"]];
  assert.deepEqual([0.67, 0.66, 0.33, 0.32, 0].map((c) => likelihood(table, c)), ["likely", "even", "even", "unlikely", "unlikely"]);
});
