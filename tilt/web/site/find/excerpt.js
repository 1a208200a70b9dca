// A few words around what was found, with what was found marked.

import { element } from "../../dom.js";
import { densest, occurrences, tokens } from "./words.js";

/** @typedef {import("./words.js").Asked} Asked */

const BEFORE = 40; // letters before the words found
const LONG = 170;

/**
 * Parts of a text in their order, each with whether it was asked for.
 * @param {string} text
 * @param {Asked} found
 * @returns {{ text: string, found: boolean }[]}
 */
export function marked(text, found) {
  const list = tokens(text);
  /** @type {{ text: string, found: boolean }[]} */
  const parts = [];
  let at = 0;
  for (const [first, after] of occurrences(list, found)) {
    const start = list[first]?.start ?? at;
    const end = list[after - 1]?.end ?? start;
    if (start > at) parts.push({ text: text.slice(at, start), found: false });
    parts.push({ text: text.slice(start, end), found: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), found: false });
  return parts;
}

/**
 * The part of a text that has most of what was found; its beginning where nothing of it was.
 * @param {string} text
 * @param {Asked} found
 */
export function excerpt(text, found) {
  const list = tokens(text);
  const all = occurrences(list, found);
  const first = list[all[densest(list, all)]?.[0] ?? 0]?.start ?? 0;
  const from = first > BEFORE ? text.indexOf(" ", first - BEFORE) + 1 : 0;
  const to = text.length > from + LONG ? text.lastIndexOf(" ", from + LONG) : text.length;
  return `${from > 0 ? "… " : ""}${text.slice(from, to > from ? to : from + LONG)}${to < text.length ? " …" : ""}`;
}

/**
 * A text with what was found of it marked.
 * @param {string} name class of the element
 * @param {string} text
 * @param {Asked} found
 */
export function markedElement(name, text, found) {
  const parts = marked(text, found).map((part) => (part.found ? element("mark", {}, part.text) : part.text));
  return element("span", { class: name }, ...parts);
}
