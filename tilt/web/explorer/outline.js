// The effect's histogram in the colours of its two sides, with the default's outline behind it: as paths, without Vega,
// so that it follows in the same frame as the sentence. Whoever draws it draws the same paths.

import { find, setAttribute, setText } from "../dom.js";
import { THIN } from "../format.js";
import { distributionRows } from "./kinds/distribution.js";

/** @typedef {import("../engine/types.js").Finding} Finding */
/** @typedef {import("../engine/types.js").Payload} Payload */
/** @typedef {{ first: number, step: number, shares: number[] }} Bins */
/** @typedef {{ below: string, above: string, ghost: string, threshold: string, before: string, beyond: string }} Drawing paths, and the words of the two sides */

const SHAPES = /** @type {const} */ (["below", "above", "ghost", "threshold"]);
const WIDTH = 600; // of the drawing, which is stretched
const HEIGHT = 100;

/**
 * Paths of the effect's histogram and of the book's own, both on one axis and as tall as their densities: a wider
 * distribution is a lower one.
 * @param {Pick<Payload, "engine" | "default">} payload
 * @param {Finding} finding
 * @param {Float64Array} effect in every draw
 * @param {{ width: number, height: number }} [size]
 * @returns {Drawing}
 */
export function drawing(payload, finding, effect, { width, height } = { width: WIDTH, height: HEIGHT }) {
  const { bins, labels } = distributionRows(finding, effect, payload.engine.bins);
  const mine = { first: bins[0].x0, step: bins[0].x1 - bins[0].x0, shares: bins.map((b) => b.share) };
  const book = /** @type {Record<string, Bins>} */ (/** @type {any} */ (payload.default).bins)[finding.id] ?? mine;
  const low = Math.min(mine.first, book.first);
  const high = Math.max(end(mine), end(book));
  const top = Math.max(...mine.shares.map((s) => s / mine.step), ...book.shares.map((s) => s / book.step)) || 1;
  const x = (/** @type {number} */ value) => ((width * (value - low)) / (high - low)).toFixed(1);
  const { threshold } = finding;
  return {
    below: steps(mine, x, { top, height }, (middle) => middle < threshold),
    above: steps(mine, x, { top, height }, (middle) => middle >= threshold),
    ghost: steps(book, x, { top, height }, () => true),
    threshold: `M${x(threshold)} 0V${height}`,
    before: labels[1].label.replace(" %", `${THIN}%`),
    beyond: labels[0].label.replace(" %", `${THIN}%`),
  };
}

/** A place that shows such a drawing. */
export class Outline {
  /** @type {Record<typeof SHAPES[number], SVGElement>} */ #shapes;
  /** @type {HTMLElement | null} */ #before;
  /** @type {HTMLElement | null} */ #beyond;

  /** @param {Element} figure with its paths, and the words of the two sides where it has room for them */
  constructor(figure) {
    this.#shapes = /** @type {any} */ (Object.fromEntries(SHAPES.map((name) => [name, find(figure, `.ti-${name}`, SVGElement)])));
    this.#before = figure.querySelector(".ti-before");
    this.#beyond = figure.querySelector(".ti-beyond");
  }

  /**
   * @param {Drawing} drawn
   * @param {boolean} touched whether it may differ from the book's, whose outline then stands behind it
   */
  show(drawn, touched) {
    for (const name of SHAPES) setAttribute(this.#shapes[name], "d", drawn[name]);
    this.#shapes.ghost.classList.toggle("ti-behind", touched);
    if (this.#before) setText(this.#before, drawn.before);
    if (this.#beyond) setText(this.#beyond, drawn.beyond);
  }
}

/** @param {Bins} bins */
const end = ({ first, step, shares }) => first + step * shares.length;

/**
 * A histogram's outline where `has` says so.
 * @param {Bins} bins
 * @param {(value: number) => string} x
 * @param {{ top: number, height: number }} scale the tallest density, and how tall the drawing is
 * @param {(middle: number) => boolean} has
 */
function steps({ first, step, shares }, x, { top, height }, has) {
  let path = "";
  shares.forEach((share, k) => {
    const left = first + k * step;
    if (!has(left + step / 2)) return;
    const y = (height * (1 - (0.96 * share) / step / top)).toFixed(1);
    path += `${path ? "" : `M${x(left)} ${height}`}V${y}H${x(left + step)}`;
  });
  return path && `${path}V${height}Z`;
}
