// A reader's scenario in links, in storage and as a file. Text from outside becomes settings that are allowed, or a
// sentence that says what was left out. Nothing here knows a page: text in, text out.

import { exact, number, withUnit } from "./format.js";
import { SCALES, alike, inWords, isTie, refusal } from "./scales.js";

/** @typedef {import("./types.js").Assumption} Assumption */
/** @typedef {import("./types.js").Assumptions} Assumptions */
/** @typedef {import("./types.js").Setting} Setting */
/** @typedef {import("./types.js").Stated} Stated */
/** @typedef {import("./types.js").Values} Values */
/** @typedef {import("./types.js").Reading} Reading */
/** @typedef {[id: string, text: string]} Pair */
/** @typedef {Record<number, (pairs: Pair[]) => Pair[]>} Migrations from each older version to the next */

export const VERSION = 1; // of links

/** @type {Migrations} */
export const MIGRATIONS = {};

/** @param {string} text */
const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/**
 * Pairs of a version as pairs of this one. Throws an Error for a version it cannot read.
 * @param {Pair[]} pairs
 * @param {number} version
 * @param {Migrations} [migrations]
 */
export function migrate(pairs, version, migrations = MIGRATIONS, current = VERSION) {
  let moved = pairs;
  for (let v = version; v < current; v++) {
    const step = migrations[v];
    if (!step) throw new Error(`version ${v} can no longer be read`);
    moved = step(moved);
  }
  return moved;
}

/** @param {string} hash */
function decode(hash) {
  const text = hash.replace(/^#/, "").replaceAll("&amp;", "&");
  try {
    return decodeURIComponent(text).replaceAll("&amp;", "&");
  } catch {
    return text; // a broken escape: what it spoils is reported
  }
}

/**
 * Whether a hash may be meant as a scenario, before it is known what a scenario may hold.
 * @param {string} hash
 */
export const mayBeScenario = (hash) => /^#?(.*&)?[\w%-]+=/.test(decode(hash));

/**
 * Whether a hash is meant as a scenario; other hashes are ordinary anchors and none of our business.
 * @param {string} hash
 * @param {{ has(id: string): boolean }} ids
 */
export function isScenario(hash, ids) {
  return decode(hash)
    .split("&")
    .some((piece) => piece.startsWith("v=") || (piece.includes("=") && ids.has(piece.split("=")[0] ?? "")));
}

// The version ends a link. Older links began with it; one that does neither has been cut off, or written by hand.
const VERSION_PIECE = /^v=(.*?)[.,;:!?)\]>"'”’]*$/;

/**
 * @param {string} text
 * @returns {{ pairs: Pair[], version: number, problems: string[], whole: boolean }} `whole`: whether its end is known to be there
 */
function pieces(text) {
  /** @type {Pair[]} */
  const pairs = [];
  /** @type {string[]} */
  const problems = [];
  let version = VERSION;
  let whole = false;
  for (const piece of text.split("&")) {
    const stated = VERSION_PIECE.exec(piece);
    if (!piece) continue;
    if (stated) {
      whole = true;
      version = stated[1] ? Number(stated[1]) : NaN;
      continue;
    }
    const cut = piece.indexOf("=");
    if (cut >= 0) pairs.push([piece.slice(0, cut), piece.slice(cut + 1)]);
    else {
      problems.push(`“${short(piece)}” is incomplete and was left out: the link may be cut off.`);
      whole = true; // has been said
    }
  }
  return { pairs, version, problems, whole };
}

/**
 * What a link's hash says.
 * @param {string} hash
 * @param {Assumptions} assumptions
 * @returns {Reading}
 */
export function readHash(hash, assumptions) {
  const { pairs, version, problems, whole } = pieces(decode(hash));
  if (!Number.isInteger(version) || version < 0) {
    return { values: {}, problems: [...problems, "The link does not say which version it has, so none of it was used."] };
  }
  if (version > VERSION) problems.push(`The link is of a newer version (${version}); what this page knows was used.`);
  let current = pairs;
  try {
    current = migrate(pairs, version);
  } catch (error) {
    return { values: {}, problems: [...problems, `The link was not used: ${messageOf(error)}.`] };
  }
  /** @type {Values} */
  const values = {};
  for (const [id, raw] of current) {
    const a = assumptions.get(id);
    if (raw.startsWith("@")) tie(values, problems, a, id, raw.slice(1), assumptions);
    else accept(values, problems, a, id, a ? SCALES[a.scale].parse(raw) : [], raw);
  }
  const [lastId] = current.at(-1) ?? [];
  const last = lastId && values[lastId] && assumptions.get(lastId);
  if (!whole && last) {
    const held = statedWords(last, values[last.id], assumptions);
    problems.push(`The link lacks its end (v=${VERSION}), so it may be cut off. Check its last value: ${last.label}, ${held}.`);
  }
  return { values, problems };
}

/**
 * What is stated of an assumption, as the page says it.
 * @param {Assumption} a
 * @param {Stated} stated
 * @param {Assumptions} assumptions
 */
export function statedWords(a, stated, assumptions) {
  if (!isTie(stated)) return inWords(a, stated);
  return `the same as: ${assumptions.get(stated.sameAs)?.label ?? stated.sameAs}`;
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Ties an assumption to another, if both are counted in the same way.
 * @param {Values} values
 * @param {string[]} problems
 * @param {Assumption | undefined} a
 * @param {string} id
 * @param {string} to
 * @param {Assumptions} assumptions
 */
function tie(values, problems, a, id, to, assumptions) {
  if (a && alike(a, assumptions.get(to))) values[id] = { sameAs: to };
  else if (a) problems.push(`${a.label} cannot be the same as “${short(to)}”, so the book’s default was kept.`);
  else accept(values, problems, a, id, [], "");
}

/**
 * Puts a setting into `values` if it can be used, clamped to its bounds; says what was done otherwise.
 * @param {Values} values
 * @param {string[]} problems
 * @param {Assumption | undefined} a
 * @param {string} id
 * @param {Setting} setting
 * @param {string} raw as it came
 */
function accept(values, problems, a, id, setting, raw) {
  if (!a) {
    problems.push(`“${short(id)}” is no assumption of this page and was left out.`);
    return;
  }
  const found = refusal(a, setting);
  const used = found === null ? setting : SCALES[a.scale].mend(a, setting, found);
  if (found !== null) problems.push(complaint(a, found, raw, used));
  if (used) values[id] = used;
}

/**
 * @param {Assumption} a
 * @param {import("./scales.js").Refusal} found
 * @param {string} raw
 * @param {Setting | null} used instead
 */
function complaint(a, found, raw, used) {
  const [least = NaN, most = NaN] = a.bounds;
  const bounds = withUnit(a, `${number(least)} to ${number(most)}`);
  if (used) return `${a.label}: “${short(raw)}” reaches outside ${bounds} and was set to ${inWords(a, used)}.`;
  if (a.scale === "choice") {
    return `${a.label}: “${short(raw)}” is not ${a.options?.length ?? 0} weights that add up to 1, so the book’s default was kept.`;
  }
  const [low = NaN, high = NaN] = SCALES[a.scale].parse(raw);
  if (found === "reversed" || low > high) return `${a.label}: “${short(raw)}” is reversed, so the book’s default was kept.`;
  if (found === "not one value") return `${a.label} takes one value, so “${short(raw)}” was left out.`;
  if (found === "off scale") return `${a.label} is on (1) or off (0), so “${short(raw)}” was left out.`;
  return `${a.label}: “${short(raw)}” is not an interval, so the book’s default was kept.`;
}

/**
 * Only what differs from the default, as a hash without its #. It ends with the version, so that a link cut off
 * anywhere is noticed; alone, the version means the book's defaults.
 * @param {Values} values
 * @param {Assumptions} assumptions
 */
export function writeHash(values, assumptions) {
  const pairs = [...assumptions.values()].flatMap((a) => {
    const stated = values[a.id];
    if (!stated) return [];
    return [`${a.id}=${isTie(stated) ? `@${stated.sameAs}` : SCALES[a.scale].write(stated)}`];
  });
  return [...pairs, `v=${VERSION}`].join("&");
}

/**
 * Settings from JSON that may be anybody's.
 * @param {unknown} found
 * @param {Assumptions} assumptions
 * @returns {Reading} ids that the book has not are left out without a word: they may be another edition's
 */
export function readValues(found, assumptions) {
  /** @type {Values} */
  const values = {};
  /** @type {string[]} */
  const problems = [];
  for (const [id, raw] of Object.entries(isRecord(found) ? found : {})) {
    if (!assumptions.has(id)) continue;
    if (isRecord(raw) && typeof raw.sameAs === "string") {
      tie(values, problems, assumptions.get(id), id, raw.sameAs, assumptions);
      continue;
    }
    const setting = Array.isArray(raw) ? raw.map((v) => (typeof v === "number" ? v : NaN)) : [];
    accept(values, problems, assumptions.get(id), id, setting, JSON.stringify(raw) ?? "");
  }
  return { values, problems };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A scenario file as data/scenarios/ holds them, for `tilt verdicts --scenario FILE`. JSON strings are YAML strings.
 * @param {{ name: string, title: string, text: string, values: Values, reasons?: Record<string, string> }} scenario
 * @param {Assumptions} assumptions
 */
export function toYaml({ name, title, text, values, reasons = {} }, assumptions) {
  const changes = [...assumptions.values()].flatMap((a) => {
    const stated = values[a.id];
    if (!stated) return [];
    const reason = reasons[a.id] ?? `Set by a reader; the book’s default was ${inWords(a, a.interval)}.`;
    const unit = a.scale === "choice" || isTie(stated) ? [] : [`    unit: ${JSON.stringify(a.unit)}`];
    return [[`  ${a.id}:`, `    ${yamlSetting(a, stated)}`, ...unit, `    reason: ${JSON.stringify(reason)}`].join("\n")];
  });
  return [
    `name: ${JSON.stringify(name)}`,
    `title: ${JSON.stringify(title)}`,
    `text: ${JSON.stringify(text)}`,
    changes.length ? `changes:\n${changes.join("\n")}` : "changes: {}",
    "",
  ].join("\n");
}

/**
 * @param {Assumption} a
 * @param {Stated} setting
 */
function yamlSetting(a, setting) {
  if (isTie(setting)) return `same_as: ${setting.sameAs}`;
  if (a.scale !== "choice") return `interval: [${setting.map(exact).join(", ")}]`;
  return `weights: {${(a.options ?? []).map((o, k) => `${JSON.stringify(o.name)}: ${exact(setting[k] ?? 0)}`).join(", ")}}`;
}
