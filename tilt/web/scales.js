// One table of scales: what a setting of an assumption may be, how it is compared, written in a link and in words. A
// setting is a 90 % interval [low, high] or, for a choice, one weight for each of its options. What is allowed and what
// is refused stands in tests/vectors/settings.json, which Python's table is held to as well.

import { exact, number, percent, withUnit } from "./format.js";
import { link, unlink } from "./engine/numbers.js";

/** @typedef {import("./types.js").Assumption} Assumption */
/** @typedef {import("./types.js").Setting} Setting */
/** @typedef {import("./types.js").Stated} Stated */
/** @typedef {import("./types.js").Tie} Tie */
/** @typedef {Pick<Assumption, "scale" | "bounds" | "options">} Allowing what decides whether a setting is allowed */
/** @typedef {Pick<Assumption, "scale" | "mark" | "options">} Worded */

/**
 * Why a setting is refused, the first that holds; `refusals` in the vectors says each in a sentence.
 * @typedef {"not numbers" | "not finite" | "not weights" | "off scale" | "reversed" | "not one value" | "outside bounds"} Refusal
 */

/**
 * @typedef {object} Scale
 * @property {boolean} certain whether an input on it has one value, which the reader chooses
 * @property {(value: number) => number} link natural units to the axis on which the input is normal
 * @property {(linked: number) => number} unlink
 * @property {(a: Allowing, setting: Setting) => Refusal | null} refusal
 * @property {(a: Allowing, setting: Setting, refusal: Refusal) => Setting | null} mend the nearest setting that is allowed, where there is one
 * @property {(a: Setting, b: Setting) => boolean} same
 * @property {(a: Worded, setting: Setting) => string} words
 * @property {(text: string) => Setting} parse text of a link; NaN where it is no number
 * @property {(setting: Setting) => string} write for a link
 */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
export const TOLERANCE = 1e-6; // by which weights may miss 1, and two choices differ and be the same

/** @param {string} text */
const numbers = (text) => text.split("~").map((part) => (NUMBER.test(part) ? Number(part) : NaN));

/** @param {Setting} setting */
const joined = (setting) => setting.map(exact).join("~");

/**
 * The checks all interval scales share; `single`: whether both ends must be one; `has`: whether a value is on the scale.
 * @param {boolean} single
 * @param {(value: number) => boolean} has
 * @returns {Scale["refusal"]}
 */
const intervals = (single, has) => (a, setting) => {
  if (setting.length !== 2) return "not numbers";
  if (!setting.every(Number.isFinite)) return "not finite";
  const [low, high] = /** @type {[number, number]} */ (setting);
  const [least, most] = /** @type {[number, number]} */ (a.bounds);
  if (!has(low) || !has(high)) return "off scale";
  if (low > high) return "reversed";
  if (single && low !== high) return "not one value";
  return low < least || high > most ? "outside bounds" : null;
};

/** @type {Scale["mend"]} */
function clamped(a, setting, refusal) {
  if (refusal !== "outside bounds" && refusal !== "off scale") return null;
  const [least, most] = /** @type {[number, number]} */ (a.bounds);
  const inside = setting.map((v) => Math.min(most, Math.max(least, v)));
  return allows(a, inside) ? inside : null; // it may have been reversed as well
}

/** @type {Scale} what the others change little of: an interval on a straight axis */
const linear = {
  certain: false,
  link: (value) => value,
  unlink: (linked) => linked,
  refusal: intervals(false, () => true),
  mend: clamped,
  same: (a, b) => a.length === b.length && a.every((v, k) => v === b[k]),
  words: (a, setting) => withUnit(a, setting.map((v) => number(v)).join(" – ")),
  parse: numbers,
  write: joined,
};

/** @type {Scale} one value, which a link writes once */
const fixed = {
  ...linear,
  certain: true,
  refusal: intervals(true, () => true),
  words: (a, [value = NaN]) => withUnit(a, number(value)),
  parse(text) {
    const found = numbers(text);
    return found.length === 1 ? [...found, ...found] : found;
  },
  write: ([value = NaN]) => exact(value),
};

/** @type {Scale} weights of options */
const choice = {
  ...linear,
  certain: true,
  refusal(a, setting) {
    if (setting.length !== a.options?.length) return "not numbers";
    if (!setting.every(Number.isFinite)) return "not finite";
    const sum = setting.reduce((all, v) => all + v, 0);
    return setting.some((v) => v < 0) || Math.abs(sum - 1) > TOLERANCE ? "not weights" : null;
  },
  mend: () => null,
  same: (a, b) => a.length === b.length && a.every((v, k) => Math.abs(v - (b[k] ?? NaN)) <= TOLERANCE),
  words(a, setting) {
    const held = (a.options ?? []).map(({ label }, k) => ({ label, weight: setting[k] ?? 0 })).filter(({ weight }) => weight > 0);
    if (held.length === 1) return held[0]?.label ?? "";
    return held.map(({ label, weight }) => `${label} ${percent(weight)}`).join(", ");
  },
};

/** @param {"log" | "logit"} name */
const bent = (name) => ({
  /** @param {number} value */
  link: (value) => link(name, value),
  /** @param {number} linked */
  unlink: (linked) => unlink(name, linked),
});

/** @type {Readonly<Record<import("./types.js").ScaleName, Scale>>} */
export const SCALES = {
  linear,
  log: { ...linear, ...bent("log"), refusal: intervals(false, (v) => v > 0) },
  logit: { ...linear, ...bent("logit"), refusal: intervals(false, (v) => v > 0 && v < 1) },
  fixed,
  switch: {
    ...fixed,
    refusal: intervals(true, (v) => v === 0 || v === 1),
    mend: () => null,
    words: (_, [value]) => (value ? "on" : "off"),
  },
  choice,
};

/**
 * Why a setting cannot be an assumption's; null when it can.
 * @param {Allowing} a
 * @param {Setting} setting
 */
export const refusal = (a, setting) => SCALES[a.scale].refusal(a, setting);

/**
 * @param {Allowing} a
 * @param {Setting} setting
 */
export const allows = (a, setting) => refusal(a, setting) === null;

/**
 * Whether an assumption takes another's value.
 * @param {Stated} stated
 * @returns {stated is Tie}
 */
export const isTie = (stated) => "sameAs" in stated;

/** @param {Pick<Assumption, "options">} a */
const optionNames = ({ options }) => (options ?? []).map(({ name }) => name).join();

/**
 * Whether an assumption can take another's value: both have the same unit, scale and options.
 * @param {Pick<Assumption, "id" | "scale" | "unit" | "options">} a
 * @param {Pick<Assumption, "id" | "scale" | "unit" | "options"> | undefined} other
 */
export const alike = (a, other) =>
  other !== undefined &&
  a.id !== other.id &&
  a.scale === other.scale &&
  a.unit === other.unit &&
  optionNames(a) === optionNames(other);

/**
 * Whether two things stated of an assumption are one.
 * @param {Pick<Assumption, "scale">} a
 * @param {Stated} one
 * @param {Stated} other
 */
export function same(a, one, other) {
  if (isTie(one) || isTie(other)) return isTie(one) && isTie(other) && one.sameAs === other.sameAs;
  return SCALES[a.scale].same(one, other);
}

/**
 * Whether an input has one value, or one set of weights, that the reader chooses.
 * @param {Pick<Assumption, "scale">} a
 */
export const certain = (a) => SCALES[a.scale].certain;

/**
 * A setting as the page says it.
 * @param {Worded} a
 * @param {Setting} setting
 */
export const inWords = (a, setting) => SCALES[a.scale].words(a, setting);

/**
 * All weight on the k-th of n options.
 * @param {number} k
 * @param {number} n
 * @returns {Setting}
 */
export const only = (k, n) => Array.from({ length: n }, (_, j) => (j === k ? 1 : 0));

/**
 * The weights with the k-th set to `weight`, the others in their proportion over what is left.
 * @param {Setting} weights
 * @param {number} k
 * @param {number} weight from 0 to 1
 * @returns {Setting}
 */
export function reweighted(weights, k, weight) {
  const rest = weights.reduce((sum, w, j) => (j === k ? sum : sum + w), 0);
  const others = weights.length - 1;
  if (!others) return [1];
  return weights.map((w, j) => (j === k ? weight : rest > 0 ? (w / rest) * (1 - weight) : (1 - weight) / others));
}
