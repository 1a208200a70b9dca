// The explorer of a claim: brings the static form (tilt/explorer/page.py) to life. Knows no claim and no page: the store
// holds what the reader sets, loop.js computes and draws, this module makes the parts and ties them together.

import { button, element, find, idle, turn } from "../dom.js";
import { readyEngine } from "../engine/engine.js";
import { undoKeys } from "../keys.js";
import { reasonOf, under } from "../notes.js";
import { isTie } from "../scales.js";
import { Store } from "../store.js";
import { bookOf } from "../values.js";
import { Gestures } from "./gestures.js";
import { Instrument } from "./instrument.js";
import { Loop } from "./loop.js";
import { drawing } from "./outline.js";
import { Pictures } from "./pictures.js";
import { Parts, createRows } from "./rows.js";
import { Said } from "./said.js";
import { Swings } from "./swings.js";
import { Tables } from "./tables.js";
import { Tools } from "./tools.js";
import { VerdictView } from "./verdict.js";

/**
 * @import { CompiledClaim, Payload, Verdict } from "../engine/types.js"
 * @import { Assumption, Values } from "../types.js"
 */

/**
 * @typedef {object} Options
 * @property {Store} [store] the page's; without one the explorer has its own, which nothing keeps
 * @property {Values} [initial] for a store of its own
 * @property {HTMLElement | null} [instrument] what the page opens with, where it has one: it shows the same
 * @property {() => Promise<{ default: CompiledClaim }>} loadClaim the compiled module
 * @property {() => Promise<any>} loadVega
 * @property {() => Promise<{ default: Record<string, object> }>} [loadCharts] what Vega draws, by picture; else the payload has it
 * @property {(store: Store) => HTMLElement[]} [foot] what stands in the foot besides
 * @property {(values: Values, verdicts: Verdict[]) => void} [onChange] after each change, once it has settled
 */

/**
 * Brings an explorer to life. Answers with what others may do with it.
 * @param {HTMLElement} host
 * @param {Payload} payload
 * @param {Options} options
 */
export function mount(host, payload, options) {
  const explorer = new Explorer(find(host, ".tx"), payload, options);
  return {
    /** Values from outside, as {id: setting}: unknown ids are ignored, so are values that are the default's. @param {Values} values */
    setScenario: (values) => explorer.store.replace(values),
    get: () => structuredClone(explorer.store.values),
    destroy: () => explorer.destroy(),
  };
}

class Explorer {
  /** @type {Store} */ store;
  /** @type {HTMLElement} */ #section;
  /** @type {Payload} */ #payload;
  /** @type {Options} */ #options;
  /** @type {Map<string, Assumption>} */ #own; // what this claim uses
  /** @type {ReturnType<typeof createRows>} */ #rows;
  /** @type {Parts} */ #parts;
  /** @type {Instrument | null} */ #instrument;
  /** @type {VerdictView} */ #verdict;
  /** @type {Swings} */ #swings;
  /** @type {Pictures} */ #pictures;
  /** @type {Tables} */ #tables;
  /** @type {Tools} */ #tools;
  /** @type {Said} */ #said;
  /** @type {Loop} */ #loop;
  /** @type {Gestures} */ #gestures;
  /** @type {(() => void)[]} */ #ends = [];
  #destroyed = false;

  /**
   * @param {HTMLElement} section
   * @param {Payload} payload
   * @param {Options} options
   */
  constructor(section, payload, options) {
    const book = bookOf(/** @type {any} */ (payload));
    this.#section = section;
    this.#payload = payload;
    this.#options = options;
    this.store = options.store ?? new Store(book, { mine: options.initial ?? {} });
    const ids = new Set(payload.assumptions.map((a) => a.id));
    this.#own = new Map([...book.assumptions].filter(([id]) => ids.has(id)));
    this.#gestures = new Gestures(section);
    const actionsOf = (/** @type {Gestures} */ gestures) => ({
      change: (/** @type {string} */ id, /** @type {import("../types.js").Setting} */ setting) => this.store.set(id, setting, gestures.of(id)),
      reset: (/** @type {string} */ id) => this.store.reset([id]),
      undo: () => this.store.undo(),
      reason: (/** @type {string} */ id, /** @type {string} */ text) => this.store.say({ reasons: { ...this.store.about.reasons, [id]: text } }),
    });
    const choose = (/** @type {string} */ id) => this.#loop.choose(id);
    this.#rows = createRows(section, this.#own, actionsOf(this.#gestures));
    this.#parts = new Parts(section, this.#rows, /** @type {any} */ (payload));
    this.#instrument = options.instrument ? new Instrument(options.instrument, payload, this.#own, actionsOf, choose) : null;
    this.#verdict = new VerdictView(section, payload, choose);
    this.#swings = new Swings(section, this.#own, (id) => this.#rows.get(id)?.visit());
    this.#pictures = new Pictures(section, payload);
    this.#tools = new Tools(section, this.store, this.#own.keys());
    this.#said = new Said(find(section, ".tx-notices"), this.store);
    this.#tables = new Tables(payload, {
      engine: () => this.#loop.engine,
      shown: () => this.#pictures.shown,
      ready: () => this.#specify(),
      others: () => [this.#swings.table(this.#loop.swung, this.#loop.finding.title, (id) => this.store.setting(id))],
    });
    this.#loop = this.#makeLoop();
    const reset = button("Reset the book", () => this.store.resetBook());
    find(section, ".tx-foot").append(...(options.foot?.(this.store) ?? []), reset, this.#tables.details);
    this.#begin();
  }

  #makeLoop() {
    const showFlip = (/** @type {string} */ id, /** @type {number | null | undefined} */ flip) => {
      this.#rows.get(id)?.showFlip(flip);
      this.#instrument?.rows.get(id)?.showFlip(flip);
    };
    const showWorth = (/** @type {import("../engine/types.js").Swing[]} */ swings) => {
      for (const { id, atLow, atHigh } of swings) this.#rows.get(id)?.showWorth(Math.abs(atHigh - atLow));
    };
    const parts = { pictures: this.#pictures, swings: this.#swings, tables: this.#tables, showFlip, showWorth };
    return new Loop(this.#payload, this.store, [...this.#own.keys()], parts, {
      judged: (finding, verdicts, quiet) => {
        const touched = this.#touched();
        const chosen = /** @param {string} id @returns {[number, string]} */ (id) => [this.store.setting(id)[0] ?? NaN, this.#own.get(id)?.unit ?? ""];
        const judged = { who: under(this.store, touched), finding, verdicts, chosen, touched, quiet };
        const { engine } = this.#loop;
        const drawn = engine && drawing(this.#payload, finding, engine.effect(finding.id));
        this.#verdict.show(judged, drawn);
        if (drawn) this.#instrument?.show(judged, drawn);
      },
      settled: (verdicts) => this.#options.onChange?.(structuredClone(this.store.values), verdicts),
    });
  }

  /** Whether anything that the claim uses differs: only then is its verdict another. */
  #touched() {
    return Object.keys(this.store.values).some((id) => this.#own.has(id));
  }

  #begin() {
    const follow = (/** @type {import("../store.js").Cause} */ cause) => {
      this.#show();
      if (cause === "quiet" || cause === "said") return;
      this.#pictures.want();
      this.#loop.request();
    };
    const release = () => this.#loop.release();
    this.#show();
    this.#parts.reveal((id) => this.store.moved(id));
    this.#swings.show(this.#loop.swung, (id) => this.store.setting(id), true);
    this.#ends.push(this.store.subscribe(follow));
    if (!this.#options.store) this.#section.addEventListener("keydown", (event) => undoKeys(event, this.store));
    for (const place of [this.#section, ...(this.#instrument ? [this.#instrument.section] : [])]) {
      for (const type of ["change", "pointerup"]) place.addEventListener(type, release);
      for (const type of ["pointerover", "focusin"]) place.addEventListener(type, this.#pictures.want, { once: true });
    }
    this.#load().catch((error) => {
      const text = `The explorer could not be loaded; figures and charts show the book’s defaults. (${error.message})`;
      this.#said.show("load", element("p", {}, text));
    });
  }

  /** What follows the store at once: rows, menu, notes. */
  #show() {
    for (const [id, row] of [...this.#rows, ...(this.#instrument?.rows ?? [])]) {
      const tied = isTie(this.store.stated(id)) ? this.store.words(id) : "";
      row.show(this.store.setting(id), this.store.moved(id), tied);
      row.because(this.store.moved(id), reasonOf(this.store, id), this.store.canSay);
    }
    this.#parts.mark((id) => this.store.moved(id));
    this.#instrument?.able(this.store.canUndo);
    this.#tools.show();
    this.#said.follow();
  }

  async #load() {
    const module = await this.#options.loadClaim();
    if (this.#destroyed) return;
    const draws = this.#payload.draws.page;
    const engine = await readyEngine(this.#payload, module.default, turn);
    if (this.#destroyed) return;
    this.#loop.start(engine);
    this.#section.classList.add("tx-live");
    await this.#pictures.wanted;
    await idle(500);
    this.#loop.warm();
    const [vega] = await Promise.all([this.#options.loadVega(), this.#specify()]);
    if (this.#destroyed) return;
    await this.#pictures.start(vega, engine, draws);
  }

  /** Gives pictures that did not bring their specification theirs. */
  async #specify() {
    const charts = await this.#options.loadCharts?.();
    for (const picture of this.#payload.pictures) picture.spec ??= charts?.default[picture.id];
  }

  destroy() {
    this.#destroyed = true;
    for (const end of this.#ends) end();
    this.#loop.destroy();
    this.#verdict.destroy();
    this.#pictures.destroy();
  }
}
