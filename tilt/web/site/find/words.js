// Words as the search compares them, and what somebody asks for: words, the last of which may still be growing, and
// phrases in quotation marks.

/** @typedef {{ word: string, start: number, end: number }} Token a word as compared, and where it stands in the text */

/**
 * What is asked for.
 * @typedef {object} Asked
 * @property {string[]} words each to occur, whole or begun
 * @property {string[][]} phrases each to occur word for word
 * @property {boolean} [growing] whether the last phrase is still being typed, so that its last word may go on
 */

const WORD = /[\p{L}\p{N}]+(?:[.,][\p{N}]+)*(?:['’]\p{L}+)?/gu;
const NEAR = 14; // words that one line of text may have
const PLAIN = /^[a-z0-9.,]+$/;
const ACCENTS = /\p{M}/gu;
const QUOTE = /["“”„«»]/;
const QUOTED = /["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)/g;

/**
 * A word as compared: small letters without accents, without the s of the genitive.
 * @param {string} text
 */
function plain(text) {
  const small = text.toLowerCase();
  if (PLAIN.test(small)) return small; // nearly all are: half a second less on a slow phone
  return small.normalize("NFKD").replace(ACCENTS, "").replaceAll("’", "'").replace(/'s$/, "");
}

/**
 * The words of a text, as compared, each with its place.
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  return Array.from(text.matchAll(WORD), (found) => ({
    word: plain(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/**
 * @param {string} text
 * @returns {string[]}
 */
export const wordsOf = (text) => tokens(text).map(({ word }) => word);

/**
 * @param {string} query as typed; a quotation mark that is still open counts up to the end
 * @returns {Asked}
 */
export function asked(query) {
  const phrases = Array.from(query.matchAll(QUOTED), ([, inside]) => wordsOf(inside ?? "")).filter((words) => words.length);
  const words = [...new Set(wordsOf(query.replace(QUOTED, " ")))];
  const growing = phrases.length > 0 && query.split(QUOTE).length % 2 === 0 && !/\s$/.test(query);
  return { words, phrases, growing };
}

/**
 * What is asked for as a query again: what a link takes along, to be marked where it leads.
 * @param {Asked} what
 */
export function asQuery({ words, phrases }) {
  return [...phrases.map((phrase) => `"${phrase.join(" ")}"`), ...words].join(" ");
}

/**
 * The one of several occurrences that has the most different words around it; of equals the first.
 * @param {readonly { word: string }[]} list
 * @param {readonly [number, number][]} found
 */
export function densest(list, found) {
  let best = 0;
  let most = 0;
  found.forEach(([first], k) => {
    const near = found.filter(([other]) => other >= first && other < first + NEAR);
    const words = new Set(near.flatMap(([from, to]) => list.slice(from, to).map(({ word }) => word))).size;
    if (words > most) [best, most] = [k, words];
  });
  return best;
}

/**
 * Where words and phrases stand in a list of words: pairs of the first word's place and the one after the last.
 * @param {readonly { word: string }[]} list
 * @param {Asked} what
 * @returns {[number, number][]}
 */
export function occurrences(list, { words, phrases }) {
  const wanted = new Set(words);
  /** @type {[number, number][]} */
  const found = [];
  for (let k = 0; k < list.length; k++) {
    const phrase = phrases.find((p) => p.every((word, j) => list[k + j]?.word === word));
    const length = phrase?.length ?? (wanted.has(list[k]?.word ?? "") ? 1 : 0);
    if (length) found.push([k, k + length]);
    k += Math.max(0, length - 1);
  }
  return found;
}
