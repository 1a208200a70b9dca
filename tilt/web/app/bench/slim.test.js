import assert from "node:assert/strict";
import { test } from "node:test";

import { slim } from "./slim.js";

const run = { task_id: "t", task_family: "f", alias: "M", score_binarized: 1, human_minutes: 2.5, dataset: "D" };

test("of a run only what a refit needs is sent, and each line keeps its number", () => {
  const long = { ...run, score_cont: 0.7, started_at: 1, notes: "x".repeat(5000) };
  assert.deepEqual(slim(`${JSON.stringify(long)}\n${JSON.stringify(run)}\n`).split("\n").map((line) => line && JSON.parse(line)), [run, run, ""]);
});

test("what is missing or odd stays so, for Python to say", () => {
  const odd = { alias: null, human_minutes: "7" };
  assert.deepEqual(JSON.parse(slim(JSON.stringify(odd))), odd);
  for (const line of ["{", "[1, 2]", "null", "7", '"text"', "", "  "]) assert.equal(slim(line), line);
  assert.equal(slim("x".repeat(9000)).length, 2000);
});
