// The rows behind the explorer's charts and their tables, one entry for each kind of picture, as
// tilt/explorer/rows.py makes them for the first paint.

import { distribution } from "./kinds/distribution.js";
import { fan } from "./kinds/fan.js";
import { intervals } from "./kinds/intervals.js";
import { split } from "./kinds/split.js";

/** @typedef {import("../engine/types.js").Payload} Payload */
/** @typedef {import("../engine/types.js").Picture} Picture */
/** @typedef {import("../engine/engine.js").Engine} Engine */
/** @typedef {Record<string, any[]>} Rows named datasets */
/** @typedef {{ caption: string, head: string[], rows: string[][] }} Table */

/** @typedef {{ at: number | string, words: string[] }} Stop a place on the chart's scale and the lines said of it */

/**
 * @typedef {object} Kind
 * @property {(picture: Picture, payload: Payload, engine: Engine, n?: number) => Rows} rows under the engine's present settings; fans and splits may use the first n draws
 * @property {(picture: Picture, payload: Payload, rows: Rows) => Table} table the same rows in words
 * @property {(picture: Picture, payload: Payload, rows: Rows) => Stop[]} read what a reader may point at, and what is said there
 * @property {boolean} [across] whether what is pointed at are rows, one below the other, and not places along the axis
 * @property {boolean} [pointsAreNamed] whether what a fixed point is called is shown in its table
 */

/** @type {Record<string, Kind>} */
export const KINDS = { distribution, fan, split, intervals };

/** @param {Picture} picture */
export function kindOf(picture) {
  const kind = KINDS[picture.kind];
  if (!kind) throw new Error(`no picture of the kind ${picture.kind} is known; known are ${Object.keys(KINDS).join(", ")}`);
  return kind;
}

/**
 * The named datasets of a picture, of those its specification asks for where it asks for fewer.
 * @param {Picture} picture
 * @param {Payload} payload
 * @param {Engine} engine
 * @param {number} [n] draws
 * @returns {Rows}
 */
export function pictureRows(picture, payload, engine, n) {
  const rows = kindOf(picture).rows(picture, payload, engine, n);
  const wanted = picture.datasets ?? Object.keys(rows);
  return Object.fromEntries(wanted.map((name) => [name, rows[name] ?? []]));
}
