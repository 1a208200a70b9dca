// What adds up to a finding's mean effect: the parts laid end to end, then their sum.

import { THIN, number } from "../../format.js";
import { findingOf } from "./distribution.js";

/** @typedef {import("../pictures-data.js").Kind} Kind */

/** @typedef {import("../../engine/types.js").Split["written"]} Written */
/** @typedef {ReturnType<typeof step> & { seen: boolean }} Ghost a bar of the book's, and whether it differs from the reader's */

/** @type {WeakMap<Record<string, number>, Map<string, { seen: Ghost[], unseen: Ghost[] }>>} of each sum the same arrays again, so that a chart need not take them in twice */
const ghosts = new WeakMap();

/**
 * @param {string} total the name of the sum
 * @param {import("../../engine/types.js").PartMean[]} parts
 * @param {Written} [written] how readers see a part
 * @param {Record<string, number>} [book] the default's means: its bars stay behind where they are others
 */
export function splitRows(total, parts, written = "number", book) {
  const steps = laid(total, parts, written);
  if (!book) return { steps, ghost: steps.map((s) => ({ ...s, seen: false })) };
  /** @type {Map<string, { seen: Ghost[], unseen: Ghost[] }>} */
  const kept = ghosts.get(book) ?? new Map();
  let drawn = kept.get(total);
  if (!drawn) {
    const standard = laid(total, parts.map((p) => ({ ...p, mean: book[p.id] ?? 0 })), written);
    const [seen, unseen] = [true, false].map((yes) => standard.map((s) => ({ ...s, seen: yes })));
    kept.set(total, (drawn = { seen: seen ?? [], unseen: unseen ?? [] }));
    ghosts.set(book, kept);
  }
  const moved = drawn.seen.some((s, k) => s.text !== steps[k]?.text);
  return { steps, ghost: moved ? drawn.seen : drawn.unseen };
}

/**
 * @param {string} total
 * @param {import("../../engine/types.js").PartMean[]} parts
 * @param {Written} written
 */
function laid(total, parts, written) {
  let at = 0;
  const digits = Math.max(...parts.map((p) => Math.abs(p.mean))) >= 1 ? 1 : 2;
  const steps = parts.map((p, order) => {
    const row = step(p.label, at, at + p.mean, p.mean >= 0 ? "gain" : "loss", order, words(p.mean, written, digits));
    at += p.mean;
    return row;
  });
  steps.push(step(total, 0, at, "total", steps.length, words(at, written, digits)));
  return steps;
}

/**
 * A part as readers see it.
 * @param {number} value
 * @param {Written} written
 * @param {number} digits of plain numbers after the point
 */
function words(value, written, digits) {
  if (written === "times") return `${value >= 0 ? "×" : "÷"}${number(Number((10 ** Math.abs(value)).toPrecision(2)))}`;
  const text = written === "percent" ? Math.abs(100 * Math.expm1(value)).toFixed(0) : Math.abs(value).toFixed(digits);
  const sign = Number(text) === 0 ? "" : value > 0 ? "+" : "−";
  return `${sign}${text}${written === "percent" ? `${THIN}%` : ""}`;
}

/**
 * @param {string} label
 * @param {number} start
 * @param {number} end
 * @param {"gain" | "loss" | "total"} kind
 * @param {number} order
 * @param {string} text
 */
function step(label, start, end, kind, order, text) {
  return { label, start, end, right: Math.max(start, end), kind, text, order };
}

/** @type {Kind} */
export const split = {
  rows({ target }, payload, engine, n) {
    const found = splitOf(payload, target);
    return splitRows(found.total, engine.split(found.finding, n), found.written, payload.default?.split);
  },
  read: (_, __, { steps = [], ghost = [] }) =>
    steps.map((s, k) => ({ at: s.label, words: [`${s.label}: ${s.text}${ghost[k] && ghost[k].text !== s.text ? `; the book ${ghost[k].text}` : ""}`] })),
  across: true,
  table: ({ title, target }, payload, { steps = [] }) => ({
    caption: `${title}: means`,
    head: ["part", { number: findingOf(payload, target).unit, times: "multiplies it by", percent: "changes it by" }[splitOf(payload, target).written ?? "number"]],
    rows: steps.map((s) => [s.label, s.text]),
  }),
};

/**
 * @param {{ splits: import("../../engine/types.js").Split[] }} payload
 * @param {string | null} target
 */
function splitOf({ splits }, target) {
  const found = splits.find((s) => s.finding === target);
  if (!found) throw new Error(`the claim splits no finding ${target}`);
  return found;
}
