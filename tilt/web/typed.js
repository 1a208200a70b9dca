// Numbers as readers type them, whichever keypad they have: with a point or a comma, grouped, as powers of ten, in per cent.

import { RATES, SUPERSCRIPTS, number } from "./format.js";

/** @typedef {import("./format.js").InUnit} InUnit */
/** @typedef {InUnit & { bounds?: number[] }} Bounded */

const PLAIN = Object.fromEntries(Object.entries(SUPERSCRIPTS).map(([plain, raised]) => [raised, plain]));

/** @param {string} text */
const squeezed = (text) => text.trim().replace(/[−–]/g, "-").replace(/[\s\u00a0\u2009\u202f]+/g, "");

// Powers of ten as the page itself writes them, with a caret or two stars, and alone.
const POWER = /(^[+-]?|[×x*·])10(?:(?:\^|\*\*)([+-]?\d+)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/i;

/** @param {string} text */
const withPower = (text) =>
  text.replace(POWER, (_, before, plain, raised) => {
    const power = plain ?? [...raised].map((c) => PLAIN[c]).join("");
    return /[+-]$|^$/.test(before) ? `${before}1e${power}` : `e${power}`;
  });

const EXPONENT = "(e[+-]?\\d{1,3})?$";
const GROUPED = new RegExp(`^[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d*)?${EXPONENT}`, "i");
const POINT_GROUPED = new RegExp(`^[+-]?[1-9]\\d{0,2}((\\.\\d{3})+,\\d*|(\\.\\d{3}){2,})${EXPONENT}`, "i");
const APOSTROPHES = new RegExp(`^[+-]?[1-9]\\d{0,2}(['’]\\d{3})+([.,]\\d*)?${EXPONENT}`, "i");
const COMMA = new RegExp(`^[+-]?(\\d+,\\d*|,\\d+)${EXPONENT}`, "i");
const NUMBER = new RegExp(`^[+-]?(\\d+\\.?\\d*|\\.\\d+)${EXPONENT}`, "i");

const EITHER = /^[+-]?[1-9]\d{0,2},\d{3}$/; // a thousand and more, or a decimal

/**
 * Without marks between thousands, and with a point before decimals. What may be either is a decimal where only that is
 * within the bounds.
 * @param {string} text
 * @param {Bounded} a
 * @returns {string}
 */
function pointed(text, a) {
  if (APOSTROPHES.test(text)) return pointed(text.replace(/['’]/g, ""), a);
  if (EITHER.test(text) && !within(text.replace(",", ""), a) && within(text.replace(",", "."), a)) return text.replace(",", ".");
  if (GROUPED.test(text)) return text.replaceAll(",", "");
  if (POINT_GROUPED.test(text)) return text.replaceAll(".", "").replace(",", ".");
  return COMMA.test(text) ? text.replace(",", ".") : text;
}

/** @param {string} text @param {Bounded} a */
const within = (text, { bounds }) => bounds === undefined || (Number(text) >= bounds[0] && Number(text) <= bounds[1]);

/**
 * What a reader typed, as a number: 3.4, 0,5, 1e3, 10^16, 1,000, −2, 40 %, 1.5 × 10³. Throws an Error that says what is
 * wrong and what would be understood.
 * @param {string} text
 * @param {Bounded} a
 */
export function parse(text, a) {
  const typed = withPower(squeezed(text));
  const share = typed.endsWith("%");
  const plain = pointed(share ? typed.slice(0, -1) : typed, a);
  if (!NUMBER.test(plain)) {
    const example = RATES.has(a.unit) ? "0.4, 0,4 or 40 %" : "3.4, 3,4, 1,000, 1e3 or 10^3";
    throw new Error(plain ? `“${text.trim().slice(0, 24)}” is not a number; write one like ${example}` : `Empty; write a number like ${example}`);
  }
  if (share && !RATES.has(a.unit)) throw new Error(`A percentage is not possible here; write ${a.unit}`);
  const value = Number(plain);
  return share || isShare(value, a) ? Number((value / 100).toPrecision(12)) : value;
}

/**
 * Whether a number above 1 can only be a share in per cent: many keypads have no sign for it.
 * @param {number} value
 * @param {Bounded} a
 */
const isShare = (value, { unit, bounds }) => unit === "fraction" && bounds !== undefined && bounds[1] <= 1 && value > 1 && value <= 100;

/**
 * What to say of a number that somebody may have meant otherwise; empty where it is clear.
 * @param {string} text as typed
 * @param {Bounded} a
 */
export function understood(text, a) {
  const plain = squeezed(text);
  const read = pointed(plain, a);
  if (EITHER.test(plain) && !plain.endsWith("000") && !read.includes(".")) {
    return `Read as ${read}. For a decimal write a point: ${plain.replace(",", ".")}.`;
  }
  return isShare(Number(read), a) ? `Read as ${number(Number(read))} %.` : "";
}
