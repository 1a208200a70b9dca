// What somebody says of a version of the assumptions: its name, a note, a reason for each value. It is text of anybody's, so
// it is cut to a length, loses what cannot be seen, and is shown as text alone, never as markup.

/** @typedef {import("./types.js").About} About */

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The most letters of each. */
export const MOST = { name: 60, note: 280, reason: 400 };

/** @type {About} */
export const NOTHING = Object.freeze({ name: "", note: "", reasons: {} });

// What is not seen, or turns the direction of what follows. The joiners inside words and pictures stay.
const UNSEEN = /[\p{Cc}\p{Cs}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
const PILED = /(\p{M}{3})\p{M}+/gu; // marks on one letter

/**
 * Text on one line, at most so long.
 * @param {string} text
 * @param {number} most letters
 */
export function clean(text, most) {
  const plain = text.slice(0, 20 * most + 1000).normalize("NFC").replace(/\s+/g, " ").replace(UNSEEN, "").replace(PILED, "$1").replace(/ +/g, " ").trim();
  const letters = [...plain];
  return letters.length > most ? letters.slice(0, most).join("").trim() : plain;
}

/**
 * Whether a text loses something a reader would miss.
 * @param {string} text
 * @param {number} most
 */
export const tooLong = (text, most) => [...text.trim()].length > most && clean(text, most) !== clean(text, 2 * most);

/**
 * What was kept or sent, as far as it says anything; undefined where it says nothing.
 * @param {unknown} found
 * @returns {About | undefined}
 */
export function readAbout(found) {
  if (!isRecord(found)) return undefined;
  const { name, note, reasons, via } = found;
  /** @type {About} */
  const about = {
    name: typeof name === "string" ? clean(name, MOST.name) : "",
    note: typeof note === "string" ? clean(note, MOST.note) : "",
    reasons: {},
  };
  for (const [id, reason] of Object.entries(isRecord(reasons) ? reasons : {})) {
    const text = typeof reason === "string" && /^[a-z]\w*$/i.test(id) ? clean(reason, MOST.reason) : "";
    if (text) about.reasons[id] = text;
  }
  if (via === "file") about.via = via;
  return says(about) ? about : undefined;
}

/**
 * Whether anything is said.
 * @param {About | undefined} about
 */
export const says = (about) => about !== undefined && Boolean(about.name || about.note || about.via || Object.keys(about.reasons).length);

/**
 * Of what is said of somebody else's values, what still holds when they have become the reader's own: the reasons, and of a
 * file, which may be one's own, its name and note too.
 * @param {About | undefined} about
 * @returns {About | undefined}
 */
export function taken(about) {
  if (!about) return undefined;
  const { name, note, reasons, via } = about;
  const own = via === "file" ? { name, note, reasons } : { ...NOTHING, reasons };
  return says(own) ? own : undefined;
}

/**
 * @param {About | undefined} one
 * @param {About | undefined} other
 */
export const alikeSaid = (one, other) => JSON.stringify(one ?? NOTHING) === JSON.stringify(other ?? NOTHING);
