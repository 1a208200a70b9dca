// The words of the book, and which of them a typed one may mean: itself, what begins with it, its singular; where the book
// has none of these, words that are a letter or two off.

export class Vocabulary {
  /** @type {string[]} in their order */ #words;
  /** @type {(word: string) => number} */ #count;

  /**
   * @param {string[]} words
   * @param {(word: string) => number} count in how many places a word stands
   */
  constructor(words, count) {
    this.#words = words.sort();
    this.#count = count;
  }

  /**
   * The words that a typed one may mean, each with how well it answers, and the nearest where the book has none.
   * @param {string} word
   * @returns {{ read: Map<string, number>, near: string | null }}
   */
  readings(word) {
    /** @type {Map<string, number>} */
    const read = new Map();
    for (const known of this.#from(word)) read.set(known, known === word ? 1 : 0.75 * Math.sqrt(word.length / known.length));
    const singular = word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : "";
    if (this.#has(singular)) read.set(singular, 0.9);
    if (read.size) return { read, near: null };
    const near = this.#near(word);
    for (const known of near) read.set(known, 0.5);
    return { read, near: near[0] ?? null };
  }

  /** @param {string} word */
  #has(word) {
    return this.#words[this.#first(word)] === word;
  }

  /**
   * Words that begin with a stem; of a single letter, only itself.
   * @param {string} stem
   */
  #from(stem) {
    if (stem.length < 2) return this.#has(stem) ? [stem] : [];
    return this.#words.slice(this.#first(stem), this.#first(`${stem}\u{10ffff}`));
  }

  /**
   * The place of the first word that does not come before another.
   * @param {string} word
   */
  #first(word) {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#words[middle] ?? "") < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The words that are a letter off, or two of a long word, or that begin so; the nearest and commonest first.
   * @param {string} word
   */
  #near(word) {
    const most = word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2;
    /** @param {string} known @param {number} off */
    const nearness = (known, off) => Math.min(distance(word, known, off), distance(word, known.slice(0, word.length), off) + 0.5);
    // Hardly anybody mistypes a word's first letter, except for the second; asking all others would take far longer.
    const begins = this.#words.filter((known) => known[0] === word[0] || known[0] === word[1]);
    for (let off = 1; off <= most; off++) {
      const near = begins.map((known) => ({ known, away: nearness(known, off) })).filter(({ away }) => away <= off + 0.5);
      near.sort((a, b) => a.away - b.away || this.#count(b.known) - this.#count(a.known));
      if (near.length) return near.map(({ known }) => known);
    }
    return [];
  }
}

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one word of another; no more
 * than `most` are counted.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
