// The reader's intervals of some assumptions, beside what was measured of each.

import { number, percent } from "../../format.js";
import { centre } from "../../engine/numbers.js";

/** @typedef {import("../../engine/types.js").Assumption} Assumption */
/** @typedef {import("../pictures-data.js").Kind} Kind */

/** @type {Kind} */
export const intervals = {
  rows({ ids }, payload, engine) {
    const held = engine.settings();
    const mine = ids.map((id) => {
      const a = /** @type {Assumption[]} */ (payload.assumptions).find((b) => b.id === id);
      const [low, high] = held[id] ?? [];
      if (!a || low === undefined || high === undefined) throw new Error(`the claim has no interval ${id}`);
      return { row: a.short, low, mid: centre(/** @type {any} */ (a.scale), [low, high]), high };
    });
    return { mine };
  },
  read(picture, payload, { mine = [] }) {
    const given = /** @type {Assumption[]} */ (payload.assumptions);
    const words = (/** @type {any} */ r, /** @type {number} */ k) => {
      const a = given.find((b) => b.id === picture.ids[k]);
      const write = (/** @type {number} */ v) => (a?.unit === "fraction" ? percent(v) : number(v));
      const unit = a?.mark && a.unit !== "fraction" ? ` ${a.mark}` : "";
      const [low = NaN, high = NaN] = a?.interval ?? [];
      const book = low !== r.low || high !== r.high ? [`the book: ${write(low)} to ${write(high)}${unit}`] : [];
      return [`${r.row}: ${write(r.low)} to ${write(r.high)}${unit}, middle ${write(r.mid)}`, ...book];
    };
    return mine.map((r, k) => ({ at: r.row, words: words(r, k) }));
  },
  across: true,
  table: ({ title }, _, { mine = [] }) => ({
    caption: `${title}: your ${percent(0.9)} intervals`,
    head: ["assumption", "low", "median", "high"],
    rows: mine.map((r) => [r.row, number(r.low), number(r.mid), number(r.high)]),
  }),
  pointsAreNamed: true,
};
