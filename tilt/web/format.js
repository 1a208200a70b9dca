// How the explorer writes and reads numbers. tilt/explorer/format.py writes the same ones in the static page.

export const THIN = "\u202f";
const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const RATES = new Set(["fraction", "ratio", "exponent", "elasticity"]);

const exponentOf = (value) => Number(value.toExponential().split("e")[1]);
const trimmed = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

// So many significant digits; whole parts stay whole, thousands are set off, minus is a real one.
export function number(value, digits = 3) {
  if (value === 0) return "0";
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  const exponent = exponentOf(size);
  if (exponent >= -4 && exponent < 6) return sign + grouped(trimmed(size.toFixed(Math.max(0, digits - 1 - exponent))));
  const [mantissa, power] = size.toExponential(digits - 1).split("e"); // rounding may have raised the power
  return `${sign}${trimmed(mantissa)} × 10${[...String(Number(power))].map((c) => SUPERSCRIPTS[c]).join("")}`;
}

// The same in a form that can be typed back.
export function field(value, digits = 3) {
  const exponent = value === 0 ? 0 : exponentOf(Math.abs(value));
  if (exponent >= -4 && exponent < 6) return number(value, digits);
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  return `${trimmed(mantissa)}e${Number(power)}`.replaceAll("-", "−");
}

export function percent(share) {
  const value = 100 * share;
  return `${value.toFixed(value >= 99.5 || value <= 0.5 ? 1 : 0)}${THIN}%`;
}

export const points = (share, digits) => number(100 * share, digits);

export function effect(finding, [low, , middle, , high]) {
  const share = finding.unit === "fraction";
  const [m, l, h] = [middle, low, high].map((q) => number(share ? 100 * q : q, 2));
  const name = finding.effect[0].toUpperCase() + finding.effect.slice(1);
  return `${name} ${m}\u00a0${share ? "points" : finding.unit} (90${THIN}%: ${l} to ${h})`;
}

export const withUnit = (a, text) => (a.mark ? `${text} ${a.mark}` : text);

export function interval(a, [low, high]) {
  if (a.scale === "switch") return low ? "on" : "off";
  return withUnit(a, a.scale === "fixed" ? number(low) : `${number(low)} – ${number(high)}`);
}

// The same interval as people say it, where the unit is too small for that: minutes as hours, dollars in words.
export function gloss(a, [low, high]) {
  const fixed = a.scale === "fixed";
  if (a.unit === "minutes" && high >= 120) {
    return fixed ? `${number(low / 60, 2)} h` : `${number(low / 60, 2)} – ${number(high / 60, 2)} h`;
  }
  if (a.unit.startsWith("USD") && high >= 1e6) return fixed ? amount(low) : `${amount(low)} – ${amount(high)}`;
  return "";
}

// A large number in words: 300 million, 2 billion. Below a million it stays a number.
function amount(value) {
  const sizes = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];
  const found = sizes.find(([size]) => value >= 0.9995 * size); // what rounds up to the size is written with its word
  return found ? `${number(value / found[0])} ${found[1]}` : number(value);
}

// One end for a screen reader: value, unit and gloss.
export function spoken(a, value) {
  const unit = a.unit === "fraction" || a.unit === "count" ? "" : ` ${a.unit === "ratio" ? "times" : a.unit}`;
  if (a.unit.startsWith("USD")) return `${amount(value)}${unit}`;
  const hours = a.unit === "minutes" && value >= 120 ? `, ${number(value / 60, 2)} hours` : "";
  return `${number(value)}${unit}${hours}`;
}

export function flipWords(a, flip) {
  if (flip === null || flip === undefined) return "No single value within these bounds flips the verdict.";
  return `The verdict flips at ${withUnit(a, number(flip))}.`;
}

export function swingWords(low, high) {
  const first = percent(low);
  return `${first.slice(0, -2)} → ${percent(high)}`;
}

// A statement with {id} replaced by the value the reader has chosen, as they would say it.
export function fill(statement, chosen) {
  return statement.replace(/\{(\w+)\}/g, (_, id) => chosenWords(...chosen(id)));
}

// A chosen value in words: half, a percentage, or a number with its unit.
function chosenWords(value, unit) {
  if (unit === "fraction") return value === 0.5 ? "half" : `${points(value)}${THIN}%`;
  return `${number(value)} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
}

// What a reader typed, as a number: 3.4, 1e3, 1,000, −2, 40 %. Throws an Error that says what is wrong.
export function parse(text, a) {
  let plain = text.trim().replace(/[−–]/g, "-").replace(/[\s\u00a0\u2009\u202f]+/g, "");
  const share = plain.endsWith("%");
  if (share) plain = plain.slice(0, -1);
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replaceAll(",", "");
  const comma = /^[+-]?\d*,\d+$/.test(plain) ? `; write a point: ${plain.replace(",", ".")}` : "";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) {
    const example = share || RATES.has(a.unit) ? "0.4, 4e-1 or 40 %" : "3.4, 1,000 or 1e3";
    throw new Error(plain ? `“${text.trim().slice(0, 24)}” is not a number${comma || `; write one like ${example}`}` : `Empty; write a number like ${example}`);
  }
  if (share && !RATES.has(a.unit)) throw new Error(`A percentage is not possible here; write ${a.unit}`);
  return Number(plain) / (share ? 100 : 1);
}

// The shortest text that reads back as the same number, safe in a link.
export const exact = (value) => String(value).replace("e+", "e");
