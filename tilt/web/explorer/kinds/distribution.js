// A finding's effect over the draws, as a histogram aligned on the threshold.

import { number, percent as asPercent } from "../../format.js";
import { holds, quantiles } from "../../engine/numbers.js";

/** @typedef {import("../../engine/types.js").Finding} Finding */
/** @typedef {import("../pictures-data.js").Kind} Kind */

const EDGES = [0.05, 0.5, 0.95];

/**
 * The smallest 1, 2 or 5 times a power of ten that covers `span` in at most `steps` steps.
 * @param {number} span
 * @param {number} steps
 */
function niceStep(span, steps) {
  const raw = span / steps;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((m) => m * power >= raw * (1 - 1e-12)) ?? 10) * power;
}

/** @param {number} share as the charts write it */
export function percent(share) {
  const value = 100 * share;
  return `${value.toFixed(value >= 99.5 || value <= 0.5 ? 1 : 0)} %`;
}

let scratch = new Float64Array(0);

/**
 * Where the bins lie: they cover most draws and the threshold, from which they are counted.
 * @param {number} threshold
 * @param {Float64Array} effect
 * @param {number} bins at most about so many
 */
function grid(threshold, effect, bins) {
  if (scratch.length !== effect.length) scratch = new Float64Array(effect.length);
  scratch.set(effect);
  const [low = 0, middle = 0, high = 0] = quantiles(scratch, EDGES);
  const reach = 0.35 * (high - low);
  // Room at the ends does not cross nought, unless that divides the sides: a ratio has no negative one.
  const before = low - reach < 0 && low >= 0 && threshold > 0 ? 0 : low - reach;
  const beyond = high <= 0 && high + reach > 0 && threshold < 0 ? 0 : high + reach;
  // The threshold is always on the axis, however far the draws lie from it, and even when they are all alike.
  const left = Math.min(before, threshold);
  const right = Math.max(beyond, threshold);
  const step = niceStep(right - left > 1e-9 ? right - left : 1, bins);
  const first = threshold + Math.floor((left - threshold) / step) * step;
  const last = Math.max(right, threshold + step);
  return { first, step, count: Math.max(1, Math.ceil((last - first) / step - 1e-9)), middle };
}

/**
 * Bins (x0, x1] of an effect; the end bins gather all that lies beyond them.
 * @param {Finding} finding
 * @param {Float64Array} effect
 * @param {number} most bins, about
 */
export function distributionRows(finding, effect, most) {
  const { threshold, sides } = finding;
  const { first, step, count, middle } = grid(threshold, effect, most);
  const counts = new Float64Array(count);
  let above = 0;
  for (const value of effect) {
    const k = Math.min(count - 1, Math.max(0, Math.ceil((value - first) / step - 1e-9) - 1));
    counts[k] = (counts[k] ?? 0) + 1;
    if (holds(value, threshold)) above++;
  }
  const held = above / effect.length;
  const bins = Array.from(counts, (n, k) => ({
    x0: first + k * step,
    x1: first + (k + 1) * step,
    share: n / effect.length,
    above: holds(first + (k + 0.5) * step, threshold),
  }));
  const [before, beyond] = [`${percent(1 - held)} ${sides[0]}`, `${sides[1]} ${percent(held)}`];
  const shared = { x: threshold, before: before.length, beyond: beyond.length };
  const labels = [
    { label: beyond, above: true, ...shared },
    { label: before, above: false, ...shared },
  ];
  return { bins, threshold: [{ x: threshold }], median: [{ x: middle }], labels };
}

/** @type {Kind} */
export const distribution = {
  rows: ({ target }, payload, engine) => distributionRows(findingOf(payload, target), engine.effect(target ?? ""), payload.engine.bins),
  table({ target }, payload, rows) {
    const finding = findingOf(payload, target);
    const share = finding.unit === "fraction";
    const factor = share ? 100 : 1;
    return {
      caption: `${finding.effect} (${share ? "points" : finding.unit}): share of draws. The first and last rows gather what lies beyond`,
      head: ["above", "up to", "share of draws"],
      rows: (rows.bins ?? []).map((b) => [number(factor * b.x0), number(factor * b.x1), asPercent(b.share)]),
    };
  },
};

/**
 * @param {{ findings: Finding[] }} payload
 * @param {string | null} id
 */
export function findingOf({ findings }, id) {
  const found = findings.find((f) => f.id === id);
  if (!found) throw new Error(`the claim has no finding ${id}`);
  return found;
}
