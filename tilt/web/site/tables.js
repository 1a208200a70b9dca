// What searching and sorting the evidence tables comes down to, apart from any page.

/** @typedef {{ number: number, text: string }} Key of a cell; the number is NaN where it holds none */

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** @param {string} text */
export const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** @param {number} n */
export const rowCount = (n) => `${n.toLocaleString("en")} ${n === 1 ? "row" : "rows"}`;

/**
 * Numbers by size, else by the reader's alphabet. Empty cells stay last whichever way a column runs.
 * @param {boolean} down
 * @returns {(a: Key, b: Key) => number}
 */
export function comparison(down) {
  const sign = down ? -1 : 1;
  return (a, b) => {
    if (!a.text || !b.text) return (a.text ? 0 : 1) - (b.text ? 0 : 1);
    const both = !Number.isNaN(a.number) && !Number.isNaN(b.number);
    return sign * (both ? a.number - b.number : collator.compare(a.text, b.text));
  };
}

/** What a search has found, table by table. */
export class Found {
  /** @type {string[]} */ #words;
  /** @type {number} */ #total;
  #rows = 0;
  #tables = 0;

  /**
   * @param {string[]} words
   * @param {number} total rows there are
   */
  constructor(words, total) {
    this.#words = words;
    this.#total = total;
  }

  /** @param {number} shown rows of one table */
  add(shown) {
    this.#rows += shown;
    this.#tables += shown > 0 ? 1 : 0;
  }

  inWords() {
    if (!this.#words.length) return "";
    if (!this.#rows) return "No row has all of these words.";
    return `${this.#rows} of ${this.#total} rows, in ${this.#tables} ${this.#tables === 1 ? "table" : "tables"}`;
  }
}
