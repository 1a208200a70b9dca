// Quantiles of one or more series along an axis.

import { number, percent } from "../../format.js";

/** @typedef {import("../../engine/types.js").Fan} Fan */
/** @typedef {import("../../engine/types.js").FanRow} FanRow */
/** @typedef {import("../pictures-data.js").Kind} Kind */

/** @type {[key: "q05" | "q25" | "q50" | "q75" | "q95", head: string][]} */
const QUANTILES = [
  ["q05", "5 %"],
  ["q25", "25 %"],
  ["q50", "median"],
  ["q75", "75 %"],
  ["q95", "95 %"],
];

/**
 * A fan's quantile rows as the engine gives them, and where each series' name is written.
 * @param {Fan} fan
 * @param {FanRow[]} bands
 */
export function fanRows(fan, bands) {
  const ends = bands.slice(-fan.series.length);
  const top = ends.reduce((a, b) => (b.q50 > a.q50 ? b : a));
  return {
    bands,
    ends: ends.map((r) => ({ at: r.at, value: r.q50, series: r.series, label: r.series, upper: r === top })),
  };
}

/** @type {Kind} */
export const fan = {
  rows: ({ target }, payload, engine, n) => fanRows(fanOf(payload, target), engine.fan(target ?? "", n)),
  table({ title, target }, payload, { bands = [] }) {
    const { unit, axis } = fanOf(payload, target);
    const write = unit === "fraction" ? percent : /** @param {number} v */ (v) => number(v);
    const years = axis === "year";
    const whole = years ? bands.filter((r) => Number.isInteger(r.at)) : [];
    const kept = whole.length ? whole : bands;
    return {
      caption: `${title}${unit === "fraction" ? "" : ` (${unit})`}: quantiles of the draws`,
      head: [axis, "series", ...QUANTILES.map(([, head]) => head)],
      rows: kept.map((r) => [years ? String(r.at) : number(r.at), r.series, ...QUANTILES.map(([key]) => write(r[key]))]),
    };
  },
};

/**
 * @param {{ fans: Fan[] }} payload
 * @param {string | null} id
 */
function fanOf({ fans }, id) {
  const found = fans.find((f) => f.id === id);
  if (!found) throw new Error(`the claim has no fan ${id}`);
  return found;
}
