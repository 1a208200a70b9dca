// Quantiles of one or more series along an axis.

import { number, percent } from "../../format.js";

/** @typedef {import("../../engine/types.js").Fan} Fan */
/** @typedef {import("../../engine/types.js").FanRow} FanRow */
/** @typedef {import("../pictures-data.js").Kind} Kind */
/** @typedef {{ at: number, series: string, q50: number }} Ghost the book's median at a place */

/**
 * @param {number} value of a series
 * @param {string} unit the fan's
 */
function written(value, unit) {
  if (unit === "fraction") return percent(value);
  return unit === "minutes" ? `${number(value)} minutes` : `${number(value)}×`;
}

/**
 * A place on the axis: what is counted in logarithms is told as growth.
 * @param {number} at
 * @param {string} axis
 */
const atWords = (at, axis) => (axis.startsWith("growth") ? percent(Math.expm1(at)) : axis.startsWith("share") ? percent(at) : number(at));

/** @type {[key: "q05" | "q25" | "q50" | "q75" | "q95", head: string][]} */
const QUANTILES = [
  ["q05", "5 %"],
  ["q25", "25 %"],
  ["q50", "median"],
  ["q75", "75 %"],
  ["q95", "95 %"],
];

/**
 * A fan's quantile rows as the engine gives them, where each series' name is written, and the book's medians.
 * @param {Fan} fan
 * @param {FanRow[]} bands
 * @param {Ghost[]} [ghost]
 */
export function fanRows(fan, bands, ghost = []) {
  const ends = bands.slice(-fan.series.length);
  const top = ends.reduce((a, b) => (b.q50 > a.q50 ? b : a));
  return {
    bands,
    ghost,
    ends: ends.map((r) => ({ at: r.at, value: r.q50, series: r.series, label: r.series, upper: r === top })),
  };
}

/** @type {WeakMap<Fan, Ghost[]>} */
const ghosts = new WeakMap();

/**
 * The book's medians, which stay behind the reader's: the same array every time, so that a chart need not take them in again.
 * @param {Fan} of
 * @param {number[][] | undefined} medians by place and series
 */
function ghostOf(of, medians) {
  const kept = ghosts.get(of) ?? (medians ?? []).flatMap((place, k) => of.series.map((series, s) => ({ at: of.labels[k] ?? NaN, series, q50: place[s] ?? NaN })));
  ghosts.set(of, kept);
  return kept;
}

/** @type {Kind} */
export const fan = {
  rows({ target }, payload, engine, n) {
    const of = fanOf(payload, target);
    return fanRows(of, engine.fan(of.id, n), ghostOf(of, payload.default?.fans?.[of.id]));
  },
  read({ target }, payload, { bands = [], ghost = [] }) {
    const { unit, axis, series } = fanOf(payload, target);
    const years = axis === "year";
    const write = (/** @type {number} */ v) => written(v, unit);
    /** @type {Map<number, string[]>} */
    const found = new Map();
    bands.forEach((r, k) => {
      const words = found.get(r.at) ?? [years ? r.at.toFixed(1).replace(".0", "") : `${axis}: ${atWords(r.at, axis)}`];
      const book = ghost[k] ? write(ghost[k].q50) : "";
      const differs = book && book !== write(r.q50) ? `; the book ${book}` : "";
      words.push(`${series.length > 1 ? `${r.series} ` : ""}${write(r.q50)} (middle half ${write(r.q25)} to ${write(r.q75)})${differs}`);
      found.set(r.at, words);
    });
    return [...found].map(([at, words]) => ({ at, words }));
  },
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
