import assert from "node:assert/strict";
import { test } from "node:test";

import { shapley } from "./shares.js";

/**
 * Every order of joining, one by one.
 * @param {number[]} values
 * @param {number} players
 */
function byOrders(values, players) {
  const gains = new Array(players).fill(0);
  let orders = 0;
  /** @type {(coalition: number, joined: [number, number][]) => void} */
  const join = (coalition, joined) => {
    if (joined.length === players) {
      orders++;
      for (const [player, gain] of joined) gains[player] += gain;
      return;
    }
    for (let p = 0; p < players; p++) {
      if ((coalition >> p) & 1) continue;
      const next = coalition | (1 << p);
      join(next, [...joined, [p, values[next] - values[coalition]]]);
    }
  };
  join(0, []);
  return gains.map((g) => g / orders);
}

test("shares are the mean gains over every order of joining, and add up to the whole", () => {
  const values = Array.from({ length: 16 }, (_, c) => Math.sin(3 * c) + c * c * 0.1 - (c === 0 ? 0 : 1));
  const found = [0, 1, 2, 3].map((p) => shapley(values, p, 4));
  byOrders(values, 4).forEach((gain, p) => assert.ok(Math.abs(found[p] - gain) < 1e-12, `player ${p}`));
  assert.ok(Math.abs(found.reduce((a, b) => a + b) - (values[15] - values[0])) < 1e-12);
});

test("the classic: two left gloves and a right one", () => {
  const pair = (/** @type {number} */ c) => ((c & 3) !== 0 && (c & 4) !== 0 ? 1 : 0);
  const values = Array.from({ length: 8 }, (_, c) => pair(c));
  const found = [0, 1, 2].map((p) => shapley(values, p, 3));
  [1 / 6, 1 / 6, 4 / 6].forEach((share, p) => assert.ok(Math.abs(found[p] - share) < 1e-15));
});
