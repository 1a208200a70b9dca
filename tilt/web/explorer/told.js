// What a picture shows now, in words, for those who do not see it.

import { findingOf, written } from "./kinds/distribution.js";
import { kindOf } from "./pictures-data.js";

/**
 * @import { Payload, Picture } from "../engine/types.js"
 * @import { Rows } from "./pictures-data.js"
 */

/**
 * What kind of picture it is, and what it shows: both sides' shares and the median of a distribution, all rows of a
 * picture that has rows, the last place of a fan.
 * @param {Picture} picture
 * @param {Payload} payload
 * @param {Rows} rows
 */
export function told(picture, payload, rows) {
  return `${picture.alt} ${picture.kind === "distribution" ? sides(picture, payload, rows) : places(picture, payload, rows)}.`;
}

/**
 * @param {Picture} picture
 * @param {Payload} payload
 * @param {Rows} rows
 */
function sides({ target }, payload, { labels = [], median = [] }) {
  const { unit } = findingOf(payload, target);
  const shares = labels.map(({ label }) => label).join(", ");
  return median[0] ? `${shares}; median ${written(median[0].x, unit)}` : shares;
}

/**
 * @param {Picture} picture
 * @param {Payload} payload
 * @param {Rows} rows
 */
function places(picture, payload, rows) {
  const kind = kindOf(picture);
  const stops = kind.read(picture, payload, rows).map(({ words }) => words.join(", "));
  return (kind.across ? stops : stops.slice(-1)).join("; ");
}
