// A reader's scenario in links, in storage and as a file. Text from outside becomes settings that are allowed, or a
// sentence that says what was left out. Nothing here knows a page: text in, text out.

import { MOST, clean, isRecord, readAbout, tooLong } from "./about.js";
import { number, withUnit } from "./format.js";
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

/** @param {string} text @returns {string} */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    const whole = text.replace(/(%[\da-f]{0,2})+$/i, ""); // cut off inside a letter
    return whole === text ? text : decoded(whole); // any other broken escape: what it spoils is reported
  }
}

// What programs and people put behind a link they paste, and what nobody sees.
const TAIL = /[\s.,;:!?\u2026)\]}>"'`\u00b4\u2018-\u201f\u00ab\u00bb\u2039\u203a*|\\/\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1b\uff1a\uff09\u3011\u300d\u300f\u300b\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/u;
const UNSEEN = /^\s+|\s+$|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * The pieces of a hash as they were meant, whatever it went through. Where nothing in it reads as a piece it may have been
 * escaped as a whole.
 * @param {string} hash
 */
function parts(hash) {
  let text = hash.replace(/^#/, "");
  for (let k = 0; k < 2 && !text.includes("="); k++) text = decoded(text);
  const found = text.split("&").map((piece) => decoded(piece).replace(/^(amp;)+/, ""));
  while (found.length) {
    const last = (found.pop() ?? "").replace(TAIL, "");
    if (last) return [...found, last];
  }
  return found;
}

/**
 * Whether a hash may be meant as a scenario, before it is known what a scenario may hold.
 * @param {string} hash
 */
export const mayBeScenario = (hash) => parts(hash).some((piece) => /^[\w-]+=/.test(piece.replace(UNSEEN, "")));

/**
 * Whether a hash is meant as a scenario; other hashes are ordinary anchors and none of our business.
 * @param {string} hash
 * @param {{ has(id: string): boolean }} ids
 */
export function isScenario(hash, ids) {
  return parts(hash)
    .map((piece) => piece.replace(UNSEEN, ""))
    .some((piece) => piece.startsWith("v=") || (piece.includes("=") && ids.has(piece.split("=")[0] ?? "")));
}

// The version ends a link. Older links began with it; one that does neither has been cut off, or written by hand. What a
// program hung on behind it is not ours.
const VERSION_PIECE = /^v=(?:(\d{1,3})(?:[^\w.].*)?|(.*))$/s;
const SAID = /** @type {const} */ (["name", "note"]);
const OWN = "own=1"; // in links of the page itself, where nothing can be stored

/**
 * @param {string} hash
 * @returns {{ pairs: Pair[], said: Partial<Record<typeof SAID[number], string>>, version: number, problems: string[], whole: boolean, own: boolean }} `whole`: whether its end is known to be there
 */
function pieces(hash) {
  /** @type {ReturnType<typeof pieces>} */
  const found = { pairs: [], said: {}, version: VERSION, problems: [], whole: false, own: false };
  for (const text of parts(hash)) {
    const name = SAID.find((key) => text.startsWith(`${key}=`));
    if (name) {
      found.said[name] = text.slice(name.length + 1);
      continue;
    }
    let piece = text.replace(UNSEEN, "");
    if (piece.includes("%")) piece = decoded(piece); // escaped twice
    if (!piece) continue;
    const stated = VERSION_PIECE.exec(piece);
    const cut = piece.indexOf("=");
    if (piece === OWN) found.own = true;
    else if (stated) {
      found.whole = true;
      const given = stated[1] ?? stated[2];
      found.version = given ? Number(given) : NaN;
    } else if (cut >= 0) found.pairs.push([piece.slice(0, cut), piece.slice(cut + 1)]);
    else {
      found.problems.push(`“${short(piece)}” is incomplete and was left out: the link may be cut off.`);
      found.whole = true; // has been said
    }
  }
  return found;
}

/**
 * What a link says of its values, and what of that was cut.
 * @param {ReturnType<typeof pieces>} found
 */
function saidIn({ said, problems }) {
  for (const key of SAID) {
    if (tooLong(said[key] ?? "", MOST[key])) problems.push(`The ${key} of this link is longer than ${MOST[key]} letters: the rest was left out.`);
  }
  return readAbout(said);
}

/**
 * What a link's hash says.
 * @param {string} hash
 * @param {Assumptions} assumptions
 * @returns {Reading}
 */
export function readHash(hash, assumptions) {
  const found = pieces(hash);
  const { pairs, version, problems, whole, own } = found;
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
  const about = saidIn(found);
  /** @type {Values} */
  const values = {};
  for (const [id, raw] of current) {
    const a = assumptions.get(id);
    if (raw.startsWith("@")) tie(values, problems, a, id, raw.slice(1), assumptions);
    else accept(values, problems, a, id, a ? SCALES[a.scale].parse(raw) : [], raw);
  }
  const [lastId] = current.at(-1) ?? [];
  const last = lastId && values[lastId] && assumptions.get(lastId);
  if (!whole && (last || about)) {
    const end = `The link lacks its end (v=${VERSION}), so it may be cut off.`;
    problems.push(last && !about ? `${end} Check its last value: ${last.label}, ${statedWords(last, values[last.id], assumptions)}.` : end);
  }
  return { values, problems, ...(about && { about }), ...(own && { own }) };
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
 * Only what differs from the default, and what is said of it, as a hash without its #. It ends with the version, so that a
 * link cut off anywhere is noticed; alone, the version means the book's defaults.
 * @param {Values} values
 * @param {Assumptions} assumptions
 * @param {{ name: string, note: string }} [about]
 * @param {boolean} [own] for the page's own links where nothing can be stored
 */
export function writeHash(values, assumptions, about, own = false) {
  const pairs = [...assumptions.values()].flatMap((a) => {
    const stated = values[a.id];
    if (!stated) return [];
    return [`${a.id}=${isTie(stated) ? `@${stated.sameAs}` : SCALES[a.scale].write(stated)}`];
  });
  const said = SAID.flatMap((key) => {
    const text = clean(about?.[key] ?? "", MOST[key]);
    return text ? [`${key}=${escaped(text)}`] : [];
  });
  return [...pairs, ...said, ...(own ? [OWN] : []), `v=${VERSION}`].join("&");
}

/**
 * Text in a link, without the signs that chat programs take for the link's end or their own.
 * @param {string} text
 */
const escaped = (text) => encodeURIComponent(text).replace(/[!'()*~_.-]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

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
