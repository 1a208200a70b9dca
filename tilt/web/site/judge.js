// The verdicts of any claim of the book under the reader's values, by the same compiled modules as the explorer's.

import { turn } from "../dom.js";
import { readyEngine } from "../engine/engine.js";
import { isTie, same } from "../scales.js";

/** @typedef {import("../types.js").Whole} Whole */
/** @typedef {import("../types.js").WholeClaim} WholeClaim */
/** @typedef {import("../engine/types.js").Verdict} Verdict */
/** @typedef {import("../types.js").Assumption} Assumption */
/** @typedef {import("../types.js").Stated} Stated */
/** @typedef {{ engine: import("../engine/engine.js").Engine, known: Map<string, Assumption>, given: Map<string, Stated> }} Held an engine, what it knows, what it was given */

/** @param {string} path */
const beside = (path) => new URL(path, import.meta.url).href;

export class Judge {
  /** @type {Whole} */ #whole;
  /** @type {Map<string, Promise<Held>>} */ #engines = new Map();

  /** @param {Whole} whole */
  constructor(whole) {
    this.#whole = whole;
  }

  /**
   * @param {WholeClaim} claim
   * @param {import("../store.js").Store} store
   * @returns {Promise<Verdict[]>}
   */
  async verdicts(claim, store) {
    return (await this.under(claim, store)).verdicts();
  }

  /**
   * The claim's engine, told what the store shows.
   * @param {WholeClaim} claim
   * @param {import("../store.js").Store} store
   */
  async under(claim, store) {
    const { engine, known, given } = await this.#engine(claim, owners(claim, store));
    for (const a of known.values()) {
      const next = store.told(a.id, known);
      if (!same(a, next, given.get(a.id) ?? a.interval)) engine.set(a.id, next);
      given.set(a.id, next);
    }
    return engine;
  }

  /**
   * @param {WholeClaim} claim
   * @param {string[]} others inputs of other claims that its own are tied to
   */
  #engine(claim, others) {
    const key = [claim.slug, ...others].join(" ");
    const ready = this.#engines.get(key) ?? this.#made(claim, others);
    this.#engines.set(key, ready);
    return ready;
  }

  /**
   * @param {WholeClaim} claim
   * @param {string[]} others
   * @returns {Promise<Held>}
   */
  async #made(claim, others) {
    const byId = new Map(this.#whole.assumptions.map((a) => [a.id, a]));
    const of = (/** @type {string[]} */ ids) => ids.flatMap((id) => byId.get(id) ?? []);
    const [assumptions, lent] = [of(claim.inputs), of(others)];
    const payload = { ...this.#whole, ...claim, assumptions, lent, fans: [], splits: [] };
    const module = await import(beside(`../claims/${claim.slug}.js`));
    return {
      engine: await readyEngine(/** @type {any} */ (payload), module.default, turn),
      known: new Map([...assumptions, ...lent].map((a) => [a.id, a])),
      given: new Map(),
    };
  }
}

/**
 * Inputs of other claims that a claim's own are tied to, directly or over others.
 * @param {WholeClaim} claim
 * @param {import("../store.js").Store} store
 */
function owners(claim, store) {
  const found = new Set(claim.inputs);
  for (const id of found) {
    const stated = store.moved(id) && store.stated(id);
    if (stated && isTie(stated)) found.add(stated.sameAs); // and is looked at in its turn
  }
  return [...found].filter((id) => !claim.inputs.includes(id));
}
