// The one owner of the reader's scenario in a page. Two slots: `mine`, the reader's own values, and what is shown, which
// may be a named scenario's or a link's: looking never touches `mine`. Every change is a step that can be taken back.
// Knows no page and no storage: reader.js gives it what was kept, and keeps what it says.

import { NOTHING, taken } from "./about.js";
import { isTie } from "./scales.js";
import { statedWords } from "./scenario.js";
import { lookedAt, mineShown, noteOf, originOf, replacing, said, saidIn, sent, unkept } from "./states.js";
import { changesOf, differing, empty, equal, settingOf } from "./values.js";

/**
 * @import { Own, Session } from "./keeping.js"
 * @import { About, Book, NamedScenario, Setting, Stated, State, Values } from "./types.js"
 */

/**
 * Why the state changed. `move`: the reader moved something, more of it may follow; `said`: they wrote of it, and nothing
 * moved; `start`: the page opened.
 * @typedef {"start" | "move" | "said" | "reset" | "look" | "link" | "mine" | "undo" | "redo" | "outside" | "quiet"} Cause
 */

/** @typedef {(cause: Cause) => void} Listener */

export const STEPS = 20; // that can be taken back

export class Store {
  /** @type {Book} */ book;
  /** @type {State} */ #state = { mine: {}, earlier: null, shown: mineShown({}) };
  /** @type {State[]} */ #past = [];
  /** @type {State[]} */ #future = [];
  /** @type {Set<Listener>} */ #listeners = new Set();
  /** @type {Map<NamedScenario, Values>} */ #named;
  /** @type {unknown} */ #gesture = null;
  /** @type {{ about: "link" | "file" | "kept", sentences: string[] } | null} */ #problems = null;

  /**
   * @param {Book} book
   * @param {Partial<Own> & { session?: Session | null }} [kept]
   */
  constructor(book, { mine = {}, earlier = null, session = null, about, earlierAbout } = {}) {
    this.book = book;
    this.#named = new Map(book.scenarios.map((s) => [s, this.#own(changesOf(s))]));
    this.restore({ mine, earlier, session, about, earlierAbout });
  }

  /** What the page shows, of all that differs from the book's defaults. */
  get values() {
    return this.#state.shown.values;
  }

  get mine() {
    return this.#state.mine;
  }

  get earlier() {
    return this.#state.earlier;
  }

  get shown() {
    return this.#state.shown;
  }

  /** What is said of the values shown. @returns {About} */
  get about() {
    const { shown, about } = this.#state;
    return (shown.kind === "mine" ? about : shown.about) ?? NOTHING;
  }

  /** What storage holds. @returns {Own} */
  get own() {
    return this.#state;
  }

  /** Whether what is said of the values shown is the reader's to write. */
  get canSay() {
    return this.shown.kind === "mine" || this.shown.kind === "draft";
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** What of a link, or of what was kept, could not be used; gone with the next change. */
  get problems() {
    return this.#problems;
  }

  /** The scenario whose values are shown, the book's own among them; null for any other values. */
  get scenario() {
    return this.#scenarioOf(this.values);
  }

  /**
   * What is stated of an input, a tie as such.
   * @param {string} id
   * @returns {Stated}
   */
  stated(id) {
    return this.values[id] ?? this.#assumption(id).interval;
  }

  /**
   * The setting of an input: its own, or that of the one it is tied to.
   * @param {string} id
   * @returns {Setting}
   */
  setting(id) {
    return settingOf(this.values, id, this.book) ?? this.#assumption(id).interval;
  }

  /**
   * What an engine that knows only some inputs is told of one: the tie where it knows the other, else the setting.
   * @param {string} id
   * @param {{ has(id: string): boolean }} known
   */
  told(id, known) {
    const stated = this.stated(id);
    return isTie(stated) && !known.has(stated.sameAs) ? this.setting(id) : stated;
  }

  /**
   * What is stated of an input, as the page says it.
   * @param {string} id
   */
  words(id) {
    return statedWords(this.#assumption(id), this.stated(id), this.book.assumptions);
  }

  /** @param {string} id */
  moved(id) {
    return id in this.values;
  }

  /** @param {Listener} listener @returns {() => void} ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The reader sets an input. Settings of one gesture, such as a drag, are one step.
   * @param {string} id
   * @param {Stated} setting
   * @param {unknown} [gesture] what they have in common; null for a step of its own
   */
  set(id, setting, gesture = null) {
    this.#move({ ...this.values, [id]: setting }, "move", gesture);
  }

  /** The reader sets several inputs in one step. @param {Values} values */
  setAll(values) {
    this.#move({ ...this.values, ...values }, "move");
  }

  /**
   * The reader writes of the values shown, if they are theirs: no step, for text has an undo of its own. Going back to where
   * the same was said does not lose it.
   * @param {Partial<About>} change
   */
  say(change) {
    if (!this.canSay) return;
    const before = this.about;
    const follow = said(this.shown.kind, before, { ...before, ...change });
    this.#state = follow(this.#state);
    this.#past = this.#past.map(follow);
    this.#future = this.#future.map(follow);
    this.#tell("said");
  }

  /**
   * Puts inputs back to the book's defaults.
   * @param {Iterable<string>} ids
   */
  reset(ids) {
    const gone = new Set(ids);
    this.#move(Object.fromEntries(Object.entries(this.values).filter(([id]) => !gone.has(id))), "reset");
  }

  /** Puts the whole book back. What was somebody else's to look at only goes out of sight. */
  resetBook() {
    const { mine, earlier, shown } = this.#state;
    if (shown.kind === "mine") this.#take({ ...replacing(this.#state, undefined), mine: {}, shown: mineShown({}) }, "reset");
    else this.#take({ mine, earlier, shown: lookedAt({}) }, "reset");
  }

  /** Shows a named scenario. @param {string} name */
  look(name) {
    const found = [...this.#named].find(([scenario]) => scenario.name === name);
    if (!found) return;
    const { mine, earlier } = this.#state;
    this.#take({ mine, earlier, shown: lookedAt(found[1]) }, "look");
  }

  /**
   * Shows the values of a link, or of a file.
   * @param {Values} values
   * @param {string[]} [problems] sentences about what of it could not be used
   * @param {About} [about]
   */
  follow(values, problems = [], about = undefined) {
    const { mine, earlier } = this.#state;
    this.#take({ mine, earlier, shown: sent(this.#own(values), about) }, "link", null, problems);
  }

  /**
   * Opens the page with a link's values: no step, for nothing was shown before.
   * @param {Values} values
   * @param {string[]} [problems]
   * @param {About} [about]
   */
  arrive(values, problems = [], about = undefined) {
    this.#state = this.#settled({ ...this.#state, shown: sent(this.#own(values), about) });
    this.complain(problems, "link");
  }

  /** Shows the reader's own values. */
  showMine() {
    const { mine, earlier } = this.#state;
    this.#take({ mine, earlier, shown: mineShown(mine) }, "mine");
  }

  /** Makes what is shown the reader's own; what was theirs is kept as the earlier ones. */
  keep() {
    const { shown } = this.#state;
    const from = shown.from ?? originOf(shown);
    const own = { ...mineShown(shown.values), from, ...(shown.kind !== "draft" && { kept: true }) };
    const about = shown.kind === "draft" ? shown.about : taken(shown.about);
    this.#take({ ...replacing(this.#state, about), mine: shown.values, shown: own }, "mine");
  }

  /** Makes the earlier values the reader's own again; those they have now become the earlier ones. */
  recall() {
    const { mine, earlier, about, earlierAbout } = this.#state;
    const swapped = { about: earlierAbout, earlierAbout: about };
    if (earlier) this.#take({ mine: earlier, earlier: empty(mine) ? null : mine, shown: mineShown(earlier), ...swapped }, "mine");
  }

  /** Takes values as the reader's own: a kernel set them. @param {Values} values */
  replace(values) {
    const mine = this.#own(values);
    this.#take({ mine, earlier: this.earlier, shown: mineShown(mine) }, "mine");
  }

  /**
   * Follows what another tab made of the reader's own values.
   * @param {Own} own
   */
  outside({ mine: theirs, earlier, about, earlierAbout }) {
    const mine = this.#own(theirs);
    const shown = this.shown.kind === "mine" ? mineShown(mine) : this.shown;
    this.#take({ mine, earlier, about, earlierAbout, shown }, "outside", "outside");
  }

  /** Puts away the note about what is shown, and what was said about a link. */
  quiet() {
    const { shown } = this.#state;
    this.#problems = null;
    this.#state = { ...this.#state, shown: { ...shown, quiet: true } };
    this.#tell("quiet");
  }

  /**
   * Says what of a link, or of the reader's kept values, could not be used.
   * @param {string[]} sentences
   * @param {"link" | "file" | "kept"} about
   */
  complain(sentences, about) {
    this.#problems = sentences.length ? { about, sentences } : null;
    this.#tell("start");
  }

  undo() {
    this.#step(this.#past, this.#future, "undo");
  }

  redo() {
    this.#step(this.#future, this.#past, "redo");
  }

  /** What a tab takes along to its next page. @returns {Session} */
  get session() {
    return { shown: this.shown, past: this.#past, future: this.#future };
  }

  /**
   * Takes up what was kept, without a step: the page has just come up.
   * @param {Own & { session: Session | null }} kept
   */
  restore({ mine, earlier, session, about, earlierAbout }) {
    const own = this.#own(mine);
    this.#past = session?.past ?? [];
    this.#future = session?.future ?? [];
    this.#gesture = null;
    const shown = session && session.shown.kind !== "mine" ? session.shown : { ...mineShown(own), ...noteOf(session, own) };
    this.#state = this.#settled({ mine: own, earlier, shown, ...saidIn({ about, earlierAbout }) });
    this.#tell("start");
  }

  /** @param {Values} values */
  #own(values) {
    return differing(values, this.book);
  }

  /** @param {Values} values @returns {NamedScenario | null} */
  #scenarioOf(values) {
    return [...this.#named].find(([, own]) => equal(own, values, this.book))?.[0] ?? null;
  }

  /** @param {string} id */
  #assumption(id) {
    const a = this.book.assumptions.get(id);
    if (!a) throw new Error(`the book has no assumption ${id}`);
    return a;
  }

  /**
   * The reader moves something. Of values that are somebody else's this makes a draft, or their own if they had none.
   * @param {Values} values
   * @param {Cause} cause
   * @param {unknown} [gesture]
   */
  #move(values, cause, gesture = null) {
    const { mine, earlier, shown } = this.#state;
    const next = this.#own(values);
    const from = shown.from ?? originOf(shown);
    const about = shown.kind === "draft" ? shown.about : taken(shown.about);
    if (shown.kind === "mine") this.#take({ mine: next, earlier, shown: { ...unkept(shown), values: next } }, cause, gesture);
    else if (empty(mine)) this.#take({ mine: next, earlier, about, shown: { ...mineShown(next), from } }, cause, gesture);
    else {
      const quiet = shown.kind === "draft" && shown.quiet;
      this.#take({ mine, earlier, shown: { kind: "draft", values: next, name: null, from, quiet, ...(about && { about }) } }, cause, gesture);
    }
  }

  /**
   * A state whose kind says what its values are: one's own, a named scenario's, or neither.
   * @param {State} state
   * @returns {State}
   */
  #settled(state) {
    const { mine, shown } = state;
    if (shown.kind === "mine") return { ...state, shown: { ...shown, from: empty(mine) ? null : shown.from } };
    if (equal(shown.values, mine, this.book)) return { ...state, shown: mineShown(mine) };
    const name = this.#scenarioOf(shown.values)?.name ?? null;
    if (shown.kind === "link" || name === null) return { ...state, shown: { ...shown, name } };
    return { ...state, shown: { ...shown, kind: "scenario", name, from: null } };
  }

  /**
   * Every change of state comes through here.
   * @param {State} next
   * @param {Cause} cause
   * @param {unknown} [gesture]
   * @param {string[]} [problems]
   */
  #take(next, cause, gesture = null, problems = []) {
    const before = this.#state;
    const state = this.#settled({ ...saidIn(before), ...next });
    const of = state.shown.about?.via ?? "link";
    this.#problems = problems.length ? { about: of, sentences: problems } : null;
    const unmoved =
      equal(state.mine, before.mine, this.book) &&
      equal(state.shown.values, before.shown.values, this.book) &&
      equal(state.earlier ?? {}, before.earlier ?? {}, this.book);
    if (!unmoved && (gesture === null || gesture !== this.#gesture || !this.#past.length)) {
      this.#past = [...this.#past, before].slice(-STEPS);
    }
    if (!unmoved) this.#future = [];
    this.#gesture = gesture;
    this.#state = state;
    this.#tell(cause);
  }

  /**
   * @param {State[]} from
   * @param {State[]} to
   * @param {"undo" | "redo"} cause
   */
  #step(from, to, cause) {
    const state = from.at(-1);
    if (!state) return;
    const left = from.slice(0, -1);
    const gained = [...to, this.#state].slice(-STEPS);
    [this.#past, this.#future] = cause === "undo" ? [left, gained] : [gained, left];
    this.#gesture = null;
    this.#problems = null;
    this.#state = state;
    this.#tell(cause);
  }

  /** @param {Cause} cause */
  #tell(cause) {
    for (const listener of this.#listeners) listener(cause);
  }
}
