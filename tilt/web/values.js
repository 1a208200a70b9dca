// Values by assumption id, against the book they are values of.

import { alike, isTie, same } from "./scales.js";

/**
 * @import { Book, NamedScenario, Setting, Values } from "./types.js"
 */

/**
 * The assumptions and named scenarios of what Python hands over.
 * @param {{ assumptions: any[], others?: any[], scenarios: NamedScenario[] }} payload
 * @returns {Book}
 */
export function bookOf({ assumptions, others = [], scenarios }) {
  return { assumptions: new Map([...assumptions, ...others].map((a) => [a.id, a])), scenarios };
}

/** @param {Values} values */
export const empty = (values) => Object.keys(values).length === 0;

/**
 * Of some values, those that are not the book's own; ties that lead in a circle, or nowhere, are none.
 * @param {Values} values
 * @param {Book} book
 */
export function differing(values, book) {
  /** @type {Values} */
  const found = {};
  for (const [id, stated] of Object.entries(values)) {
    const a = book.assumptions.get(id);
    if (!a || same(a, stated, a.interval)) continue;
    const leads = !isTie(stated) || (alike(a, book.assumptions.get(stated.sameAs)) && settingOf(values, id, book));
    if (leads) found[id] = stated;
  }
  return found;
}

/**
 * Whether the same is stated of the same assumptions.
 * @param {Values} one
 * @param {Values} other
 * @param {Book} book
 */
export function equal(one, other, book) {
  const ids = Object.keys(one);
  if (ids.length !== Object.keys(other).length) return false;
  return ids.every((id) => {
    const a = book.assumptions.get(id);
    return a !== undefined && id in other && same(a, one[id], other[id]);
  });
}

/**
 * The setting an input has under some values, its own or that of the one it is tied to; null where ties lead in a circle.
 * @param {Values} values
 * @param {string} id
 * @param {Book} book
 * @returns {Setting | null}
 */
export function settingOf(values, id, book) {
  const seen = new Set();
  for (let next = id; !seen.has(next); ) {
    seen.add(next);
    const stated = values[next] ?? book.assumptions.get(next)?.interval;
    if (!stated) return null;
    if (!isTie(stated)) return stated;
    next = stated.sameAs;
  }
  return null;
}

/** @param {NamedScenario} scenario @returns {Values} */
export function changesOf(scenario) {
  /** @type {Values} */
  const values = {};
  for (const [id, { interval, sameAs }] of Object.entries(scenario.changes)) {
    const stated = sameAs === undefined ? interval : { sameAs };
    if (stated) values[id] = stated;
  }
  return values;
}
