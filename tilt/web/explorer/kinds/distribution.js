// A finding's effect over the draws, as a histogram aligned on the threshold.

import { number, percent as asPercent } from "../../format.js";
import { holds, quantiles } from "../../engine/numbers.js";

/** @typedef {import("../../engine/types.js").Finding} Finding */
/** @typedef {import("../pictures-data.js").Kind} Kind */

/** @typedef {{ first: number, step: number, shares: number[] }} Bins in short */
/** @typedef {{ x0: number, share: number }[]} Outline */

const ROUNDED = 6e-5; // the book's shares are kept to four places

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

/**
 * A value of an effect as readers see it, without its unit where that follows.
 * @param {number} value
 * @param {string} unit the finding's
 * @param {boolean} [bare]
 */
export function written(value, unit, bare = false) {
  if (unit === "orders of magnitude") return `${number(Number((10 ** value).toPrecision(2)))}×`;
  if (unit === "×") return `${number(value)}×`;
  const words = unit === "fraction" ? `${number(100 * value)} points` : `${number(value)} ${unit}`;
  return bare ? words.slice(0, words.indexOf(" ")) : words;
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
 * @param {Bins} [book] the default's, whose outline stays behind where they are others
 */
export function distributionRows(finding, effect, most, book) {
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
  return { bins, ghost: outline(book, bins, step), threshold: [{ x: threshold }], median: [{ x: middle }], labels };
}

/** @type {WeakMap<Bins, { step: number, seen: Outline, unseen: Outline }>} the same arrays again, so that a chart need not take them in twice */
const outlines = new WeakMap();

/**
 * The outline of the book's bins, as tall as its densities are beside these; a point, which nobody sees, where both are
 * the same: a chart complains of data without rows.
 * @param {Bins | undefined} book
 * @param {{ x0: number, share: number }[]} bins
 * @param {number} step width of these
 */
function outline(book, bins, step) {
  const first = bins[0]?.x0 ?? 0;
  if (!book) return [{ x0: first, share: 0 }];
  let drawn = outlines.get(book);
  if (drawn?.step !== step) outlines.set(book, (drawn = { step, ...drawnAt(book, step) }));
  const alike = book.shares.length === bins.length && Math.abs(book.first - first) < ROUNDED * step;
  return alike && bins.every((b, k) => Math.abs(b.share - (book.shares[k] ?? 0)) < ROUNDED) ? drawn.unseen : drawn.seen;
}

/**
 * @param {Bins} book
 * @param {number} step
 */
function drawnAt(book, step) {
  const at = (/** @type {number} */ k) => book.first + k * book.step;
  const tops = book.shares.map((share, k) => ({ x0: at(k), share: (share * step) / book.step }));
  return { seen: [{ x0: at(0), share: 0 }, ...tops, { x0: at(book.shares.length), share: 0 }], unseen: [{ x0: at(0), share: 0 }] };
}

/** @type {Kind} */
export const distribution = {
  rows({ target }, payload, engine) {
    const finding = findingOf(payload, target);
    return distributionRows(finding, engine.effect(finding.id), payload.engine.bins, payload.default?.bins?.[finding.id]);
  },
  read({ target }, payload, { bins = [] }) {
    const { unit } = findingOf(payload, target);
    const last = bins.length - 1;
    const ends = (/** @type {any} */ b, /** @type {number} */ k) =>
      k === 0 ? `up to ${written(b.x1, unit)}` : k === last ? `above ${written(b.x0, unit)}` : `${written(b.x0, unit, true)} to ${written(b.x1, unit)}`;
    return bins.map((b, k) => ({ at: (b.x0 + b.x1) / 2, words: [`${ends(b, k)}: ${asPercent(b.share)} of draws`] }));
  },
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
