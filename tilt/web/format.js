// How the explorer writes numbers; typed.js reads them. tilt/format.py writes the same ones in the static page. What a
// whole setting is called, by its scale, is scales.js's.

/** @typedef {{ unit: string }} InUnit */
/** @typedef {{ unit: string, mark: string, scale: string }} OnScale */

export const THIN = "\u202f";
/** @type {Record<string, string>} */
export const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const RATES = new Set(["fraction", "ratio", "exponent", "elasticity"]);

/** @param {number} value */
const exponentOf = (value) => Number(value.toExponential().split("e")[1]);

export const POWERS = 1e6; // from here on numbers are written with a power of ten

/** @param {string} text */
const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** @param {string} text */
const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

/**
 * So many significant digits; whole parts stay whole, thousands are set off, minus is a real one.
 * @param {number} value
 */
export function number(value, digits = 3) {
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  const exponent = exponentOf(size);
  if (exponent >= -4 && exponent < 6) return sign + grouped(trimmed(size.toFixed(Math.max(0, digits - 1 - exponent))));
  const [mantissa, power] = size.toExponential(digits - 1).split("e"); // rounding may have raised the power
  return `${sign}${trimmed(mantissa)} × 10${[...String(Number(power))].map((c) => SUPERSCRIPTS[c]).join("")}`;
}

/**
 * The same in a form that can be typed back.
 * @param {number} value
 */
export function field(value, digits = 3) {
  const exponent = value === 0 ? 0 : exponentOf(Math.abs(value));
  if (exponent >= -4 && exponent < 6) return number(value, digits);
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  return `${trimmed(mantissa)}e${Number(power)}`.replaceAll("-", "−");
}

/** @param {number} share */
export function percent(share) {
  const value = 100 * share;
  return `${value.toFixed(value >= 99.5 || value <= 0.5 ? 1 : 0)}${THIN}%`;
}

/**
 * A share in percent with its standard error, in as many digits as the error has.
 * @param {number} share
 * @param {number} error
 */
export function withError(share, error) {
  const digits = error > 0 ? Math.max(1, Math.min(4, 1 - exponentOf(100 * error))) : 1;
  return `${(100 * share).toFixed(digits)} ± ${(100 * error).toFixed(digits)}${THIN}%`;
}

/**
 * @param {number} share
 * @param {number} [digits]
 */
export const points = (share, digits) => number(100 * share, digits);

/**
 * The effect's median, its 90 % interval and unit.
 * @param {{ effect: string, unit: string }} finding
 * @param {number[]} quantiles at 5, 25, 50, 75 and 95 %
 */
export function effect(finding, [low = NaN, , middle = NaN, , high = NaN]) {
  const share = finding.unit === "fraction";
  const [m, l, h] = [middle, low, high].map((q) => number(share ? 100 * q : q, 2));
  const name = finding.effect.charAt(0).toUpperCase() + finding.effect.slice(1);
  return `${name} ${m}\u00a0${share ? "points" : finding.unit} (90${THIN}%: ${l} to ${h})`;
}

/**
 * @param {{ mark: string }} a
 * @param {string} text
 */
export const withUnit = (a, text) => (a.mark ? `${text} ${a.mark}` : text);

/**
 * The same interval as people say it, where the unit is too small for that: minutes as hours, dollars in words.
 * @param {OnScale} a
 * @param {number[]} setting
 */
export function gloss(a, [low = NaN, high = NaN]) {
  const fixed = a.scale === "fixed";
  if (a.unit === "minutes" && high >= 120) {
    return fixed ? `${number(low / 60, 2)} h` : `${number(low / 60, 2)} – ${number(high / 60, 2)} h`;
  }
  if (a.unit.startsWith("USD") && high >= 1e6) return fixed ? amount(low) : `${amount(low)} – ${amount(high)}`;
  return "";
}

/** @type {[number, string][]} */
const SIZES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

/**
 * A large number in words: 300 million, 2 billion. Below a million it stays a number.
 * @param {number} value
 */
function amount(value) {
  const found = SIZES.find(([size]) => value >= 0.9995 * size); // what rounds up to the size is written with its word
  return found ? `${number(value / found[0])} ${found[1]}` : number(value);
}

/**
 * One end for a screen reader: value, unit and gloss.
 * @param {InUnit} a
 * @param {number} value
 */
export function spoken(a, value) {
  const unit = a.unit === "fraction" || a.unit === "count" ? "" : ` ${a.unit === "ratio" ? "times" : a.unit}`;
  if (a.unit.startsWith("USD")) return `${amount(value)}${unit}`;
  const hours = a.unit === "minutes" && value >= 120 ? `, ${number(value / 60, 2)} hours` : "";
  return `${number(value)}${unit}${hours}`;
}

/**
 * @param {{ mark: string }} a
 * @param {number | null | undefined} flip
 */
export function flipWords(a, flip) {
  if (flip === null || flip === undefined) return "No single value within these bounds flips the verdict.";
  return `The verdict flips at ${withUnit(a, number(flip))}.`;
}

/**
 * Both ends of a swing, in the direction the assumption grows.
 * @param {number} low
 * @param {number} high
 */
export function swingWords(low, high) {
  const first = percent(low);
  return `${first.slice(0, -2)} → ${percent(high)}`;
}

/**
 * A statement with {id} replaced by the value the reader has chosen, as they would say it.
 * @param {string} statement
 * @param {(id: string) => [value: number, unit: string]} chosen
 */
export function fill(statement, chosen) {
  return statement.replace(/\{(\w+)\}/g, (_, id) => chosenWords(...chosen(id)));
}

/**
 * A chosen value in words: half, a percentage, or a number with its unit.
 * @param {number} value
 * @param {string} unit
 */
function chosenWords(value, unit) {
  if (unit === "fraction") return value === 0.5 ? "half" : `${points(value)}${THIN}%`;
  return `${number(value)} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
}

/**
 * How far an assumption moves the chosen finding.
 * @param {number} size a share of draws
 */
export function worth(size) {
  const found = Math.round(100 * size);
  return found ? `moves it by ${found} point${found === 1 ? "" : "s"}` : "does not move it";
}

/**
 * The shortest text that reads back as the same number, safe in a link.
 * @param {number} value
 */
export const exact = (value) => String(value).replace("e+", "e");
