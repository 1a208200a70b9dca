// A claim's inputs as arrays of draws: the shared draws, bent to the interval each input has now.

import { normals, uniforms } from "./draws.js";
import { fillValues } from "./numbers.js";

/**
 * @import { EnginePayload, Input, Interval } from "./types.js"
 */

export class Inputs {
  /**
   * Values of each input in the order of `ids`: what compiled functions take.
   * @type {Float64Array[]}
   */
  x = [];

  /** @type {Map<string, Interval>} */
  #intervals = new Map();
  /** @type {Map<string, Input>} */
  #byId;
  /** @type {Map<string, number>} */
  #place;
  /** @type {Map<number, Float64Array>} */
  #columns = new Map();
  /** @type {Map<string, Float64Array>} */
  #normals = new Map();
  #payload;

  /**
   * @param {EnginePayload} payload
   * @param {number} draws
   */
  constructor(payload, draws) {
    this.#payload = payload;
    this.draws = draws;
    this.ids = payload.inputs;
    this.#byId = new Map(payload.assumptions.map((a) => [a.id, a]));
    this.#place = new Map(payload.inputs.map((id, k) => [id, k]));
    for (const id of this.ids) {
      const a = this.get(id);
      if (a.scale === "uniform") this.x[this.place(id)] = this.#uniform(a);
      else this.#normals.set(id, this.#normal(a));
    }
    this.reset();
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
   * The interval an input has now.
   * @param {string} id
   */
  interval(id) {
    return this.#intervals.get(id) ?? this.get(id).interval;
  }

  /** Every interval by id. */
  intervals() {
    return Object.fromEntries(this.#intervals);
  }

  /**
   * Gives an input an interval. One that only chooses branches (uniform) keeps its draws.
   * @param {string} id
   * @param {Interval} interval
   */
  set(id, [low, high]) {
    const a = this.get(id);
    const z = this.#normals.get(id);
    if (!z) return;
    this.#intervals.set(id, [low, high]);
    const k = this.place(id);
    this.x[k] = fillValues(this.x[k] ?? new Float64Array(this.draws), a.scale, [low, high], z);
  }

  /** Gives every input the book's default. */
  reset() {
    for (const id of this.ids) this.set(id, this.get(id).interval);
  }

  /** @param {Input} a */
  #uniform(a) {
    const [column] = a.mix[0];
    return uniforms(column, this.#payload.columns[column], this.draws, this.#payload.draws);
  }

  /**
   * An input's own standard normal: its column, or the weighted sum of columns that gives its correlations.
   * @param {Input} a
   */
  #normal(a) {
    if (a.mix.length === 1 && a.mix[0][1] === 1) return this.#column(a.mix[0][0]);
    const out = new Float64Array(this.draws);
    for (const [c, weight] of a.mix) {
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
