// The rows behind the explorer's charts, as tilt/explorer/pictures.py makes them for the first paint.

import { centre, quantiles } from "../engine/numbers.js";

const BINS = 60;
const EDGES = [0.05, 0.5, 0.95];

function niceStep(span, steps) {
  const raw = span / steps;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 5, 10].find((m) => m * power >= raw * (1 - 1e-12)) * power;
}

export function percent(share) {
  const value = 100 * share;
  return `${value.toFixed(value >= 99.5 || value <= 0.5 ? 1 : 0)} %`;
}

let scratch = new Float64Array(0);

// Histogram of an effect, bins (x0, x1] aligned on the threshold; the end bins gather all that lies beyond them.
export function distributionRows(finding, effect) {
  if (scratch.length !== effect.length) scratch = new Float64Array(effect.length);
  scratch.set(effect);
  const [low, middle, high] = quantiles(scratch, EDGES);
  const threshold = finding.threshold;
  const reach = 0.35 * (high - low);
  // Room at the ends does not cross nought, unless that divides the sides: a ratio has no negative one.
  const room = [
    low - reach < 0 && low >= 0 && threshold > 0 ? 0 : low - reach,
    high <= 0 && high + reach > 0 && threshold < 0 ? 0 : high + reach,
  ];
  // The threshold is always on the axis, however far the draws lie from it, and even when they are all alike.
  const left = Math.min(room[0], threshold);
  const right = Math.max(room[1], threshold);
  const step = niceStep(right - left > 1e-9 ? right - left : 1, BINS);
  const first = threshold + Math.floor((left - threshold) / step) * step;
  const last = Math.max(right, threshold + step);
  const count = Math.max(1, Math.ceil((last - first) / step - 1e-9));
  const counts = new Float64Array(count);
  let above = 0;
  for (let i = 0; i < effect.length; i++) {
    const k = Math.ceil((effect[i] - first) / step - 1e-9) - 1;
    counts[k < 0 ? 0 : k >= count ? count - 1 : k]++;
    if (effect[i] > threshold) above++;
  }
  const held = above / effect.length;
  const bins = Array.from(counts, (n, k) => ({
    x0: first + k * step,
    x1: first + (k + 1) * step,
    share: n / effect.length,
    above: first + (k + 0.5) * step > threshold,
  }));
  const [before, beyond] = [`${percent(1 - held)} ${finding.sides[0]}`, `${finding.sides[1]} ${percent(held)}`];
  const shared = { x: threshold, before: before.length, beyond: beyond.length };
  const labels = [
    { label: beyond, above: true, ...shared },
    { label: before, above: false, ...shared },
  ];
  return { bins, threshold: [{ x: threshold }], median: [{ x: middle }], labels };
}

// A fan's quantile rows as the engine gives them, and where each series' name is written.
export function fanRows(fan, bands) {
  const ends = bands.slice(-fan.series.length);
  const top = ends.reduce((a, b) => (b.q50 > a.q50 ? b : a));
  return {
    bands,
    ends: ends.map((r) => ({ at: r.at, value: r.q50, series: r.series, label: r.series, upper: r === top })),
  };
}

// The parts of a split laid end to end, then their sum.
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

function step(label, start, end, kind, order, digits) {
  const value = end - start;
  const text = Math.abs(value).toFixed(digits);
  const sign = Number(text) === 0 ? "" : value > 0 ? "+" : "−";
  return { label, start, end, right: Math.max(start, end), kind, text: sign + text, order };
}

// The reader's interval of each assumption, with its median.
function intervalRows(ids, payload, intervals) {
  return ids.map((id) => {
    const a = payload.assumptions.find((b) => b.id === id);
    const [low, high] = intervals[id];
    return { row: a.short, low, mid: centre(a.scale, [low, high]), high };
  });
}

// The named datasets of a picture under the engine's present scenario. Fans may use the first n draws while dragging.
export function pictureRows(picture, payload, engine, n) {
  if (picture.kind === "fan") {
    const rows = fanRows(payload.fans.find((f) => f.id === picture.target), engine.fan(picture.target, n));
    return Object.fromEntries(picture.datasets.map((name) => [name, rows[name]]));
  }
  if (picture.kind === "intervals") return { mine: intervalRows(picture.ids, payload, engine.settings()) };
  const finding = payload.findings.find((f) => f.id === picture.target);
  if (picture.kind === "split") {
    const split = payload.splits.find((s) => s.finding === picture.target);
    return splitRows(split.total, engine.split(picture.target, n));
  }
  return distributionRows(finding, engine.effect(picture.target));
}
