// The shared draws, as tilt/engine/scale.py states them: Owen-scrambled Sobol' points, one column per assumption,
// draw i in replicate i % replicates. Integer arithmetic only, so both engines hold the same bits.

/** @typedef {{ seed: number, replicates: number }} Shuffle what fixes the scrambles */

/**
 * A 32-bit integer mixer: turns counters into independent-looking seeds.
 * @param {number} x
 */
function mix(x) {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** @param {number} x */
function reverseBits(x) {
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return (x >>> 16) | (x << 16);
}

/**
 * Nested uniform (Owen) scramble by hashing.
 * @param {number} x
 * @param {number} seed
 */
function scramble(x, seed) {
  x = reverseBits(x);
  x ^= Math.imul(x, 0x3d20adea);
  x = (x + seed) | 0;
  x = Math.imul(x, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reverseBits(x) >>> 0;
}

/**
 * One column as uniforms strictly inside (0, 1).
 * @param {number} column
 * @param {readonly number[]} directions the column's Sobol' direction numbers
 * @param {number} draws
 * @param {Shuffle} shuffle
 */
export function uniforms(column, directions, draws, { seed, replicates }) {
  const out = new Float64Array(draws);
  const seeds = new Uint32Array(replicates);
  for (let r = 0; r < replicates; r++) seeds[r] = mix(mix((seed + column * replicates + r) >>> 0));
  for (let i = 0; i < draws; i++) {
    const replicate = i % replicates;
    let x = 0;
    for (let index = (i - replicate) / replicates, bit = 0; index; index >>>= 1, bit++) {
      if (index & 1) x ^= directions[bit];
    }
    out[i] = (scramble(x, seeds[replicate]) + 0.5) / 4294967296;
  }
  return out;
}

// Coefficients of Wichura's algorithm AS 241 (PPND16), relative accuracy about 1e-16.
const A = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
  45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const B = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
  39307.89580009271, 28729.085735721943, 5226.495278852546,
];
const C = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
  1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const D = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
const E = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const F = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

/**
 * @param {readonly number[]} c eight coefficients, the constant first
 * @param {number} x
 */
function polynomial(c, x) {
  let sum = c[7];
  for (let k = 6; k >= 0; k--) sum = sum * x + c[k];
  return sum;
}

/**
 * Standard normal quantile of u in (0, 1).
 * @param {number} u
 */
export function normalQuantile(u) {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(A, r)) / polynomial(B, r);
  }
  let r = Math.sqrt(-Math.log(q < 0 ? u : 1 - u));
  let z;
  if (r <= 5) {
    r -= 1.6;
    z = polynomial(C, r) / polynomial(D, r);
  } else {
    r -= 5;
    z = polynomial(E, r) / polynomial(F, r);
  }
  return q < 0 ? -z : z;
}

/** @type {Map<string, Float64Array>} columns that have been drawn: claims share them */
const drawn = new Map();

/**
 * One column as standard normals: to be read only, since all engines of a page share it.
 * @param {number} column
 * @param {readonly number[]} directions
 * @param {number} draws
 * @param {Shuffle} shuffle
 */
export function normals(column, directions, draws, shuffle) {
  const key = [column, draws, shuffle.seed, shuffle.replicates, directions].join();
  let out = drawn.get(key);
  if (!out) {
    out = uniforms(column, directions, draws, shuffle);
    for (let i = 0; i < draws; i++) out[i] = normalQuantile(out[i]);
    drawn.set(key, out);
  }
  return out;
}
