// A claim's payload as its page holds it, made whole with what the book's pages share (`whole.js`).

/**
 * @import { EnginePayload, PagePart, Payload } from "../engine/types.js"
 * @import { Whole } from "../types.js"
 */

/**
 * @typedef {Pick<EnginePayload, "findings" | "fans" | "splits"> & Omit<PagePart, "others" | "scenarios" | "assumptions">
 *   & { assumptions: { id: string, symbol: string, group: string, basis: string }[], lent: string[] }} Part
 */

/**
 * @param {Part} part
 * @param {Whole} whole
 * @returns {Payload}
 */
export function completed(part, whole) {
  const { scenarios, columns, draws, likelihood, engine } = whole;
  const known = new Map(whole.assumptions.map((a) => [a.id, a]));
  const of = (/** @type {string} */ id) => /** @type {import("../types.js").Assumption} */ (known.get(id));
  const own = new Set(part.assumptions.map((a) => a.id));
  return /** @type {any} */ ({
    ...part,
    scenarios,
    columns,
    draws,
    likelihood,
    engine,
    inputs: [...own],
    assumptions: part.assumptions.map((a) => ({ ...of(a.id), ...a })),
    lent: part.lent.map(of),
    others: whole.assumptions.filter((a) => !own.has(a.id)),
  });
}
