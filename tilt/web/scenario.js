// A reader's scenario in links, in storage and as a file. Text from outside becomes numbers inside bounds, or a notice.

import { exact, interval as inWords, number, withUnit } from "./format.js";
import { certain } from "./engine/numbers.js";

export const VERSION = 1;
export const STORAGE_KEY = "tilt:scenario";

// From each older version to the next: {0: (pairs) => pairs}. Pairs are [id, text] as the link had them.
export const MIGRATIONS = {};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

// Pairs of a version as pairs of this one. Throws an Error for a version it cannot read.
export function migrate(pairs, version, migrations = MIGRATIONS, current = VERSION) {
  let moved = pairs;
  for (let v = version; v < current; v++) {
    if (!migrations[v]) throw new Error(`version ${v} can no longer be read`);
    moved = migrations[v](moved);
  }
  return moved;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a broken escape: what it spoils is reported below
  }
}

// Whether a hash is meant as a scenario; other hashes are ordinary anchors and none of our business.
export function isScenario(hash, ids) {
  return decode(hash.replace(/^#/, ""))
    .split("&")
    .some((pair) => /^v=/.test(pair) || ids.has(pair.split("=")[0]) && pair.includes("="));
}

// {values: {id: [low, high]}, problems: [sentence]} of a link's hash.
export function readHash(hash, assumptions) {
  const text = decode(hash.replace(/^#/, "")).replaceAll("&amp;", "&");
  const problems = [];
  const pairs = [];
  let version = VERSION;
  for (const piece of text.split("&")) {
    if (!piece) continue;
    const cut = piece.indexOf("=");
    if (cut < 0) problems.push(`“${short(piece)}” is incomplete and was left out: the link may be cut off.`);
    else if (piece.slice(0, cut) === "v") version = Number(piece.slice(cut + 1) || NaN);
    else pairs.push([piece.slice(0, cut), piece.slice(cut + 1)]);
  }
  if (!Number.isInteger(version) || version < 0) {
    return { values: {}, problems: [...problems, "The link does not say which version it has, so none of it was used."] };
  }
  if (version > VERSION) problems.push(`The link is of a newer version (${version}); what this page knows was used.`);
  let current = pairs;
  try {
    current = migrate(pairs, version);
  } catch (error) {
    return { values: {}, problems: [...problems, `The link was not used: ${error.message}.`] };
  }
  const values = {};
  for (const [id, raw] of current) {
    const ends = raw.split("~");
    const [low, high] = ends.map((end) => (NUMBER.test(end) ? Number(end) : NaN));
    const known = assumptions.get(id);
    if (known && ends.length > 2) problems.push(malformed(known, raw));
    else accept(values, problems, assumptions, id, ends.length === 1 && known && certain(known.scale) ? [low, low] : [low, high], raw);
  }
  return { values, problems };
}

const malformed = (a, raw) => `${a.label}: “${short(raw)}” is not an interval, so the book’s default was kept.`;

// Puts an interval into `values` if it can be used, clamped to its bounds; says what was done otherwise.
function accept(values, problems, assumptions, id, ends, raw) {
  const a = assumptions.get(id);
  if (!a) return problems.push(`“${short(id)}” is no assumption of this page and was left out.`);
  let [low, high] = ends;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return problems.push(malformed(a, raw));
  if (low > high) return problems.push(`${a.label}: “${short(raw)}” is reversed, so the book’s default was kept.`);
  if (certain(a.scale) && low !== high) return problems.push(`${a.label} takes one value, so “${short(raw)}” was left out.`);
  if (a.scale === "switch" && low !== 0 && low !== 1) {
    return problems.push(`${a.label} is on (1) or off (0), so “${short(raw)}” was left out.`);
  }
  const [least, most] = a.bounds;
  if (low < least || high > most) {
    [low, high] = [low, high].map((v) => Math.min(most, Math.max(least, v)));
    const bounds = withUnit(a, `${number(least)} to ${number(most)}`);
    problems.push(`${a.label}: “${short(raw)}” reaches outside ${bounds} and was set to ${inWords(a, [low, high])}.`);
  }
  values[id] = [low, high];
  return values;
}

// Only what differs from the default, as a hash without its #; empty for the default.
export function writeHash(values, assumptions) {
  const pairs = [...assumptions.values()]
    .filter((a) => values[a.id])
    .map((a) => {
      const [low, high] = values[a.id];
      return `${a.id}=${certain(a.scale) ? exact(low) : `${exact(low)}~${exact(high)}`}`;
    });
  return pairs.length ? [`v=${VERSION}`, ...pairs].join("&") : "";
}

function stored(storage) {
  try {
    const kept = JSON.parse(storage.getItem(STORAGE_KEY) ?? "null");
    return kept && typeof kept.values === "object" && kept.values !== null && !Array.isArray(kept.values) ? kept : null;
  } catch {
    return null; // forbidden, or not ours
  }
}

// This page's part of the stored scenario, in the shape of readHash.
export function readStorage(storage, assumptions) {
  const kept = storage && stored(storage);
  const values = {};
  const problems = [];
  if (!kept) return { values, problems };
  const pairs = Object.entries(kept.values).filter(([id]) => assumptions.has(id));
  let current = pairs;
  try {
    current = migrate(pairs, Number.isInteger(kept.v) ? kept.v : VERSION);
  } catch (error) {
    return { values, problems: [`Your kept values were not used: ${error.message}.`] };
  }
  for (const [id, ends] of current) {
    const pair = Array.isArray(ends) && ends.length === 2 && ends.every((v) => typeof v === "number") ? ends : [NaN, NaN];
    accept(values, problems, assumptions, id, pair, JSON.stringify(ends) ?? "");
  }
  return { values, problems };
}

// Keeps the page's values beside those of other claims; false when storage is not to be had.
export function writeStorage(storage, values, assumptions) {
  if (!storage) return false;
  const others = Object.entries(stored(storage)?.values ?? {}).filter(([id]) => !assumptions.has(id));
  const all = { ...Object.fromEntries(others), ...values };
  try {
    if (Object.keys(all).length) storage.setItem(STORAGE_KEY, JSON.stringify({ v: VERSION, values: all }));
    else storage.removeItem(STORAGE_KEY);
    return true;
  } catch {
    return false;
  }
}

// A scenario file as data/scenarios/ holds them, for `tilt verdicts --scenario FILE`. JSON strings are YAML strings.
export function toYaml({ name, title, text, values, reasons = {} }, assumptions) {
  const changes = [...assumptions.values()]
    .filter((a) => values[a.id])
    .map((a) => {
      const reason = reasons[a.id] ?? `Set by a reader; the book’s default was ${inWords(a, a.interval)}.`;
      return [
        `  ${a.id}:`,
        `    interval: [${values[a.id].map(exact).join(", ")}]`,
        `    unit: ${JSON.stringify(a.unit)}`,
        `    reason: ${JSON.stringify(reason)}`,
      ].join("\n");
    });
  return [
    `name: ${JSON.stringify(name)}`,
    `title: ${JSON.stringify(title)}`,
    `text: ${JSON.stringify(text)}`,
    changes.length ? `changes:\n${changes.join("\n")}` : "changes: {}",
    "",
  ].join("\n");
}
