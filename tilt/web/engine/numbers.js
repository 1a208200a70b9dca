// Scales, quantiles and the small statistics both the verdict and the pictures need. Mirrors tilt/engine/scale.py and
// tilt/engine/verdict.py.

/**
 * @import { Interval, Likelihood, Scale } from "./types.js"
 */

export const Z90 = 1.6448536269514722;

/**
 * Whether an input on this scale has one value, which the reader chooses.
 * @param {Scale} scale
 */
export const certain = (scale) => scale === "fixed" || scale === "switch";

/**
 * Natural units to the axis on which the input is normal.
 * @param {Scale} scale
 * @param {number} value
 */
export function link(scale, value) {
  if (scale === "log") return Math.log(value);
  if (scale === "logit") return Math.log(value / (1 - value));
  return value;
}

/**
 * The inverse of `link`.
 * @param {Scale} scale
 * @param {number} linked
 */
export function unlink(scale, linked) {
  if (scale === "log") return Math.exp(linked);
  if (scale === "logit") return 1 / (1 + Math.exp(-linked));
  return linked;
}

/**
 * The median of an input: the middle of its interval on the link axis.
 * @param {Scale} scale
 * @param {Interval} interval
 */
export function centre(scale, [low, high]) {
  return unlink(scale, (link(scale, low) + link(scale, high)) / 2);
}

/**
 * Places of a choice's options, 0 for the first, each as often as it weighs, from uniforms u, into `out`.
 * @param {Float64Array} out
 * @param {readonly number[]} weights
 * @param {Float64Array} u
 */
export function fillPlaces(out, weights, u) {
  /** @type {number[]} */
  const edges = [];
  let sum = 0;
  for (const weight of weights.slice(0, -1)) edges.push((sum += weight));
  for (let i = 0; i < out.length; i++) {
    let place = 0;
    while (place < edges.length && u[i] >= edges[place]) place++;
    out[i] = place;
  }
  return out;
}

/**
 * Draws of an input with the 90 % interval [low, high], from standard normals z, into `out`.
 * @param {Float64Array} out
 * @param {Scale} scale
 * @param {Interval} interval
 * @param {Float64Array} z
 */
export function fillValues(out, scale, [low, high], z) {
  if (certain(scale)) return out.fill(low);
  const a = link(scale, low);
  const b = link(scale, high);
  const middle = (a + b) / 2;
  const sd = (b - a) / (2 * Z90);
  if (scale === "log") for (let i = 0; i < out.length; i++) out[i] = Math.exp(middle + sd * z[i]);
  else if (scale === "logit") for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp(-(middle + sd * z[i])));
  else for (let i = 0; i < out.length; i++) out[i] = middle + sd * z[i];
  return out;
}

/** @typedef {Float64Array | number[]} Numbers */

/**
 * Puts the k-th smallest of a[left..right] in place k, smaller before it, larger behind (Hoare's selection).
 * @param {Numbers} a
 * @param {number} k
 * @param {number} left
 * @param {number} right
 */
function select(a, k, left, right) {
  while (right > left) {
    const pivot = median3(a[left], a[(left + right) >> 1], a[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        const t = a[i];
        a[i++] = a[j];
        a[j--] = t;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} c
 */
function median3(a, b, c) {
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}

/**
 * Quantiles at increasing probabilities, interpolated between order statistics as NumPy does by default.
 * Reorders the first n values of `a`.
 * @param {Numbers} a
 * @param {readonly number[]} probabilities
 * @param {number} n
 */
export function quantiles(a, probabilities, n = a.length) {
  /** @type {number[]} */
  const out = new Array(probabilities.length);
  let left = 0;
  for (let q = 0; q < probabilities.length; q++) {
    const at = probabilities[q] * (n - 1);
    const k = Math.floor(at);
    select(a, k, left, n - 1);
    left = k;
    const low = a[k];
    const share = at - k;
    if (share === 0 || k + 1 >= n) {
      out[q] = low;
      continue;
    }
    let next = Infinity;
    for (let i = k + 1; i < n; i++) if (a[i] < next) next = a[i];
    // NumPy interpolates from whichever end is nearer, so that rounding is the same.
    out[q] = share >= 0.5 ? next - (next - low) * (1 - share) : low + (next - low) * share;
  }
  return out;
}

/** How close to its threshold an effect lies on it. As in tilt/engine/verdict.py. */
export const ROUNDING = 1e-9;

/**
 * Whether a finding holds in a draw: its effect lies above the threshold, neither on it nor by rounding. As `holds` in
 * tilt/engine/verdict.py.
 * @param {number} effect
 * @param {number} threshold
 */
export const holds = (effect, threshold) => effect > threshold + ROUNDING * Math.max(1, Math.abs(threshold));

/**
 * Share of the first n values above the threshold, and its standard error over interleaved replicates.
 * @param {Float64Array} effect
 * @param {number} threshold
 * @param {number} n
 * @param {number} replicates
 */
export function credence(effect, threshold, n, replicates) {
  const counts = new Float64Array(replicates);
  for (let i = 0; i < n; i++) if (holds(effect[i], threshold)) counts[i % replicates]++;
  let total = 0;
  for (const c of counts) total += c;
  const middle = total / replicates;
  let squares = 0;
  for (const c of counts) squares += (c - middle) ** 2;
  const error = Math.sqrt(squares / (replicates - 1) / replicates) / (n / replicates);
  return { credence: total / n, error: Math.max(error, 1 / n) };
}

/**
 * @param {Numbers} a
 * @param {number} n
 */
export function mean(a, n = a.length) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i];
  return sum / n;
}

/**
 * The word of the likelihood table for a credence.
 * @param {Likelihood} table
 * @param {number} share
 */
export function likelihood(table, share) {
  for (const [least, word] of table) if (share > least || (least === 0.33 && share === 0.33)) return word;
  return table[table.length - 1][1];
}
