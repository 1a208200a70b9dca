import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, flipWords, percent, spoken, swingWords, worth } from "./format.js";

test("sentences take the reader's values", () => {
  assert.equal(fill("{x} automated by {y}", (id) => (id === "x" ? [0.5, "fraction"] : [1, "years"])), "half automated by 1 year");
  assert.equal(flipWords({ mark: "months" }, 3), "The verdict flips at 3 months.");
  assert.match(flipWords({ mark: "" }, null), /^No single value/);
  assert.equal(swingWords(0.25, 0.5), "25 → 50\u202f%");
  assert.equal(percent(0.998), "99.8\u202f%");
  assert.equal(spoken({ unit: "minutes" }, 150), "150 minutes, 2.5 hours");
});

test("what an input is worth is said in whole points, as the static page says it", () => {
  assert.equal(worth(0.004), "does not move it");
  assert.equal(worth(0.005), "moves it by 1 point");
  assert.equal(worth(0.397), "moves it by 40 points");
});
