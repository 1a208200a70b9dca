// The frame loop: one redraw a frame while something moves, then everything with all draws once it has stopped.

import { idle, turn } from "../dom.js";
import { same } from "../scales.js";
import { took } from "./pacing.js";

/**
 * @import { Finding, Payload, Swing, Verdict } from "../engine/types.js"
 * @import { Stated } from "../types.js"
 * @import { Engine } from "../engine/engine.js"
 * @import { Store } from "../store.js"
 */

const MOVING_DRAWS = 512; // for fans and swings while a handle moves; the verdict always takes all draws
const FEWER_DRAWS = 256; // where those take longer than
const BUDGET = 10; // ms of work a frame
// What takes longer than its part of a frame follows when the reader stops:
const VERDICT_BUDGET = 5; // ms for all findings; where they take longer, the chosen one alone follows the handle
const PICTURE_BUDGET = 6; // ms for the rows of pictures, the quickest first
const SWING_BUDGET = 6; // ms for swings
const SLICE = 8; // ms of work between two looks at what the reader does
const SETTLE = 120; // ms after the last change: everything with all draws

/**
 * @typedef {object} Parts what the loop draws
 * @property {import("./pictures.js").Pictures} pictures
 * @property {import("./swings.js").Swings} swings
 * @property {import("./tables.js").Tables} tables
 * @property {(id: string, flip: number | null | undefined) => void} showFlip
 * @property {(swings: Swing[]) => void} showWorth
 */

/**
 * @typedef {object} Listening
 * @property {(finding: Finding, verdicts: Verdict[], quiet: boolean) => void} judged in every frame
 * @property {(verdicts: Verdict[]) => void} settled once the reader has stopped
 */

export class Loop {
  /** @type {Engine | null} while it loads */ engine = null;
  /** @type {Finding} */ finding;
  /** @type {Swing[]} */ swung;
  /** @type {Payload} */ #payload;
  /** @type {Store} */ #store;
  /** @type {string[]} */ #ids; // what the reader can move of the claim
  /** @type {Set<string>} */ #known; // what the engine knows: those, and others' that they may be tied to
  /** @type {Parts} */ #parts;
  /** @type {Listening} */ #listening;
  /** @type {Map<string, Stated>} */ #given = new Map(); // what the engine was last given, where it is not the default
  /** @type {Verdict[]} */ #verdicts = [];
  #frame = 0;
  #since = 0; // when the first change came that the next frame draws
  #movedAt = 0; // when the values last changed
  #turn = 0; // counts changes: work begun for an earlier one is stale
  #unsettled = false;
  #released = false;
  #moving = MOVING_DRAWS;
  #alone = false; // whether only the chosen finding is judged while a handle moves
  #swinging = MOVING_DRAWS; // draws of the swings while a handle moves; 0 where they wait
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #destroyed = false;

  /**
   * @param {Payload} payload
   * @param {Store} store
   * @param {string[]} ids of the claim's inputs
   * @param {Parts} parts
   * @param {Listening} listening
   */
  constructor(payload, store, ids, parts, listening) {
    this.#payload = payload;
    this.#store = store;
    this.#ids = ids;
    this.#known = new Set([...ids, ...(payload.lent ?? []).map((a) => a.id)]);
    this.#parts = parts;
    this.#listening = listening;
    this.finding = payload.findings[0];
    this.swung = this.#defaultSwings();
  }

  /**
   * The engine is there.
   * @param {Engine} engine
   */
  start(engine) {
    this.engine = engine;
    this.#update(engine, { quiet: true });
    if (Object.keys(this.#store.values).length || this.finding !== this.#payload.findings[0]) this.#settle();
  }

  /** Compiles what the first movement needs, and finds out how long it takes. */
  warm() {
    const { engine } = this;
    if (!engine) return;
    engine.swings(this.finding.id, MOVING_DRAWS);
    this.#pace(engine);
    engine.verdicts([this.finding.id]);
    engine.forget();
    this.#alone = took(() => engine.verdicts()) > VERDICT_BUDGET;
  }

  /** Something changed: one redraw per frame, however many events came. */
  request() {
    if (this.#destroyed) return;
    this.#movedAt = performance.now();
    this.#unsettled = true;
    this.#turn += 1;
    this.#since ||= this.#movedAt;
    this.#frame ||= requestAnimationFrame(() => this.#redraw());
  }

  /** A handle let go is the end of a movement: what follows need not wait for it. */
  release() {
    if (this.#frame) this.#released = true;
    else if (this.#unsettled) this.#later(0);
  }

  /**
   * The reader takes another finding.
   * @param {string} id
   */
  choose(id) {
    this.finding = this.#payload.findings.find((f) => f.id === id) ?? this.finding;
    if (this.engine) this.#pace(this.engine);
    this.#parts.pictures.choose(id, this.engine, this.#payload.draws.page);
    this.request();
  }

  destroy() {
    this.#destroyed = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }

  #redraw() {
    this.#frame = 0;
    const start = this.#since;
    this.#since = 0;
    const { engine } = this;
    if (!engine || this.#destroyed) return; // start() shows what was set meanwhile
    const begun = performance.now();
    this.#update(engine, { alone: this.#alone });
    if (this.#swinging) {
      this.swung = engine.swings(this.finding.id, Math.min(this.#moving, this.#swinging));
      this.#parts.swings.show(this.swung, (id) => this.#store.setting(id), false);
    }
    this.#parts.pictures.show(engine, this.#moving, PICTURE_BUDGET).then(() => {
      const end = performance.now();
      this.#moving = end - begun > BUDGET ? FEWER_DRAWS : MOVING_DRAWS;
      performance.measure("tilt:redraw", { start, end, detail: end - begun });
    });
    this.#later(this.#released ? 0 : SETTLE);
    this.#released = false;
  }

  /**
   * Gives the engine what moved, and shows the verdict.
   * @param {Engine} engine
   * @param {{ quiet?: boolean, alone?: boolean }} [how] whether nothing is announced; whether the chosen finding is judged alone
   */
  #update(engine, { quiet = false, alone = false } = {}) {
    for (const id of this.#known) {
      const a = this.#store.book.assumptions.get(id);
      if (!a) continue;
      const next = this.#store.told(id, this.#known);
      if (!same(a, next, this.#given.get(id) ?? a.interval)) engine.set(id, next);
      this.#given.set(id, next);
    }
    const found = engine.verdicts(alone ? [this.finding.id] : undefined);
    this.#verdicts = alone ? this.#verdicts.map((v) => found.find(({ id }) => id === v.id) ?? v) : found;
    this.#listening.judged(this.finding, this.#verdicts, quiet);
    this.#parts.swings.mark((id) => this.#store.moved(id));
  }

  /** What the eye misses while a handle moves: all draws, order of swings, flips, tables, listeners. */
  async #settle() {
    const { pictures, swings, tables, showFlip, showWorth } = this.#parts;
    const { engine, finding } = this;
    if (!engine) return;
    const draws = this.#payload.draws.page;
    const change = this.#turn;
    const start = this.#movedAt;
    const stale = () => this.#destroyed || change !== this.#turn;
    this.#unsettled = false;
    if (this.#alone) this.#update(engine);
    await pictures.refine(engine, draws, stale);
    if (stale()) return;
    if (start) performance.measure("tilt:settle", { start, end: performance.now() });
    this.#listening.settled(this.#verdicts);
    const known = this.#ids.some((id) => this.#store.moved(id)) ? null : this.#defaultSwings();
    const found = known ?? (await inSlices(engine.untied, (id) => engine.swing(id, finding.id, draws), stale));
    if (stale()) return;
    this.swung = found;
    swings.show(found, (id) => this.#store.setting(id), true);
    showWorth(found);
    tables.show();
    await idle(500);
    if (stale()) return;
    const flips = known?.map((s) => s.flip) ?? (await inSlices(engine.untied, (id) => engine.flip(id, finding.id, draws), stale));
    if (stale()) return;
    const ids = known?.map((s) => s.id) ?? engine.untied;
    ids.forEach((id, k) => showFlip(id, flips[k]));
  }

  /**
   * How many draws the swings of the chosen finding may take in a frame.
   * @param {Engine} engine
   */
  #pace(engine) {
    const cost = took(() => engine.swings(this.finding.id, FEWER_DRAWS));
    this.#swinging = 2 * cost <= SWING_BUDGET ? MOVING_DRAWS : cost <= SWING_BUDGET ? FEWER_DRAWS : 0;
  }

  /** @returns {Swing[]} of the chosen finding, under the book's defaults */
  #defaultSwings() {
    return this.#payload.default.swings[this.finding.id] ?? [];
  }

  /** @param {number} wait ms until the redraw is followed by all draws */
  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => !this.#destroyed && this.#settle(), wait);
  }
}

/**
 * The results of `work` for each item, a little at a time so that the page stays quick; stops short once `stale`.
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Result} work
 * @param {() => boolean} stale
 */
async function inSlices(items, work, stale) {
  /** @type {Result[]} */
  const found = [];
  let begun = performance.now();
  for (const item of items) {
    if (performance.now() - begun > SLICE) {
      await turn();
      if (stale()) return found;
      begun = performance.now();
    }
    found.push(work(item));
  }
  return found;
}
