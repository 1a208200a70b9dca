// The shared draws, as tilt/scale.py states them: Owen-scrambled Sobol' points, one column per assumption,
// draw i in replicate i % replicates. Integer arithmetic only, so both engines hold the same bits.

function mix(x) {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function reverseBits(x) {
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return (x >>> 16) | (x << 16);
}

function scramble(x, seed) {
  x = reverseBits(x);
  x ^= Math.imul(x, 0x3d20adea);
  x = (x + seed) | 0;
  x = Math.imul(x, (seed >>> 16) | 1);
  x ^= Math.imul(x, 0x05526c56);
  x ^= Math.imul(x, 0x53a22864);
  return reverseBits(x) >>> 0;
}

// One column as uniforms strictly inside (0, 1). `directions` are the column's Sobol' direction numbers.
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
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
  45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const B = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
  39307.89580009271061, 28729.085735721942674, 5226.495278852545925,
];
const C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
  1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const D = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
  0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const F = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

function polynomial(c, x) {
  let sum = c[7];
  for (let k = 6; k >= 0; k--) sum = sum * x + c[k];
  return sum;
}

// Standard normal quantile of u in (0, 1).
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

export function normals(column, directions, draws, options) {
  const out = uniforms(column, directions, draws, options);
  for (let i = 0; i < draws; i++) out[i] = normalQuantile(out[i]);
  return out;
}
