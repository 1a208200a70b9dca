import assert from "node:assert/strict";
import { test } from "node:test";

import { createEngine, readyEngine } from "./engine.js";
import { normals } from "./draws.js";

/**
 * @import { CompiledClaim, EnginePayload, Input, Scale } from "./types.js"
 */

const DRAWS = 64;
const CORPUT = Array.from({ length: 16 }, (_, bit) => 2 ** (31 - bit));
const SHUFFLE = { seed: 5, replicates: 16 };

/**
 * @param {string} id
 * @param {Scale} scale
 * @param {[number, number]} interval
 * @param {[number, number]} bounds
 * @param {number} column
 * @returns {Input}
 */
const input = (id, scale, interval, bounds, column) => ({ id, scale, interval, bounds, mix: [[column, 1]] });

/** @returns {EnginePayload} */
const payload = () => ({
  draws: { page: DRAWS, indexBits: 16, ...SHUFFLE },
  columns: { 0: CORPUT, 1: CORPUT.map((v, k) => (v ^ (v >>> 1) ^ k) >>> 0) },
  inputs: ["gain", "cost", "on-a", "on-b"],
  assumptions: [
    input("gain", "linear", [0, 4], [-10, 10], 0),
    input("cost", "log", [1, 2], [0.1, 100], 1),
    input("on-a", "switch", [1, 1], [0, 1], 0),
    input("on-b", "switch", [1, 1], [0, 1], 0),
  ],
  findings: [
    { id: "pays-off", title: "", statement: "", effect: "profit", unit: "", threshold: 0, sides: ["", ""] },
    { id: "pays-well", title: "", statement: "", effect: "profit", unit: "", threshold: 1, sides: ["", ""] },
  ],
  fans: [{ id: "over-time", title: "", times: [0, 1, 2], labels: [2026, 2027, 2028], axis: "year", series: ["profit"], unit: "", draws: 4096 }],
  splits: [
    { finding: "pays-off", title: "", total: "", draws: 4096, parts: [{ id: "income", label: "Income" }, { id: "expense", label: "Expense" }] },
    { finding: "pays-well", title: "", total: "", draws: 4096, parts: [{ id: "on-a", label: "A" }, { id: "on-b", label: "B" }] },
  ],
  likelihood: [[0.5, "likely"], [-1, "unlikely"]],
  engine: { quantiles: [0.05, 0.25, 0.5, 0.75, 0.95], flip: { cells: 8, steps: 30 }, bins: 60 },
});

/** @type {CompiledClaim["findings"]} */
const profit = (n, [gain, cost], [out]) => {
  for (let i = 0; i < n; i++) out[i] = gain[i] - cost[i];
};

/** @type {CompiledClaim} */
const CLAIM = {
  inputs: ["gain", "cost", "on-a", "on-b"],
  findings(n, x, out) {
    profit(n, x, out);
    profit(n, x, out.slice(1));
  },
  effects: { "pays-off": profit, "pays-well": profit },
  parts(n, [gain, cost], out) {
    for (let i = 0; i < n; i++) [out[0][i], out[1][i]] = [gain[i], -cost[i]];
  },
  fans: {
    "over-time": {
      work: 1,
      prepare: profit,
      at(n, [w], [out], t) {
        for (let i = 0; i < n; i++) out[i] = w[i] * t;
      },
    },
  },
  splits: {
    "pays-well": [
      {
        players: ["on-a", "on-b"],
        room: 1,
        ready(n, [gain], [out]) {
          out.set(gain.subarray(0, n));
        },
        term(n, [gain], [out], [a, b]) {
          for (let i = 0; i < n; i++) out[i] = gain[i] * (2 * a + b + 3 * a * b);
        },
      },
    ],
  },
};

const create = () => createEngine(payload(), CLAIM);

test("verdicts count the draws above each threshold, and quantiles are the effect's", () => {
  const engine = create();
  const effect = [...engine.effect("pays-off")];
  const [off, well] = engine.verdicts();
  assert.equal(off.credence, effect.filter((e) => e > 0).length / DRAWS);
  assert.equal(well.credence, effect.filter((e) => e > 1).length / DRAWS);
  assert.ok(off.credence > well.credence);
  assert.deepEqual(off.quantiles, well.quantiles);
  assert.equal(off.word, off.credence > 0.5 ? "likely" : "unlikely");
  assert.deepEqual([...engine.effect("pays-off")], effect, "quantiles are taken of a copy");
});

test("some findings are judged alone as they are together, and again once an input has moved", () => {
  const engine = create();
  const [, well] = create().verdicts();
  assert.deepEqual(engine.verdicts(["pays-well"]), [well]);
  engine.set("gain", [5, 9]);
  const [moved] = engine.verdicts(["pays-well"]);
  assert.ok(moved.credence > well.credence);
  assert.deepEqual(engine.verdicts()[1], moved);
  engine.forget();
  assert.deepEqual(engine.verdicts()[1], moved, "what is forgotten is worked out again, the same");
});

test("made in parts it finds the same, also where an input moves between two of them", async () => {
  const given = payload();
  given.draws = { ...given.draws, page: 1040 }; // two parts and a bit
  let pauses = 0;
  const engine = await readyEngine(given, CLAIM, () => (pauses += 1));
  assert.ok(pauses >= 4, "one pause before the engine, and one for each part");
  const failing = { ...CLAIM, findings: () => assert.fail("it knows its effects already") };
  assert.deepEqual(engine.verdicts(), createEngine(given, CLAIM).verdicts());
  const known = await readyEngine(given, CLAIM, () => undefined);
  known.reset();
  assert.deepEqual(known.verdicts(), createEngine(given, CLAIM).verdicts());
  assert.throws(() => createEngine(given, failing).verdicts(), /knows its effects/);
  const moved = createEngine(given, CLAIM);
  await moved.prepare(() => moved.set("gain", [5, 9]));
  const whole = createEngine(given, CLAIM);
  whole.set("gain", [5, 9]);
  assert.deepEqual(moved.verdicts(), whole.verdicts());
});

test("an input that moves moves everything that stands on it, and reset brings it back", () => {
  const engine = create();
  const before = { verdicts: engine.verdicts(), fan: engine.fan("over-time"), split: engine.split("pays-off") };
  engine.set("gain", [5, 9]);
  assert.deepEqual(engine.settings().gain, [5, 9]);
  assert.ok(engine.verdicts()[0].credence > before.verdicts[0].credence);
  assert.notDeepEqual(engine.fan("over-time"), before.fan);
  assert.notDeepEqual(engine.split("pays-off"), before.split);
  engine.reset();
  assert.deepEqual({ verdicts: engine.verdicts(), fan: engine.fan("over-time"), split: engine.split("pays-off") }, before);
});

test("a fan prepared over few draws is prepared again for all", () => {
  const engine = create();
  const all = create().fan("over-time");
  engine.fan("over-time", 16);
  assert.deepEqual(engine.fan("over-time"), all);
  assert.deepEqual(all.map((r) => r.at), [2026, 2027, 2028]);
  assert.ok(all.every((r) => r.q05 <= r.q25 && r.q25 <= r.q50 && r.q50 <= r.q75 && r.q75 <= r.q95));
});

test("a fan takes no more draws than it says", () => {
  const given = payload();
  given.fans[0].draws = 16;
  const few = createEngine(given, CLAIM);
  assert.deepEqual(few.fan("over-time"), create().fan("over-time", 16));
  assert.deepEqual(few.fan("over-time", 8), create().fan("over-time", 8));
});

test("parts add up to the mean effect; a finding without a split has none", () => {
  const engine = create();
  const parts = engine.split("pays-off");
  const effect = [...engine.effect("pays-off")];
  const whole = effect.reduce((a, b) => a + b) / DRAWS;
  assert.ok(Math.abs(parts.reduce((sum, p) => sum + p.mean, 0) - whole) < 1e-12);
  assert.deepEqual(parts.map((p) => p.label), ["Income", "Expense"]);
  assert.deepEqual(engine.split("nothing"), []);
});

test("players share the whole by Shapley's rule; one that is off gets nothing", () => {
  const engine = create();
  const gain = engine.split("pays-off")[0].mean;
  const [a, b] = engine.split("pays-well").map((p) => p.mean);
  assert.ok(Math.abs(a - 3.5 * gain) < 1e-12 && Math.abs(b - 2.5 * gain) < 1e-12);
  engine.set("on-a", [0, 0]);
  const [off, alone] = engine.split("pays-well").map((p) => p.mean);
  assert.equal(off, 0);
  assert.ok(Math.abs(alone - gain) < 1e-12);
});

test("a swing holds one input at each end and leaves the draws as they were", () => {
  const engine = create();
  const before = engine.verdicts();
  const { atLow, atHigh } = engine.swing("gain", "pays-off");
  assert.equal(atLow, 0); // no gain never pays off a cost
  assert.ok(atHigh > 0.9);
  assert.deepEqual(engine.swings("pays-off").map((s) => s.id), engine.untied);
  assert.deepEqual(engine.verdicts(), before);
});

test("a tied input moves with its owner and has no swing of its own", () => {
  const engine = create();
  engine.set("on-b", { sameAs: "on-a" });
  assert.deepEqual(engine.untied, ["gain", "cost", "on-a"]);
  assert.deepEqual(engine.swings("pays-off").map((s) => s.id), engine.untied);
  engine.set("on-b", [1, 1]);
  assert.deepEqual(engine.untied, payload().inputs);
});

test("a flip is where the credence crosses one half; switches have none", () => {
  const engine = create();
  const costs = normals(1, payload().columns[1], DRAWS, SHUFFLE).map((z) => Math.exp((Math.log(2) / 2) * (1 + z / 1.6448536269514722)));
  const flip = /** @type {number} */ (engine.flip("gain", "pays-off"));
  const below = costs.filter((c) => c < flip - 1e-6).length;
  const upTo = costs.filter((c) => c < flip + 1e-6).length;
  assert.ok(below <= DRAWS / 2 && upTo >= DRAWS / 2, `${flip} has ${below} to ${upTo} of ${DRAWS} costs below it`);
  assert.equal(engine.flip("on-a", "pays-off"), null);
  assert.equal(engine.flips("pays-off").gain, flip);
});

test("correlated inputs are weighted sums of columns", () => {
  const given = payload();
  given.assumptions[0].mix = [[0, 0.6], [1, 0.8]];
  const engine = createEngine(given, CLAIM);
  const z = [0, 1].map((c) => normals(c, given.columns[c], DRAWS, SHUFFLE));
  engine.set("cost", [1, 1]);
  const effect = engine.effect("pays-off");
  for (let i = 0; i < DRAWS; i++) {
    const expected = 2 + (2 / 1.6448536269514722) * (0.6 * z[0][i] + 0.8 * z[1][i]) - 1;
    assert.ok(Math.abs(effect[i] - expected) < 1e-12, `draw ${i}`);
  }
});

test("a correlation may hang on a choice, also on one that is held", () => {
  const given = payload();
  const options = [{ name: "apart", label: "" }, { name: "tied", label: "" }];
  given.inputs = ["gain", "cost", "form"];
  given.assumptions = [
    { ...input("gain", "linear", [0, 4], [-10, 10], 0), mixes: [{ choice: "form", place: 1, mix: [[1, 1]] }] },
    input("cost", "linear", [0, 4], [-10, 10], 1),
    { ...input("form", "choice", [0, 1], [0, 1], 0), options, interval: [0.5, 0.5] },
  ];
  const engine = createEngine(given, { ...CLAIM, inputs: given.inputs });
  const shared = () => engine.effect("pays-off").filter((gained) => Math.abs(gained) < 1e-12).length;
  assert.equal(shared(), DRAWS / 2);
  engine.set("form", [0, 1]);
  assert.equal(shared(), DRAWS);
  engine.set("gain", [0, 4]);
  assert.equal(shared(), DRAWS);
  engine.set("form", [1, 0]);
  assert.equal(shared(), 0);
  const { options: ends, atLow, atHigh } = engine.swing("form", "pays-off");
  assert.deepEqual(ends, ["tied", "apart"]);
  assert.equal(atLow, 0);
  assert.ok(atHigh > 0.25);
  engine.reset();
  assert.equal(shared(), DRAWS / 2);
});

test("an id that is not there is named, with those that are", () => {
  const engine = create();
  assert.throws(() => engine.set("gian", [0, 1]), /gian is no input here: there are gain, cost/);
  assert.throws(() => engine.effect("paysoff"), /paysoff is not there: there are pays-off, pays-well/);
});

test("two effects of one name have each their own quantiles", () => {
  /** @type {CompiledClaim["findings"]} */
  const twice = (n, x, out) => {
    profit(n, x, out);
    for (let i = 0; i < n; i++) out[0][i] *= 2;
  };
  const engine = createEngine(payload(), {
    ...CLAIM,
    findings(n, x, out) {
      profit(n, x, out);
      twice(n, x, out.slice(1));
    },
    effects: { "pays-off": profit, "pays-well": twice },
  });
  const [off, well] = engine.verdicts();
  assert.deepEqual(well.quantiles, off.quantiles.map((q) => 2 * q));
});
