// The median of a mixture of two lognormal populations. Mirrors tilt/engine/mixture.py; the compiler copies what stands
// below into a claim's module that needs it, so it imports nothing.

/**
 * The normal distribution function, to fifteen digits (Hart 1968, algorithm 5666, as West 2005 gives it).
 * @param {number} z
 */
export function normal(z) {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const e = Math.exp((-x * x) / 2);
  let tail;
  if (x < 7.07106781186547) {
    const up =
      (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x +
        112.079291497871) *
        x +
        221.213596169931) *
        x +
      220.206867912376;
    const down =
      ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x +
        296.564248779674) *
        x +
        637.333633378831) *
        x +
        793.826512519948) *
        x +
      440.413735824752;
    tail = (e * up) / down;
  } else {
    tail = e / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  }
  return z > 0 ? 1 - tail : tail;
}

/**
 * The median: `a` and `b` are those of the parts, spreads are of natural logarithms, `shareB` is the share of b.
 * @param {number} a
 * @param {number} spreadA
 * @param {number} b
 * @param {number} spreadB
 * @param {number} shareB
 */
export function mixtureMedian(a, spreadA, b, spreadB, shareB) {
  const logA = Math.log(a);
  const logB = Math.log(b);
  let low = Math.min(logA, logB);
  let high = Math.max(logA, logB);
  const close = 1e-12 * (high - low);
  let at = (low + high) / 2;
  // Newton's rule, kept between what is known to lie on either side; five steps are usual.
  for (let k = 0; k < 60; k++) {
    const fromA = (at - logA) / spreadA;
    const fromB = (at - logB) / spreadB;
    const beyond = (1 - shareB) * normal(fromA) + shareB * normal(fromB) - 0.5;
    const density = ((1 - shareB) * Math.exp((-fromA * fromA) / 2)) / spreadA + (shareB * Math.exp((-fromB * fromB) / 2)) / spreadB;
    if (beyond < 0) low = at;
    else high = at;
    const newton = at - (beyond / density) * 2.5066282746310002; // the root of two pi
    const step = newton >= low && newton <= high ? newton : (low + high) / 2;
    const far = Math.abs(step - at) > close;
    at = step;
    if (!far) break;
  }
  return Math.exp(at);
}
