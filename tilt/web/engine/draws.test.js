import assert from "node:assert/strict";
import { test } from "node:test";

import { normalQuantile, normals, uniforms } from "./draws.js";

const SHUFFLE = { seed: 0x7117, replicates: 16 };
// Direction numbers of van der Corput's sequence, the first column of Sobol's.
const CORPUT = Array.from({ length: 16 }, (_, bit) => 2 ** (31 - bit));

test("a column is uniform: each replicate has one point in each of its equal cells", () => {
  const draws = 16 * 64;
  const u = uniforms(3, CORPUT, draws, SHUFFLE);
  for (let r = 0; r < 16; r++) {
    const cells = new Set();
    for (let i = r; i < draws; i += 16) cells.add(Math.floor(u[i] * 64));
    assert.equal(cells.size, 64, `replicate ${r}`);
  }
  assert.ok(u.every((v) => v > 0 && v < 1));
});

test("a longer column begins with the shorter one", () => {
  const long = uniforms(0, CORPUT, 512, SHUFFLE);
  assert.deepEqual(uniforms(0, CORPUT, 64, SHUFFLE), long.slice(0, 64));
});

test("columns, seeds and replicates are scrambled apart", () => {
  const at = (/** @type {number} */ column, /** @type {number} */ seed) =>
    uniforms(column, CORPUT, 64, { seed, replicates: 16 });
  assert.notDeepEqual(at(0, 1), at(1, 1));
  assert.notDeepEqual(at(0, 1), at(0, 2));
  assert.equal(new Set(at(0, 1)).size, 64);
});

test("the normal quantile inverts the known points of the distribution, in all three of its pieces", () => {
  /** @type {[number, number][]} */
  const known = [
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-12, -7.034483825301131],
  ];
  for (const [u, z] of known) assert.ok(Math.abs(normalQuantile(u) - z) <= 1e-14 * Math.max(1, Math.abs(z)), `${u}`);
  assert.equal(normalQuantile(0.25), -normalQuantile(0.75));
});

test("normals are the quantiles of the same uniforms", () => {
  const u = uniforms(2, CORPUT, 64, SHUFFLE);
  assert.deepEqual(normals(2, CORPUT, 64, SHUFFLE), u.map(normalQuantile));
});
