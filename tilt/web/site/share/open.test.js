import assert from "node:assert/strict";
import { test } from "node:test";

import { toYaml } from "../../file.js";
import { readScenario } from "./open.js";

/** @typedef {import("../../types.js").Assumption} Assumption */

const common = { short: "", mark: "" };
/** @type {Assumption[]} */
const list = [
  { ...common, id: "ratio", label: "Length ratio", unit: "ratio", scale: "log", interval: [0.25, 4], bounds: [0.05, 20] },
  { ...common, id: "other", label: "Other ratio", unit: "ratio", scale: "log", interval: [0.5, 2], bounds: [0.05, 20] },
  { ...common, id: "target", label: "Share", unit: "fraction", scale: "fixed", interval: [0.5, 0.5], bounds: [0.1, 0.9] },
  { ...common, id: "form", label: "Form", unit: "count", scale: "choice", interval: [0.5, 0.5], bounds: [0, 1], options: [{ name: "slow", label: "Slow" }, { name: "fast", label: "Fast" }] },
];
const book = new Map(list.map((a) => [a.id, a]));

test("a file that the page wrote is read again, with its name, note and reasons", () => {
  const values = { ratio: [1, 8], other: { sameAs: "ratio" }, target: [0.6, 0.6], form: [0.25, 0.75] };
  const reasons = { ratio: 'They "said" so: {always} #1' };
  const read = readScenario(toYaml({ name: "a", title: "Anna’s view", text: "A note.", values, reasons }, book), book);
  assert.deepEqual([read.values, read.problems], [values, []]);
  assert.deepEqual([read.about?.name, read.about?.note, read.about?.via, read.about?.reasons.ratio], ["Anna’s view", "A note.", "file", reasons.ratio]);
});

test("what of a file cannot be used is said, the rest is used", () => {
  const { values, problems } = readScenario("changes:\n  ratio: {interval: [0.001, 8]}\n  nowhere: {interval: [1, 2]}\n  target: 7\n  form: {weights: {slow: 2}}\n  other: {interval: {default_of: ratio}}", book);
  assert.deepEqual(values, { ratio: [0.05, 8], other: [0.25, 4] });
  assert.match(problems.join(" "), /“nowhere” is no assumption.*Share has neither.*reaches outside 0.05 to 20.*weights/);
});

test("what is no scenario is refused with a reason", () => {
  for (const [text, said] of /** @type {const} */ ([["", /no “changes:”/], ["\0PNG", /no text/], ["a: &b c", /line 1 uses/], ['{"changes": []}', /line 1 is no/]])) {
    assert.throws(() => readScenario(text, book), said);
  }
});
