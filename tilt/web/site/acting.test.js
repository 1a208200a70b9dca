import assert from "node:assert/strict";
import { test } from "node:test";

import { figure } from "./acting.js";

test("a text shows each part of a verdict with the decimals it is written with", () => {
  const verdict = { credence: 0.346, quantiles: [-1.25, 0, 2.5, 4, 12.75], word: "likely" };
  const parts = ["credence", "low", "median", "high", "word"];
  assert.deepEqual(parts.map((part) => figure(part, verdict, 1)), ["34.6", "−1.3", "2.5", "12.8", "likely"]);
  assert.equal(figure("credence", verdict, 0), "35");
  const large = { ...verdict, quantiles: [-14254899.29, 0, 999999.4, 4, 14254899.29] };
  assert.deepEqual(["low", "median", "high"].map((part) => figure(part, large, 0)), ["−1.43 × 10⁷", "999999", "1.43 × 10⁷"]);
});
