// A sum shared out among those who make it, by Shapley's rule, exactly.

/** @type {(n: number) => number} */
const factorial = (n) => (n < 2 ? 1 : n * factorial(n - 1));

/** @param {number} coalition */
const size = (coalition) => [...coalition.toString(2)].filter((bit) => bit === "1").length;

/**
 * Shapley's value of a player: the mean gain of joining over all orders.
 * @param {readonly number[]} values by coalition, as bits
 * @param {number} player
 * @param {number} players how many there are
 */
export function shapley(values, player, players) {
  let total = 0;
  for (let coalition = 0; coalition < 2 ** players; coalition++) {
    if ((coalition >> player) & 1) continue;
    const others = size(coalition);
    const weight = (factorial(others) * factorial(players - others - 1)) / factorial(players);
    total += weight * (values[coalition | (1 << player)] - values[coalition]);
  }
  return total;
}
