// The instrument of a page without an explorer, such as the first: moved by the page's own store, judged like the rest.

import { find } from "../dom.js";
import { Instrument } from "../explorer/instrument.js";
import { drawing } from "../explorer/outline.js";
import { under } from "../notes.js";
import { isTie } from "../scales.js";

/**
 * @import { Finding, Payload } from "../engine/types.js"
 * @import { Store } from "../store.js"
 * @import { Whole } from "../types.js"
 * @import { Judge } from "./judge.js"
 */

const SETTLE = 150; // ms after the last movement

export class Opening {
  /** @type {Store} */ #store;
  /** @type {Judge} */ #judge;
  /** @type {import("../types.js").WholeClaim} */ #claim;
  /** @type {Payload} */ #payload;
  /** @type {Instrument} */ #instrument;
  /** @type {Finding} */ #finding;
  #waiting = false; // for a frame
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {HTMLElement} host
   * @param {Store} store
   * @param {Whole} whole
   * @param {Judge} judge
   */
  constructor(host, store, whole, judge) {
    const claim = whole.claims.find((c) => c.slug === host.dataset.claim);
    if (!claim) throw new Error(`the book has no claim ${host.dataset.claim}`);
    const payload = /** @type {Payload} */ ({ ...JSON.parse(find(host, "script").textContent ?? ""), engine: whole.engine });
    const actions = (/** @type {import("../explorer/gestures.js").Gestures} */ gestures) => ({
      change: (/** @type {string} */ id, /** @type {import("../types.js").Setting} */ setting) => store.set(id, setting, gestures.of(id)),
      reset: (/** @type {string} */ id) => store.reset([id]),
      undo: () => store.undo(),
    });
    this.#payload = payload;
    this.#store = store;
    this.#judge = judge;
    this.#claim = claim;
    this.#finding = claim.findings[0];
    this.#instrument = new Instrument(host, payload, store.book.assumptions, actions, (id) => this.#choose(id));
  }

  /** Follows the store from now on. */
  follow() {
    this.#request();
    this.#store.subscribe(() => this.#request());
  }

  /** @param {string} id */
  #choose(id) {
    this.#finding = this.#claim.findings.find((f) => f.id === id) ?? this.#finding;
    this.#request();
  }

  #request() {
    const store = this.#store;
    for (const [id, row] of this.#instrument.rows) {
      row.show(store.setting(id), store.moved(id), isTie(store.stated(id)) ? store.words(id) : "");
    }
    this.#instrument.able(store.canUndo);
    if (!this.#waiting) requestAnimationFrame(() => this.#redraw());
    this.#waiting = true;
  }

  /** The chosen finding follows the handle, the others when it stops. */
  async #redraw(every = false) {
    const engine = await this.#judge.under(this.#claim, this.#store);
    this.#waiting = false;
    clearTimeout(this.#timer);
    if (!every) this.#timer = setTimeout(() => this.#redraw(true), SETTLE);
    const store = this.#store;
    const touched = this.#claim.inputs.some((id) => store.moved(id));
    const chosen = /** @param {string} id @returns {[number, string]} */ (id) => [store.setting(id)[0] ?? NaN, store.book.assumptions.get(id)?.unit ?? ""];
    const finding = this.#finding;
    const judged = { who: under(store, touched), finding, verdicts: engine.verdicts(every ? undefined : [finding.id]), chosen, touched, quiet: true };
    this.#instrument.show(judged, drawing(this.#payload, finding, engine.effect(finding.id)));
  }
}
