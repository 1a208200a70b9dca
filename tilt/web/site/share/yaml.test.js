import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { parseYaml } from "./yaml.js";

/** @param {string} text */
const plain = (text) => JSON.parse(JSON.stringify(parseYaml(text)));

test("the forms that scenario files are written in", () => {
  const text = `# a comment
name: mine   # and another
title: "A \\"title\\": with a colon"
text: >-
  Two lines,
  one sentence.

changes:
  ratio:
    interval: [1, 8.5e1]
    reason: It goes on
      over lines.
    sources: [a_2026, 'it''s']
  form:
    weights: {slow: .5, "as now": 0.5,
      fast: 0}
  other:
    same_as: ratio
  listed:
    sources:
      - one
      - two
empty:
kept: |
  a
  b
`;
  assert.deepEqual(plain(text), {
    name: "mine",
    title: 'A "title": with a colon',
    text: "Two lines, one sentence.",
    changes: {
      ratio: { interval: [1, 85], reason: "It goes on over lines.", sources: ["a_2026", "it's"] },
      form: { weights: { slow: 0.5, "as now": 0.5, fast: 0 } },
      other: { same_as: "ratio" },
      listed: { sources: ["one", "two"] },
    },
    empty: null,
    kept: "a\nb",
  });
  assert.deepEqual(plain("changes: {}\r\nname: 'x'\r\n"), { changes: {}, name: "x" });
  assert.equal(parseYaml(""), null);
});

test("every scenario of the book is read", () => {
  const folder = new URL("../../../../data/scenarios/", import.meta.url);
  for (const name of readdirSync(folder)) {
    const found = plain(readFileSync(new URL(name, folder), "utf-8"));
    assert.equal(`${found.name}.yaml`, name);
    for (const [id, change] of Object.entries(found.changes)) {
      assert.ok(change.reason.length > 10, `${name}: ${id}`);
      assert.ok(change.interval || change.weights || change.same_as, `${name}: ${id}`);
    }
  }
});

test("what it does not read is refused with its line", () => {
  for (const [text, said] of /** @type {const} */ ([
    ["a: 1\nb", /line 2 is no/],
    ["a: &x 1", /line 1 uses a part/],
    ["a: *x", /line 1 uses a part/],
    ["a: !!python/object 1", /line 1 uses a part/],
    ["a: [1, 2", /closing sign is missing/],
    ["a: [1 2, {]", /name without a value|lacks/],
    ['a: "x', /closing sign is missing/],
    ["a: 1\n   b: 2", /is no|not indented|^$/],
    ["a: 1\na: 2", /line 2 has “a” a second time/],
    ["a:\n\tb: 1", /tabulator/],
    [`a: ${"[".repeat(40)}`, /too deep/],
    ["<script>", /line 1 is no/],
    ["a: [1] 2", /goes on behind/],
  ])) {
    let message = "";
    try {
      parseYaml(text);
    } catch (error) {
      message = error instanceof Error ? error.message : "";
    }
    assert.match(message, said, text);
  }
});

test("names of a prototype are names like others", () => {
  const found = /** @type {any} */ (parseYaml("__proto__:\n  polluted: 1\nconstructor: 2"));
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
  assert.deepEqual(Object.keys(found), ["__proto__", "constructor"]);
});
