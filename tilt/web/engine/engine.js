// The claim in the browser: a scenario in, verdicts and the pictures' data out. Knows no claim: it runs the compiled
// module it is given over the shared draws. Mirrors tilt/verdict.py and tilt/sensitivity.py; parity is tested.

import { normals, uniforms } from "./draws.js";
import { centre, certain, credence, fillValues, likelihood, link, mean, quantiles, shapley, unlink } from "./numbers.js";

const FLIP_SCAN = 8;
const FLIP_STEPS = 18;

const functionName = (id) => id.replaceAll("-", "_");

// payload: see tilt/explorer/payload.py; claim: the compiled ES module of tilt/compile.py.
export function createEngine(payload, claim, draws = payload.draws.page) {
  const { findings, fans, splits, inputs } = payload;
  const replicates = payload.draws.replicates;
  const byId = new Map(payload.assumptions.map((a) => [a.id, a]));
  const place = new Map(inputs.map((id, k) => [id, k]));
  const z = new Map();
  const current = new Map();
  const x = [];
  const work = Object.fromEntries(fans.map((f) => [f.id, { ready: 0, arrays: arrays(claim[`work_${functionName(f.id)}`]) }]));
  const effects = arrays(findings.length);
  const parts = arrays(splits.reduce((n, s) => n + (s.terms.length ? 0 : s.parts.length), 0));
  const rooms = {};
  const scratch = new Float64Array(draws);
  const held = new Float64Array(draws);
  const single = [new Float64Array(draws)];
  const series = arrays(Math.max(1, ...fans.map((f) => f.series.length)));
  let findingsReady = false;

  function arrays(n) {
    return Array.from({ length: n }, () => new Float64Array(draws));
  }

  function column(c) {
    if (!z.has(c)) z.set(c, normals(c, payload.columns[c], draws, payload.draws));
    return z.get(c);
  }

  // An input's own standard normal: its column, or the weighted sum of columns that gives its correlations.
  function normal(a) {
    if (a.mix.length === 1 && a.mix[0][1] === 1) return column(a.mix[0][0]);
    const out = new Float64Array(draws);
    for (const [c, weight] of a.mix) {
      const own = column(c);
      for (let i = 0; i < draws; i++) out[i] += weight * own[i];
    }
    return out;
  }

  const mixed = new Map(inputs.map((id) => [id, normal(byId.get(id))]));

  function changed() {
    findingsReady = false;
    for (const w of Object.values(work)) w.ready = 0;
  }

  function set(id, interval) {
    const a = byId.get(id);
    const k = place.get(id);
    if (a.scale === "uniform") {
      x[k] = uniforms(a.mix[0][0], payload.columns[a.mix[0][0]], draws, payload.draws);
      return;
    }
    const [low, high] = interval;
    current.set(id, [low, high]);
    x[k] = fillValues(x[k] ?? new Float64Array(draws), a.scale, [low, high], mixed.get(id));
    changed();
  }

  function reset() {
    for (const id of inputs) set(id, byId.get(id).interval);
  }

  function runFindings() {
    if (!findingsReady) claim.findings(draws, x, effects);
    findingsReady = true;
  }

  const indexOf = (id) => findings.findIndex((f) => f.id === id);

  function effect(id) {
    runFindings();
    return effects[indexOf(id)];
  }

  function verdicts() {
    runFindings();
    const done = new Map();
    return findings.map((f, k) => {
      const c = credence(effects[k], f.threshold, draws, replicates);
      if (!done.has(f.effect)) {
        scratch.set(effects[k]);
        done.set(f.effect, quantiles(scratch, payload.quantiles));
      }
      return { id: f.id, ...c, quantiles: done.get(f.effect), word: likelihood(payload.likelihood, c.credence) };
    });
  }

  function fan(id, n = draws) {
    const f = fans.find((g) => g.id === id);
    const name = functionName(id);
    const w = work[id];
    if (w.ready < n) claim[`prepare_${name}`](n, x, w.arrays);
    w.ready = Math.max(w.ready, n);
    const rows = [];
    f.times.forEach((t, k) => {
      claim[`fan_${name}`](n, w.arrays, series, t);
      f.series.forEach((label, s) => {
        const [q05, q25, q50, q75, q95] = quantiles(series[s], payload.quantiles, n);
        rows.push({ at: f.labels[k], series: label, q05, q25, q50, q75, q95 });
      });
    });
    return rows;
  }

  function split(finding, n = draws) {
    let k = 0;
    for (const s of splits) {
      if (s.finding !== finding) k += s.terms.length ? 0 : s.parts.length;
      else if (s.terms.length) return shared(s, n);
      else {
        claim.parts(n, x, parts);
        return s.parts.map((p) => ({ id: p.id, label: p.label, mean: mean(parts[k++], n) }));
      }
    }
    return [];
  }

  // What each switch adds to the mean, by Shapley's rule, exactly: see tilt/verdict.py. Switches that are off add nothing.
  function shared(s, n) {
    const found = new Map(s.parts.map((p) => [p.id, 0]));
    s.terms.forEach((players, k) => {
      const name = `${functionName(s.finding)}_${k}`;
      const room = (rooms[name] ??= arrays(claim[`room_${name}`]));
      claim[`ready_${name}`](n, x, room);
      const on = players.filter((id) => x[place.get(id)][0] === 1);
      const values = Array.from({ length: 2 ** on.length }, (_, coalition) => {
        const joined = players.map((id) => (on.includes(id) ? (coalition >> on.indexOf(id)) & 1 : 0));
        claim[`term_${name}`](n, room, single, joined);
        return mean(single[0], n);
      });
      on.forEach((id, bit) => found.set(id, found.get(id) + shapley(values, bit, on.length)));
    });
    return s.parts.map((p) => ({ id: p.id, label: p.label, mean: found.get(p.id) }));
  }

  // Credence of a finding with input `id` held at `value`, over the first n draws.
  function creditAt(id, value, finding, n) {
    const k = place.get(id);
    const own = x[k];
    x[k] = n === draws ? held.fill(value) : held.fill(value, 0, n);
    claim[`effect_${functionName(finding.id)}`](n, x, single);
    x[k] = own;
    let above = 0;
    for (let i = 0; i < n; i++) if (single[0][i] > finding.threshold) above++;
    return above / n;
  }

  const editable = () => inputs.map((id) => byId.get(id)).filter((a) => a.editable);

  // How far one input moves a finding: its credence with the input held at each end.
  function swing(id, findingId, n = draws) {
    const a = byId.get(id);
    const finding = findings[indexOf(findingId)];
    const [low, high] = certain(a.scale) ? a.bounds : current.get(id);
    return { id, atLow: creditAt(id, low, finding, n), atHigh: creditAt(id, high, finding, n) };
  }

  const swings = (findingId, n = draws) => editable().map((a) => swing(a.id, findingId, n));

  // The value of an input at which the finding's credence crosses one half; null where it does not inside bounds.
  function flip(id, findingId, n = draws) {
    const a = byId.get(id);
    const finding = findings[indexOf(findingId)];
    if (a.scale === "switch") return null; // nothing lies between off and on
    const at = (linked) => creditAt(a.id, unlink(a.scale, linked), finding, n) > 0.5;
    const low = link(a.scale, a.bounds[0]);
    const high = link(a.scale, a.bounds[1]);
    const middle = link(a.scale, centre(a.scale, current.get(a.id)));
    const grid = Array.from({ length: FLIP_SCAN + 1 }, (_, k) => low + ((high - low) * k) / FLIP_SCAN);
    const above = grid.map(at);
    let best = null;
    for (let k = 0; k < FLIP_SCAN; k++) {
      if (above[k] === above[k + 1]) continue;
      let [left, right] = [grid[k], grid[k + 1]];
      for (let step = 0; step < FLIP_STEPS; step++) {
        const half = (left + right) / 2;
        if (at(half) === above[k]) left = half;
        else right = half;
      }
      const crossing = (left + right) / 2;
      if (best === null || Math.abs(crossing - middle) < Math.abs(best - middle)) best = crossing;
    }
    return best === null ? null : unlink(a.scale, best);
  }

  const flips = (findingId, n = draws) => Object.fromEntries(editable().map((a) => [a.id, flip(a.id, findingId, n)]));

  reset();
  return {
    set,
    reset,
    intervals: () => Object.fromEntries(current),
    verdicts,
    effect,
    fan,
    split,
    editable: editable().map((a) => a.id),
    swing,
    swings,
    flip,
    flips,
  };
}
