// What adds up to a finding's mean effect: the parts laid end to end, then their sum.

import { findingOf } from "./distribution.js";

/** @typedef {import("../pictures-data.js").Kind} Kind */

/**
 * @param {string} total the name of the sum
 * @param {import("../../engine/types.js").PartMean[]} parts
 */
export function splitRows(total, parts) {
  let at = 0;
  const digits = Math.max(...parts.map((p) => Math.abs(p.mean))) >= 1 ? 1 : 2;
  const steps = parts.map((p, order) => {
    const row = step(p.label, at, at + p.mean, p.mean >= 0 ? "gain" : "loss", order, digits);
    at += p.mean;
    return row;
  });
  steps.push(step(total, 0, at, "total", steps.length, digits));
  return { steps };
}

/**
 * @param {string} label
 * @param {number} start
 * @param {number} end
 * @param {"gain" | "loss" | "total"} kind
 * @param {number} order
 * @param {number} digits
 */
function step(label, start, end, kind, order, digits) {
  const value = end - start;
  const text = Math.abs(value).toFixed(digits);
  const sign = Number(text) === 0 ? "" : value > 0 ? "+" : "−";
  return { label, start, end, right: Math.max(start, end), kind, text: sign + text, order };
}

/** @type {Kind} */
export const split = {
  rows({ target }, payload, engine, n) {
    const found = payload.splits.find((s) => s.finding === target);
    if (!found) throw new Error(`the claim splits no finding ${target}`);
    return splitRows(found.total, engine.split(found.finding, n));
  },
  table: ({ title, target }, payload, { steps = [] }) => ({
    caption: `${title}: means`,
    head: ["part", findingOf(payload, target).unit],
    rows: steps.map((s) => [s.label, s.text]),
  }),
};
