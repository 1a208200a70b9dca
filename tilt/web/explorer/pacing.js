// What a frame has time for.

/**
 * The items that are done within a budget, the cheapest first.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => number} cost
 * @param {number} budget
 */
export function affordable(items, cost, budget) {
  let left = budget;
  return [...items]
    .sort((a, b) => cost(a) - cost(b))
    .filter((item) => {
      left -= cost(item);
      return left >= 0;
    });
}

/**
 * How long something takes, in ms.
 * @param {() => unknown} work
 */
export function took(work) {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
