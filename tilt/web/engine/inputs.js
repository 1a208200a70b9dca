// A claim's inputs as arrays of draws: the shared draws, bent to the interval each input has now.

import { normals, uniforms } from "./draws.js";
import { fillPlaces, fillValues } from "./numbers.js";

/**
 * @import { EnginePayload, Input, Interval, Mix, Setting, Stated } from "./types.js"
 */

/** @typedef {{ choice: string, place: number, noise: Float64Array }} When a choice, its option's place, the normal there */

export class Inputs {
  /**
   * Values of each input in the order of `ids`: what compiled functions take.
   * @type {Float64Array[]}
   */
  x = [];

  /** @type {Map<string, Setting>} */
  #settings = new Map();
  /** @type {Map<string, string>} inputs that take another's value, and whose */
  #ties = new Map();
  /** @type {Map<string, Float64Array>} */
  #own = new Map();
  /** @type {Map<string, Input>} */
  #byId;
  /** @type {Map<string, number>} */
  #place;
  /** @type {Map<number, Float64Array>} */
  #columns = new Map();
  /** @type {Map<string, Float64Array>} each input's own standard normal, or a choice's uniform */
  #noise = new Map();
  /** @type {Map<string, When[]>} what an input's normal is where choices take certain options, of inputs that hang on one */
  #hanging = new Map();
  #payload;

  /**
   * @param {EnginePayload} payload
   * @param {number} draws
   */
  constructor(payload, draws) {
    this.#payload = payload;
    this.draws = draws;
    this.ids = payload.inputs;
    this.#byId = new Map([...payload.assumptions, ...(payload.lent ?? [])].map((a) => [a.id, a]));
    this.#place = new Map(payload.inputs.map((id, k) => [id, k]));
    for (const a of this.#byId.values()) {
      this.#noise.set(a.id, a.scale === "choice" ? this.#uniform(a) : this.#normal(a.mix));
      const when = (a.mixes ?? []).map(({ choice, place, mix }) => ({ choice, place, noise: this.#normal(mix) }));
      if (when.length) this.#hanging.set(a.id, when);
      this.#own.set(a.id, new Float64Array(draws));
    }
    this.reset();
  }

  /** @param {string} id */
  #noiseOf(id) {
    return /** @type {Float64Array} */ (this.#noise.get(id));
  }

  /**
   * The input with this id.
   * @param {string} id
   */
  get(id) {
    const found = this.#byId.get(id);
    if (!found) throw new RangeError(`${id} is no input here: there are ${this.ids.join(", ")}`);
    return found;
  }

  /**
   * Where an input stands in `x`.
   * @param {string} id
   */
  place(id) {
    return /** @type {number} */ (this.#place.get(this.get(id).id));
  }

  /**
   * Where in `x` an input's value stands: its own place, and those of inputs that take its value.
   * @param {string} id
   */
  places(id) {
    return this.ids.flatMap((other, k) => (other === id || this.owner(other) === id ? [k] : []));
  }

  /**
   * The input whose value this one takes: itself, unless it is tied.
   * @param {string} id
   */
  owner(id) {
    const seen = new Set([id]);
    for (let next = this.#ties.get(id); next !== undefined; next = this.#ties.get(next)) {
      if (seen.has(next)) throw new RangeError(`${[...seen, next].join(" is the same as ")}: a circle`);
      seen.add(next);
      id = next;
    }
    return id;
  }

  /**
   * What an input is set to now: its own setting, or that of the input whose value it takes.
   * @param {string} id
   */
  setting(id) {
    return /** @type {Setting} */ (this.#settings.get(this.owner(id)));
  }

  /** Every setting by id, that of tied inputs being their owner's. */
  settings() {
    return Object.fromEntries(this.ids.map((id) => [id, this.setting(id)]));
  }

  /**
   * Sets an input: to an interval, to a choice's weights, or to take another's value in every draw.
   * @param {string} id
   * @param {Stated} stated
   */
  set(id, stated) {
    const a = this.get(id);
    if ("sameAs" in stated) this.#ties.set(id, this.get(stated.sameAs).id);
    else {
      this.#ties.delete(id);
      this.#fill(a, stated);
    }
    if (a.scale === "choice") this.#refill();
    this.#lay();
  }

  /** Puts the inputs that hang on choices where those now have them. */
  #refill() {
    for (const id of this.#hanging.keys()) this.#fill(this.get(id), /** @type {Setting} */ (this.#settings.get(id)));
  }

  /**
   * @param {Input} a
   * @param {Setting} setting
   */
  #fill(a, setting) {
    const out = /** @type {Float64Array} */ (this.#own.get(a.id));
    this.#settings.set(a.id, [...setting]);
    if (a.scale === "choice") fillPlaces(out, setting, this.#noiseOf(a.id));
    else fillValues(out, a.scale, /** @type {Interval} */ (setting), this.#noiseWhere(a.id));
  }

  /**
   * An input's own normal in each draw, as the choices have it that it hangs on; some may be held at an option.
   * @param {string} id
   * @param {(choice: string) => Float64Array} places the option's place in each draw
   */
  #noiseWhere(id, places = (choice) => /** @type {Float64Array} */ (this.#own.get(this.owner(choice)))) {
    const when = this.#hanging.get(id);
    if (!when) return this.#noiseOf(id);
    const out = this.#noiseOf(id).slice();
    for (const { choice, place, noise } of when) {
      const taken = places(choice);
      for (let i = 0; i < out.length; i++) if (taken[i] === place) out[i] = noise[i];
    }
    return out;
  }

  /**
   * Values of every input with one held at a value: `x`, but for the input's own places, and inputs that hang on it.
   * @param {string} id
   * @param {Float64Array} held the value in every draw
   */
  holding(id, held) {
    const whose = this.owner(id);
    /** @param {string} choice */
    const places = (choice) =>
      this.owner(choice) === whose ? held : /** @type {Float64Array} */ (this.#own.get(this.owner(choice)));
    return this.ids.map((other, k) => {
      const from = this.owner(other);
      if (from === whose) return held;
      if (!this.#hanging.get(from)?.some((when) => this.owner(when.choice) === whose)) return this.x[k];
      const a = this.get(from);
      const setting = /** @type {Interval} */ (this.setting(from));
      return fillValues(new Float64Array(this.draws), a.scale, setting, this.#noiseWhere(from, places));
    });
  }

  /** Puts each input's values, or its owner's, into its place of `x`. */
  #lay() {
    this.ids.forEach((id, k) => (this.x[k] = /** @type {Float64Array} */ (this.#own.get(this.owner(id)))));
  }

  /** Gives every input the book's default. */
  reset() {
    this.#ties.clear();
    const all = [...this.#byId.values()];
    for (const a of all) if (a.scale === "choice") this.#fill(a, a.interval);
    for (const a of all) if (a.scale !== "choice") this.#fill(a, a.interval);
    this.#lay();
  }

  /** @param {Input} a */
  #uniform(a) {
    const [column] = a.mix[0];
    return uniforms(column, this.#payload.columns[column], this.draws, this.#payload.draws);
  }

  /**
   * A standard normal: a column, or the weighted sum of columns that gives an input its correlations.
   * @param {Mix} mix
   */
  #normal(mix) {
    if (mix.length === 1 && mix[0][1] === 1) return this.#column(mix[0][0]);
    const out = new Float64Array(this.draws);
    for (const [c, weight] of mix) {
      const own = this.#column(c);
      for (let i = 0; i < this.draws; i++) out[i] += weight * own[i];
    }
    return out;
  }

  /** @param {number} c */
  #column(c) {
    let z = this.#columns.get(c);
    if (!z) {
      z = normals(c, this.#payload.columns[c], this.draws, this.#payload.draws);
      this.#columns.set(c, z);
    }
    return z;
  }
}
