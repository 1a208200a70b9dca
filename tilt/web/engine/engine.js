// The claim in the browser: a scenario in, verdicts and the pictures' data out. Knows no claim: it runs the compiled
// module it is given over the shared draws. Mirrors the run in tilt/engine; parity is tested.

import { normals } from "./draws.js";
import { findCrossing } from "./flips.js";
import { Inputs } from "./inputs.js";
import { centre, certain, credence, holds, likelihood, link, mean, quantiles, unlink } from "./numbers.js";
import { shapley } from "./shares.js";

/**
 * @import { CompiledClaim, EnginePayload, FanRow, Finding, Interval, PartMean, Stated, Swing, Term, Verdict } from "./types.js"
 */

/**
 * The item with this id.
 * @template {{ id: string }} T
 * @param {readonly T[]} items
 * @param {string} id
 * @returns {T}
 */
function named(items, id) {
  const found = items.find((item) => item.id === id);
  if (!found) throw new RangeError(`${id} is not there: there are ${items.map((item) => item.id).join(", ")}`);
  return found;
}

const SLICE = 8; // ms of drawing at a time
const PART = 512; // draws worked out at a time while a page comes up

export class Engine {
  #payload;
  #claim;
  #draws;
  #inputs;
  /** @type {Float64Array[]} each finding's effect */
  #effects;
  /** @type {boolean[]} which of them the inputs have not moved since */
  #known;
  /** @type {Map<string, { ready: number, arrays: Float64Array[] }>} what a fan's grid does not move, over so many draws */
  #work;
  /** @type {Map<Term, Float64Array[]>} */
  #rooms = new Map();
  #moves = 0; // counts changes: what was begun before one is stale
  #scratch;
  #held;
  #single;
  #parts;
  #series;

  /**
   * @param {EnginePayload} payload
   * @param {CompiledClaim} claim
   * @param {number} draws
   */
  constructor(payload, claim, draws) {
    const { findings, fans, splits } = payload;
    this.#payload = payload;
    this.#claim = claim;
    this.#draws = draws;
    this.#inputs = new Inputs(payload, draws);
    this.#effects = this.#arrays(findings.length);
    this.#known = findings.map(() => false);
    this.#work = new Map(fans.map((f) => [f.id, { ready: 0, arrays: this.#arrays(claim.fans[f.id].work) }]));
    this.#scratch = new Float64Array(draws);
    this.#held = new Float64Array(draws);
    this.#single = this.#arrays(1);
    this.#parts = this.#arrays(splits.reduce((n, s) => n + (claim.splits[s.finding] ? 0 : s.parts.length), 0));
    this.#series = this.#arrays(Math.max(1, ...fans.map((f) => f.series.length)));
  }

  /** Ids of the inputs that take no other's value, in their order; those that are tied move with their owner. */
  get untied() {
    return this.#payload.inputs.filter((id) => this.#inputs.owner(id) === id);
  }

  /** @param {number} n */
  #arrays(n) {
    return Array.from({ length: n }, () => new Float64Array(this.#draws));
  }

  /**
   * Sets an input: to an interval, to a choice's weights, or to take another's value in every draw.
   * @param {string} id
   * @param {Stated} stated
   */
  set(id, stated) {
    this.#inputs.set(id, stated);
    this.forget();
  }

  /** Gives every input the book's default. */
  reset() {
    this.#inputs.reset();
    this.forget();
  }

  /** What was worked out is worked out again when it is next asked for. */
  forget() {
    this.#moves += 1;
    this.#known.fill(false);
    for (const work of this.#work.values()) work.ready = 0;
  }

  /** What each input is set to now, by id. */
  settings() {
    return this.#inputs.settings();
  }

  #allEffects() {
    if (!this.#known.every(Boolean)) this.#claim.findings(this.#draws, this.#inputs.x, this.#effects);
    this.#known.fill(true);
    return this.#effects;
  }

  /**
   * Works out every effect a part of the draws at a time, so that a page that is coming up stays free in between.
   * @param {() => unknown} pause awaited between two parts
   */
  async prepare(pause) {
    const kept = this.#moves;
    for (let from = 0; from < this.#draws; from += PART) {
      await pause();
      if (kept !== this.#moves) return; // an input has moved: what is asked for next is worked out as a whole
      const part = (/** @type {Float64Array} */ all) => all.subarray(from, from + PART);
      const n = Math.min(PART, this.#draws - from);
      this.#claim.findings(n, this.#inputs.x.map(part), this.#effects.map(part));
    }
    this.#known.fill(true);
  }

  /**
   * A finding's effect in every draw: a view, overwritten when an input moves.
   * @param {string} id
   */
  effect(id) {
    const { findings } = this.#payload;
    const k = findings.indexOf(named(findings, id));
    if (!this.#known[k]) this.#claim.effects[id](this.#draws, this.#inputs.x, [this.#effects[k]]);
    this.#known[k] = true;
    return this.#effects[k];
  }

  /**
   * What the scenario says of every finding, in their order; or of some, which costs less.
   * @param {string[]} [ids]
   * @returns {Verdict[]}
   */
  verdicts(ids) {
    const { draws, engine } = this.#payload;
    const findings = this.#payload.findings.filter(({ id }) => !ids || ids.includes(id));
    const effects = ids ? findings.map(({ id }) => this.effect(id)) : this.#allEffects();
    /** @type {Map<Function, number[]>} findings on one effect, so with one function for it, share its quantiles */
    const known = new Map();
    return findings.map((f, k) => {
      const found = credence(effects[k], f.threshold, this.#draws, draws.replicates);
      let q = known.get(this.#claim.effects[f.id]);
      if (!q) {
        this.#scratch.set(effects[k]);
        q = quantiles(this.#scratch, engine.quantiles);
        known.set(this.#claim.effects[f.id], q);
      }
      return { id: f.id, ...found, quantiles: q, word: likelihood(this.#payload.likelihood, found.credence) };
    });
  }

  /**
   * Quantiles of each series at each place of a fan's grid, over the first draws, as many as asked or as it takes.
   * @param {string} id
   * @param {number} draws
   * @returns {FanRow[]}
   */
  fan(id, draws = this.#draws) {
    const fan = named(this.#payload.fans, id);
    const n = Math.min(draws, fan.draws);
    const compiled = this.#claim.fans[id];
    const work = /** @type {{ ready: number, arrays: Float64Array[] }} */ (this.#work.get(id));
    if (work.ready < n) compiled.prepare(n, this.#inputs.x, work.arrays);
    work.ready = Math.max(work.ready, n);
    return fan.times.flatMap((t, k) => {
      compiled.at(n, work.arrays, this.#series, t);
      return fan.series.map((series, s) => {
        const [q05, q25, q50, q75, q95] = quantiles(this.#series[s], this.#payload.engine.quantiles, n);
        return { at: fan.labels[k], series, q05, q25, q50, q75, q95 };
      });
    });
  }

  /**
   * The mean of each part of a finding's effect, over the first n draws; none where the claim does not split it.
   * @param {string} finding
   * @param {number} n
   * @returns {PartMean[]}
   */
  split(finding, n = this.#draws) {
    const { splits } = this.#payload;
    const found = splits.find((s) => s.finding === finding);
    if (!found) return [];
    const terms = this.#claim.splits[finding];
    const ids = found.parts.map((p) => p.id);
    const means = terms ? this.#shared(terms, ids, Math.min(n, found.draws)) : this.#partMeans(finding, n);
    return found.parts.map(({ id, label }, k) => ({ id, label, mean: means[k] }));
  }

  /**
   * Means of the parts of a split into parts, in their order.
   * @param {string} finding
   * @param {number} n
   */
  #partMeans(finding, n) {
    const into = this.#payload.splits.filter((s) => !this.#claim.splits[s.finding]);
    const at = into.findIndex((s) => s.finding === finding);
    const first = into.slice(0, at).reduce((before, s) => before + s.parts.length, 0);
    this.#claim.parts(n, this.#inputs.x, this.#parts);
    return into[at].parts.map((_, k) => mean(this.#parts[first + k], n));
  }

  /**
   * What each player adds to the mean, by Shapley's rule, in their order. Switches that are off add nothing.
   * @param {Term[]} terms
   * @param {string[]} players
   * @param {number} n
   */
  #shared(terms, players, n) {
    const found = players.map(() => 0);
    const { x } = this.#inputs;
    for (const term of terms) {
      let room = this.#rooms.get(term);
      if (!room) this.#rooms.set(term, (room = this.#arrays(term.room)));
      term.ready(n, x, room);
      const on = term.players.filter((id) => x[this.#inputs.place(id)][0] === 1);
      const values = Array.from({ length: 2 ** on.length }, (_, coalition) => {
        const joined = term.players.map((id) => (on.includes(id) ? (coalition >> on.indexOf(id)) & 1 : 0));
        term.term(n, room, this.#single, joined);
        return mean(this.#single[0], n);
      });
      on.forEach((id, bit) => (found[players.indexOf(id)] += shapley(values, bit, on.length)));
    }
    return found;
  }

  /**
   * Credence of a finding with one input held at a value, over the first n draws.
   * @param {string} id
   * @param {number} value
   * @param {Finding} finding
   * @param {number} n
   */
  #credenceAt(id, value, finding, n) {
    const x = this.#inputs.holding(id, this.#held.fill(value, 0, n));
    this.#claim.effects[finding.id](n, x, this.#single);
    const [effect] = this.#single;
    let above = 0;
    for (let i = 0; i < n; i++) if (holds(effect[i], finding.threshold)) above++;
    return above / n;
  }

  /**
   * How far one input moves a finding: its credence with the input held at each end; of a choice, at the options of
   * least and most credence.
   * @param {string} id
   * @param {string} findingId
   * @param {number} n
   * @returns {Swing}
   */
  swing(id, findingId, n = this.#draws) {
    const a = this.#inputs.get(id);
    const finding = named(this.#payload.findings, findingId);
    if (a.options) {
      const by = a.options.map(({ name }, place) => ({ name, credence: this.#credenceAt(id, place, finding, n) }));
      const low = by.reduce((least, o) => (o.credence < least.credence ? o : least));
      const high = by.reduce((most, o) => (o.credence > most.credence ? o : most));
      return { id, atLow: low.credence, atHigh: high.credence, options: [low.name, high.name] };
    }
    const [low, high] = certain(a.scale) ? a.bounds : this.#inputs.setting(id);
    return { id, atLow: this.#credenceAt(id, low, finding, n), atHigh: this.#credenceAt(id, high, finding, n) };
  }

  /**
   * Every untied input's swing, in their order.
   * @param {string} findingId
   * @param {number} n
   */
  swings(findingId, n = this.#draws) {
    return this.untied.map((id) => this.swing(id, findingId, n));
  }

  /**
   * The value of an input at which the finding's credence crosses one half; null where it does not inside bounds.
   * @param {string} id
   * @param {string} findingId
   * @param {number} n
   */
  flip(id, findingId, n = this.#draws) {
    const a = this.#inputs.get(id);
    if (a.scale === "switch" || a.scale === "choice") return null; // nothing lies between its values
    const finding = named(this.#payload.findings, findingId);
    const [low, high] = a.bounds.map((end) => link(a.scale, end));
    const middle = link(a.scale, centre(a.scale, /** @type {Interval} */ (this.#inputs.setting(id))));
    /** @param {number} linked */
    const above = (linked) => this.#credenceAt(id, unlink(a.scale, linked), finding, n) > 0.5;
    const crossing = findCrossing(above, low, high, middle, this.#payload.engine.flip);
    return crossing === null ? null : unlink(a.scale, crossing);
  }

  /**
   * Every untied input's flip, by id.
   * @param {string} findingId
   * @param {number} n
   */
  flips(findingId, n = this.#draws) {
    return Object.fromEntries(this.untied.map((id) => [id, this.flip(id, findingId, n)]));
  }
}

/**
 * An engine for a claim: `payload` as tilt/explorer/payload.py gives it, `claim` the default export of its module.
 * @param {EnginePayload} payload
 * @param {CompiledClaim} claim
 * @param {number} draws
 */
export function createEngine(payload, claim, draws = payload.draws.page) {
  return new Engine(payload, claim, draws);
}

/**
 * The same, ready to say what it finds under the defaults, made in parts so that the page stays free in between.
 * @param {EnginePayload} payload
 * @param {CompiledClaim} claim
 * @param {() => unknown} pause awaited between two parts
 */
export async function readyEngine(payload, claim, pause) {
  const { columns, draws } = payload;
  let begun = performance.now();
  const mixes = [...payload.assumptions, ...(payload.lent ?? [])].flatMap((a) => [a.mix, ...(a.mixes ?? []).map(({ mix }) => mix)]);
  for (const column of new Set(mixes.flatMap((mix) => mix.map(([of]) => of)))) {
    normals(column, columns[column], draws.page, draws);
    if (performance.now() - begun < SLICE) continue;
    await pause();
    begun = performance.now();
  }
  await pause();
  const engine = createEngine(payload, claim);
  await engine.prepare(pause);
  return engine;
}
