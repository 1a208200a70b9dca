// Where a finding changes sides as one input moves.

/**
 * The crossing nearest `middle` of an even scan from `low` to `high`, narrowed by bisection; null where no two
 * neighbours of the scan differ. Crossings that come and go inside one cell are not seen.
 * @param {(at: number) => boolean} above which side a place is on
 * @param {number} low
 * @param {number} high
 * @param {number} middle
 * @param {{ cells: number, steps: number }} scan cells of the scan, bisections of the cell
 */
export function findCrossing(above, low, high, middle, { cells, steps }) {
  const grid = Array.from({ length: cells + 1 }, (_, k) => low + ((high - low) * k) / cells);
  const sides = grid.map(above);
  let best = null;
  for (let k = 0; k < cells; k++) {
    if (sides[k] === sides[k + 1]) continue;
    let [left, right] = [grid[k], grid[k + 1]];
    for (let step = 0; step < steps; step++) {
      const half = (left + right) / 2;
      if (above(half) === sides[k]) left = half;
      else right = half;
    }
    const crossing = (left + right) / 2;
    if (best === null || Math.abs(crossing - middle) < Math.abs(best - middle)) best = crossing;
  }
  return best;
}
