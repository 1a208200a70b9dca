import assert from "node:assert/strict";
import { test } from "node:test";

import { KINDS, kindOf, pictureRows } from "./pictures-data.js";
import { distributionRows } from "./kinds/distribution.js";
import { fanRows } from "./kinds/fan.js";
import { splitRows } from "./kinds/split.js";
import { held } from "./swings.js";

/** @type {any} */
const finding = { id: "lead", title: "Lead", effect: "lead", unit: "months", threshold: 0, sides: ["behind", "ahead"] };
/** @type {any} */
const fan = { id: "growth", axis: "year", unit: "fraction", series: ["one", "two"] };
const row = (/** @type {number} */ at, /** @type {string} */ series, /** @type {number} */ q50) => ({ at, series, q05: 0, q25: 0.1, q50, q75: 0.8, q95: 0.9 });
/** @type {any} */
const payload = {
  engine: { bins: 60 },
  findings: [finding],
  fans: [fan],
  splits: [{ finding: "lead", total: "mean lead", draws: 4096, parts: [], terms: [] }],
  assumptions: [{ id: "a", short: "A", scale: "log", interval: [1, 4] }],
};
/** @type {any} */
const engine = {
  effect: () => Float64Array.from({ length: 200 }, (_, k) => k - 50),
  fan: () => [row(2026, "one", 0.2), row(2026, "two", 0.3), row(2026.5, "one", 0.3), row(2026.5, "two", 0.35), row(2027, "one", 0.5), row(2027, "two", 0.4)],
  split: () => [
    { id: "x", label: "X", mean: 3 },
    { id: "y", label: "Y", mean: -1 },
  ],
  settings: () => ({ a: [1, 4] }),
};
const picture = (/** @type {string} */ kind, /** @type {object} */ rest = {}) => /** @type {any} */ ({ kind, title: "T", ids: ["a"], target: null, ...rest });

test("every kind gives its rows and the same as a table", () => {
  const pictures = {
    distribution: picture("distribution", { target: "lead" }),
    fan: picture("fan", { target: "growth" }),
    split: picture("split", { target: "lead" }),
    intervals: picture("intervals"),
  };
  assert.deepEqual(Object.keys(pictures), Object.keys(KINDS));
  for (const p of Object.values(pictures)) {
    const { caption, head, rows } = kindOf(p).table(p, payload, pictureRows(p, payload, engine));
    assert.ok(caption && rows.length > 0, p.kind);
    for (const cells of rows) {
      assert.equal(cells.length, head.length, p.kind);
      assert.ok(cells.every((c) => typeof c === "string" && c && !c.includes("NaN")), `${p.kind}: ${cells}`);
    }
  }
  assert.throws(() => kindOf(picture("pie")), /no picture of the kind pie is known; known are distribution, fan/);
});

test("every kind says what it shows where a reader points", () => {
  const split = { finding: "lead", written: "times", parts: [] };
  const all = { ...payload, fans: [{ ...fan, labels: [2026, 2026.5, 2027] }], splits: [{ ...payload.splits[0], ...split }], default: { split: { x: 1, y: -1 }, fans: { growth: [[0.2, 0.3], [0.3, 0.35], [0.5, 0.9]] } } };
  const read = (/** @type {string} */ kind, /** @type {object} */ rest) => {
    const p = picture(kind, rest);
    return kindOf(p).read(p, all, pictureRows(p, all, engine));
  };
  const bars = read("distribution", { target: "lead" });
  assert.match(bars[0]?.words[0] ?? "", /^up to −\d+ months: [\d.]+\u202f% of draws$/);
  assert.match(bars.at(-1)?.words[0] ?? "", /^above \d+ months: /);
  const [, , last] = read("fan", { target: "growth" });
  assert.deepEqual(last, { at: 2027, words: ["2027", "one 50\u202f% (middle half 10\u202f% to 80\u202f%)", "two 40\u202f% (middle half 10\u202f% to 80\u202f%); the book 90\u202f%"] });
  assert.deepEqual(read("split", { target: "lead" }).map((s) => s.words[0]), ["X: ×1,000; the book ×10", "Y: ÷10", "mean lead: ×100; the book ×1"]);
  assert.deepEqual(read("intervals", {}), [{ at: "A", words: ["A: 1 to 4, middle 2"] }]);
});

test("what the book has stays behind what differs from it, and only there", () => {
  const effect = engine.effect();
  const { bins, ghost } = distributionRows(finding, effect, 60);
  assert.equal(ghost.length, 1, "nothing is known of the book");
  const book = { first: bins[0]?.x0 ?? 0, step: (bins[0]?.x1 ?? 0) - (bins[0]?.x0 ?? 0), shares: bins.map((b) => b.share) };
  assert.equal(distributionRows(finding, effect, 60, book).ghost.length, 1, "the same is drawn once");
  const wider = distributionRows(finding, effect.map((/** @type {number} */ v) => 3 * v), 60, book);
  const step = (wider.bins[0]?.x1 ?? 0) - (wider.bins[0]?.x0 ?? 0);
  assert.ok(step > book.step);
  const tallest = Math.max(...wider.ghost.map((g) => g.share));
  assert.ok(Math.abs(tallest - (Math.max(...book.shares) * step) / book.step) < 1e-12, "as tall as its density");
  const fanPicture = picture("fan", { target: "growth" });
  const known = { ...payload, fans: [{ ...fan, labels: [2026, 2026.5, 2027] }], default: { fans: { growth: [[0.2, 0.3], [0.3, 0.35], [0.5, 0.9]] } } };
  const [once, again] = [1, 2].map(() => KINDS.fan.rows(fanPicture, known, engine).ghost);
  assert.equal(once, again, "a chart need not take the same rows in twice");
  const mean = engine.split();
  assert.ok(splitRows("sum", mean, "number", { x: 3, y: -1 }).ghost.every((s) => !s.seen));
  assert.deepEqual(splitRows("sum", mean, "percent", { x: 0.1, y: -0.1 }).ghost.map((s) => s.text), ["+11\u202f%", "−10\u202f%", "0\u202f%"]);
});

test("a picture gets the datasets it names", () => {
  const p = picture("fan", { target: "growth", datasets: ["ends"] });
  assert.deepEqual(Object.keys(pictureRows(p, payload, engine)), ["ends"]);
});

test("a histogram holds every draw, none on both sides of the threshold", () => {
  const alike = distributionRows(finding, Float64Array.of(0, 0, 0), 60).bins;
  assert.deepEqual(alike.map((b) => b.share).filter(Boolean), [1], "all on the threshold");
  for (const values of [[-3, -2, 5, 9], [1e6, -1e6, 0, 1], Array.from({ length: 97 }, (_, k) => Math.sin(k))]) {
    const { bins } = distributionRows(finding, Float64Array.from(values), 60);
    assert.ok(Math.abs(bins.reduce((sum, b) => sum + b.share, 0) - 1) < 1e-12);
    const above = bins.reduce((sum, b) => sum + (b.above ? b.share : 0), 0);
    assert.ok(Math.abs(above - values.filter((v) => v > 0).length / values.length) < 1e-12, "a draw on the threshold does not hold");
    assert.ok(bins.length <= 63);
  }
});

test("a fan names its series at their ends, the upper one above", () => {
  const { ends } = fanRows(fan, engine.fan());
  assert.deepEqual(ends.map((e) => [e.label, e.value, e.upper]), [["one", 0.5, true], ["two", 0.4, false]]);
  const { rows } = KINDS.fan.table(picture("fan", { target: "growth" }), payload, { bands: engine.fan() });
  assert.deepEqual(rows.map(([at]) => at), ["2026", "2026", "2027", "2027"], "whole years, where there are any");
});

test("a split's parts lie end to end and add up", () => {
  const { steps } = splitRows("sum", engine.split());
  assert.deepEqual(steps.map((s) => [s.start, s.end, s.text, s.kind]), [
    [0, 3, "+3.0", "gain"],
    [3, 2, "−1.0", "loss"],
    [0, 2, "+2.0", "total"],
  ]);
  assert.equal(splitRows("sum", [{ id: "x", label: "X", mean: 0.001 }]).steps[0].text, "0.00");
});

test("a swing says what was held: ends, bounds, on and off, the options by name", () => {
  const a = /** @type {any} */ ({ scale: "log", mark: "months", bounds: [1, 100], interval: [2, 4] });
  const swing = { id: "a", atLow: 0.2, atHigh: 0.6 };
  assert.deepEqual(held(a, swing, [2, 4]), ["2 months", "4 months"]);
  assert.deepEqual(held({ ...a, scale: "fixed" }, swing, [2, 2]), ["1 months", "100 months"]);
  assert.deepEqual(held({ ...a, scale: "switch", bounds: [0, 1] }, swing, [0, 0]), ["off", "on"]);
  const options = [
    { name: "slow", label: "Slow" },
    { name: "even", label: "As now" },
    { name: "fast", label: "Fast" },
  ];
  const choice = { ...a, scale: "choice", options };
  assert.deepEqual(held(choice, { ...swing, options: ["fast", "even"] }, [1, 0, 0]), ["Fast", "As now"]);
});
