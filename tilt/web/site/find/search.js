// The search itself: which places have all that is asked for, best first. It knows no page. What is rare and
// what stands in a title counts more.

import { Vocabulary } from "./vocabulary.js";
import { asked, tokens } from "./words.js";

/** @typedef {import("./places.js").Place} Place */
/** @typedef {import("./words.js").Asked} Asked */

/** @typedef {{ place: Place, score: number, answered: number, found: Asked }} Hit how many words it answers, and with which of its own */
/**
 * @typedef {object} Answer
 * @property {Hit[]} hits best first
 * @property {[typed: string, read: string][]} instead what was typed that no place has, and as what it was read
 * @property {boolean} some whether no place has everything, and these have most of it
 */

/** @typedef {{ place: Place, list: { word: string }[], weights: Map<string, number> }} Entry */

const IN_TITLE = 3;
const IN_PLACE = 0.7; // words of the page's or the table's name
/** Words that are asked for but not marked, where others are. */
const SMALL = new Set("a an and are as at be by for from how in is it of on or that the to what with".split(" "));
const TOGETHER = 1.7; // words that stand there as they were typed
/** @type {Partial<Record<Place["kind"], number>>} what a reader looks for comes before what it rests on */
const KIND_WEIGHT = { section: 1.15, input: 1.3, finding: 1.3, scenario: 1.2, table: 1.1, row: 0.85, source: 0.9 };

export class Search {
  /** @type {Entry[]} */ #entries;
  /** @type {Map<string, number[]>} the entries that have a word */ #places = new Map();
  /** @type {Vocabulary} */ #vocabulary;

  /** @param {readonly Place[]} places */
  constructor(places) {
    this.#entries = places.map((place, k) => {
      const title = tokens(place.title);
      const text = tokens(place.text);
      const entry = { place, list: [...title, { word: "" }, ...text], weights: new Map() };
      this.#weigh(entry, k, text, 1 / (1 + text.length / 400));
      this.#weigh(entry, k, tokens(place.where), IN_PLACE);
      this.#weigh(entry, k, title, IN_TITLE / (1 + title.length / 12));
      return entry;
    });
    this.#vocabulary = new Vocabulary([...this.#places.keys()], (word) => this.#count(word));
  }

  /** @param {Entry} entry @param {number} k @param {{ word: string }[]} words @param {number} weight */
  #weigh({ weights }, k, words, weight) {
    for (const { word } of words) {
      const before = weights.get(word);
      if (before === undefined) {
        const having = this.#places.get(word);
        if (having) having.push(k);
        else this.#places.set(word, [k]);
      }
      // The second occurrence counts less than the first, and the tenth hardly.
      weights.set(word, (before ?? 0) + weight / (1 + 2 * (before ?? 0)));
    }
  }

  /**
   * @param {string} query
   * @returns {Answer}
   */
  ask(query) {
    const { words, phrases, growing = false } = asked(query);
    /** @type {[string, string][]} */
    const instead = [];
    const readings = words.map((word) => {
      const { read, near } = this.#vocabulary.readings(word);
      if (near) instead.push([word, near]);
      return read;
    });
    const wanted = phrases.map((phrase, k) => ({ phrase, growing: growing && k === phrases.length - 1 }));
    const hits = [];
    for (const entry of this.#having(readings, wanted)) {
      const hit = this.#judge(entry, readings, wanted);
      if (!hit) continue;
      if (words.length > 1 && spoken(entry.list, words, true)) hit.score *= TOGETHER;
      hits.push(hit);
    }
    const most = Math.max(0, ...hits.map((hit) => hit.answered));
    const best = hits.filter((hit) => hit.answered === most).sort((a, b) => b.score - a.score);
    return { hits: best, instead, some: most > 0 && most < readings.length };
  }

  /**
   * Entries that have a reading of any word, and the whole words of every phrase.
   * @param {Map<string, number>[]} readings
   * @param {{ phrase: string[], growing: boolean }[]} wanted
   */
  #having(readings, wanted) {
    const whole = wanted.flatMap(({ phrase, growing }) => (growing ? phrase.slice(0, -1) : phrase));
    if (whole.length) {
      const rarest = whole.sort((a, b) => this.#count(a) - this.#count(b))[0] ?? "";
      return this.#entriesOf([rarest]);
    }
    if (!wanted.length) return this.#entriesOf(readings.flatMap((words) => [...words.keys()]));
    return this.#entries;
  }

  /** @param {readonly string[]} words */
  #entriesOf(words) {
    const places = new Set(words.flatMap((word) => this.#places.get(word) ?? []));
    return [...places].flatMap((k) => this.#entries[k] ?? []);
  }

  /**
   * @param {Entry} entry
   * @param {Map<string, number>[]} readings
   * @param {{ phrase: string[], growing: boolean }[]} wanted
   * @returns {Hit | null} null where it has no word, or a phrase does not stand there word for word
   */
  #judge({ place, list, weights }, readings, wanted) {
    let score = 0;
    let answered = 0;
    /** @type {string[][]} */
    const phrases = [];
    for (const { phrase, growing } of wanted) {
      const found = spoken(list, phrase, growing);
      if (!found) return null;
      phrases.push(found);
      for (const word of found) score += (weights.get(word) ?? 0) * this.#rarity(word);
    }
    /** @type {Set<string>} */
    const words = new Set();
    for (const reading of readings) {
      let best = 0;
      for (const [word, worth] of reading) {
        const weight = weights.get(word);
        if (weight === undefined) continue;
        words.add(word);
        best = Math.max(best, worth * weight * this.#rarity(word));
      }
      if (best) answered += 1;
      score += best;
    }
    if (!answered && !phrases.length) return null;
    const telling = [...words].filter((word) => !SMALL.has(word));
    const found = { words: telling.length || phrases.length ? telling : [...words], phrases };
    return { place, answered, score: score * (KIND_WEIGHT[place.kind] ?? 1), found };
  }

  /** @param {string} word */
  #count(word) {
    return this.#places.get(word)?.length ?? 0;
  }

  /** @param {string} word */
  #rarity(word) {
    return Math.log(1 + this.#entries.length / (1 + this.#count(word)));
  }
}

/**
 * A phrase as it stands in a list of words; null where it does not.
 * @param {readonly { word: string }[]} list
 * @param {readonly string[]} phrase
 * @param {boolean} growing whether its last word may go on
 */
function spoken(list, phrase, growing) {
  const last = phrase.length - 1;
  const at = list.findIndex((_, k) =>
    phrase.every((word, j) => {
      const here = list[k + j]?.word ?? "";
      return here === word || (growing && j === last && here.startsWith(word));
    }),
  );
  return at < 0 ? null : list.slice(at, at + phrase.length).map(({ word }) => word);
}
