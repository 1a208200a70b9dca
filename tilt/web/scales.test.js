import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { SCALES, TOLERANCE, allows, certain, inWords, only, refusal, reweighted, same } from "./scales.js";

const vectors = JSON.parse(readFileSync(new URL("../../tests/vectors/settings.json", import.meta.url), "utf8"));

/** @type {any} */
const choice = {
  scale: "choice",
  bounds: [0, 1],
  mark: "",
  options: [
    { name: "slow", label: "Slow" },
    { name: "even", label: "As now" },
    { name: "fast", label: "Fast" },
  ],
};
const log = { scale: /** @type {const} */ ("log"), bounds: [0.05, 20], mark: "months" };

test("what is allowed and refused, and why, is what the shared vectors say", () => {
  assert.equal(vectors.tolerance, TOLERANCE);
  assert.ok(vectors.settings.length > 50);
  for (const { scale, bounds, options, value, expected, note } of vectors.settings) {
    const a = { scale, bounds, options: options?.map((/** @type {string} */ name) => ({ name, label: name })) };
    const setting = value.map(Number);
    assert.equal(refusal(a, setting) ?? "allowed", expected, `${scale} ${JSON.stringify(value)}: ${note}`);
    assert.equal(allows(a, setting), expected === "allowed");
  }
});

test("the vectors meet every scale and every reason for a refusal", () => {
  const seen = new Set(vectors.settings.map((/** @type {any} */ s) => s.scale));
  assert.deepEqual([...seen].sort(), Object.keys(SCALES).sort());
  const reasons = new Set(vectors.settings.map((/** @type {any} */ s) => s.expected));
  assert.deepEqual([...reasons].sort(), ["allowed", ...Object.keys(vectors.refusals)].sort());
});

test("what is out of bounds is set to them; what is not an interval is not", () => {
  const mend = (/** @type {number[]} */ setting) => {
    const why = refusal(log, setting);
    return why && SCALES.log.mend(log, setting, why);
  };
  assert.deepEqual(mend([0.001, 1e9]), [0.05, 20]);
  assert.deepEqual(mend([-1, 4]), [0.05, 4]);
  assert.equal(mend([4, 1]), null);
  assert.equal(mend([4, -1]), null, "reversed as well");
  assert.equal(mend([NaN, 1]), null);
  assert.equal(SCALES.switch.mend({ scale: "switch", bounds: [0, 1] }, [2, 2], "off scale"), null);
  assert.equal(SCALES.choice.mend(choice, [0.5, 0.5, 0.5], "not weights"), null);
});

test("links and unlinks undo each other", () => {
  for (const [name, values] of Object.entries({ log: [0.01, 1, 300], logit: [0.01, 0.5, 0.99], linear: [-3, 0, 8] })) {
    const { link, unlink } = SCALES[/** @type {"log" | "logit" | "linear"} */ (name)];
    for (const v of values) assert.ok(Math.abs(unlink(link(v)) - v) < 1e-12 * Math.max(1, Math.abs(v)), `${name} ${v}`);
  }
  assert.ok(Math.abs(SCALES.logit.link(0.9) - Math.log(9)) < 1e-15);
});

test("settings go through a link and come back", () => {
  for (const [scale, setting, text] of /** @type {[keyof typeof SCALES, number[], string][]} */ ([
    ["log", [0.25, 1e21], "0.25~1e21"],
    ["linear", [-3, 2.5], "-3~2.5"],
    ["fixed", [0.6, 0.6], "0.6"],
    ["switch", [1, 1], "1"],
    ["choice", [0.5, 0.25, 0.25], "0.5~0.25~0.25"],
  ])) {
    assert.equal(SCALES[scale].write(setting), text);
    assert.deepEqual(SCALES[scale].parse(text), setting);
  }
  assert.ok(SCALES.log.parse("<script>~1").some(Number.isNaN));
  assert.ok(SCALES.log.parse("0x10~Infinity").every(Number.isNaN));
});

test("weights that differ by rounding are one choice, ends of an interval that differ at all are not", () => {
  assert.ok(same(choice, [1 / 3, 1 / 3, 1 / 3], [0.3333333, 0.3333333, 0.3333334]));
  assert.ok(!same(choice, [0.5, 0.5, 0], [0.5, 0.499, 0.001]));
  assert.ok(!same(choice, [0.5, 0.5], [0.5, 0.5, 0]));
  assert.ok(same(log, [1, 2], [1, 2]));
  assert.ok(!same(log, [1, 2], [1, 2 + 1e-12]));
});

test("a setting is said by its scale", () => {
  assert.equal(inWords(log, [0.25, 4]), "0.25 – 4 months");
  assert.equal(inWords({ ...log, scale: "fixed" }, [7, 7]), "7 months");
  assert.equal(inWords({ scale: "switch", mark: "" }, [0, 0]), "off");
  assert.equal(inWords({ scale: "switch", mark: "" }, [1, 1]), "on");
  assert.equal(inWords(choice, [0, 1, 0]), "As now");
  assert.equal(inWords(choice, [0.5, 0, 0.5]), "Slow 50\u202f%, Fast 50\u202f%");
  assert.deepEqual(["fixed", "switch", "choice", "log"].map((scale) => certain({ scale: /** @type {any} */ (scale) })), [true, true, true, false]);
});

test("one weight moves, the others keep their proportion and all add up to 1", () => {
  assert.deepEqual(only(1, 3), [0, 1, 0]);
  assert.deepEqual(reweighted([0.5, 0.25, 0.25], 0, 0.2), [0.2, 0.4, 0.4]);
  assert.deepEqual(reweighted([1, 0, 0], 0, 0.5), [0.5, 0.25, 0.25]);
  assert.deepEqual(reweighted([1], 0, 0.3), [1]);
  for (const weight of [0, 0.1, 1 / 3, 0.999, 1]) {
    const moved = reweighted([0.2, 0.3, 0.5], 2, weight);
    assert.equal(refusal(choice, moved), null, String(weight));
    assert.equal(moved[2], weight);
  }
});
