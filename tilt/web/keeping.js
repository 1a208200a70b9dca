// What a browser keeps of a scenario: the reader's own values between visits, and what a tab shows, with its steps, from
// page to page. Text in, text out; reader.js knows where the text lives.

import { isRecord, readAbout, says } from "./about.js";
import { readValues } from "./scenario.js";

/** @typedef {import("./types.js").Assumptions} Assumptions */
/** @typedef {import("./types.js").Shown} Shown */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Values} Values */
/** @typedef {Pick<State, "mine" | "earlier" | "about" | "earlierAbout">} Own */
/** @typedef {{ shown: Shown, past: State[], future: State[] }} Session */

export const OWN_KEY = "tilt:scenario";
export const SESSION_KEY = "tilt:session";
export const OWN_VERSION = 2;
export const SESSION_VERSION = 1;

/** @type {Record<number, (kept: Record<string, unknown>) => Record<string, unknown>>} from each older version to the next */
const OWN_MIGRATIONS = {
  1: ({ values }) => ({ v: 2, mine: values }),
};

/**
 * @param {string | null} text
 * @returns {Record<string, unknown> | null} null for what is not ours
 */
function parsed(text) {
  try {
    const found = JSON.parse(text ?? "null");
    return isRecord(found) ? found : null;
  } catch {
    return null;
  }
}

/**
 * What was kept, in this version's shape. Throws an Error for a version that cannot be read.
 * @param {string | null} text
 */
function current(text) {
  let kept = parsed(text);
  if (!kept) return null;
  const from = Number.isInteger(kept.v) ? Number(kept.v) : 1;
  for (let v = from; v < OWN_VERSION; v++) {
    const step = OWN_MIGRATIONS[v];
    if (!step) throw new Error(`version ${v} can no longer be read`);
    kept = step(kept);
  }
  return kept;
}

/**
 * The reader's own values.
 * @param {string | null} text
 * @param {Assumptions} assumptions
 * @returns {Own & { problems: string[] }}
 */
export function readOwn(text, assumptions) {
  try {
    const kept = current(text);
    if (!kept) return { mine: {}, earlier: null, problems: [] };
    const { values, problems } = readValues(kept.mine, assumptions);
    const earlier = readValues(kept.earlier, assumptions).values;
    return { mine: values, earlier: Object.keys(earlier).length ? earlier : null, ...readSaid(kept), problems };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { mine: {}, earlier: null, problems: [`Your kept values were not used: ${reason}.`] };
  }
}

/**
 * What the reader says of their own values and of the earlier ones, where it says anything.
 * @param {Record<string, unknown>} kept
 * @returns {Pick<State, "about" | "earlierAbout">}
 */
function readSaid(kept) {
  const about = readAbout(kept.about);
  const earlierAbout = readAbout(kept.earlierAbout);
  return { ...(about && { about }), ...(earlierAbout && { earlierAbout }) };
}

/**
 * The text to keep, with the values of ids that this edition has not as they were; null when nothing is to be kept.
 * @param {Own} own
 * @param {string | null} text what is kept now
 * @param {Assumptions} assumptions
 */
export function writeOwn({ mine, earlier, about, earlierAbout }, text, assumptions) {
  let kept = null;
  try {
    kept = current(text);
  } catch {
    // of no version that can be read: it is replaced
  }
  const before = isRecord(kept?.mine) ? kept.mine : {};
  const others = Object.fromEntries(Object.entries(before).filter(([id]) => !assumptions.has(id)));
  const all = { ...others, ...mine };
  const had = earlier && Object.keys(earlier).length > 0;
  if (!Object.keys(all).length && !had) return null;
  const said = { ...(says(about) && { about }), ...(had && says(earlierAbout) && { earlierAbout }) };
  return JSON.stringify({ v: OWN_VERSION, mine: all, ...(had ? { earlier } : {}), ...said });
}

/**
 * What the tab showed last and how it came there; null where there is nothing, or nothing that can be read.
 * @param {string | null} text
 * @param {Assumptions} assumptions
 * @returns {Session | null}
 */
export function readSession(text, assumptions) {
  const kept = parsed(text);
  if (!kept || kept.v !== SESSION_VERSION) return null;
  const shown = readShown(kept.shown, assumptions);
  if (!shown) return null;
  return { shown, past: readStates(kept.past, assumptions), future: readStates(kept.future, assumptions) };
}

/** @param {Session} session */
export function writeSession({ shown, past, future }) {
  return JSON.stringify({ v: SESSION_VERSION, shown, past, future });
}

/**
 * @param {unknown} found
 * @param {Assumptions} assumptions
 * @returns {State[]}
 */
function readStates(found, assumptions) {
  if (!Array.isArray(found)) return [];
  return found.flatMap((kept) => {
    const shown = isRecord(kept) ? readShown(kept.shown, assumptions) : null;
    if (!shown) return [];
    const earlier = kept.earlier ? readValues(kept.earlier, assumptions).values : null;
    return [{ mine: readValues(kept.mine, assumptions).values, earlier, shown, ...readSaid(kept) }];
  });
}

const KINDS = /** @type {const} */ (["mine", "scenario", "link", "draft"]);

/**
 * @param {unknown} found
 * @param {Assumptions} assumptions
 * @returns {Shown | null}
 */
function readShown(found, assumptions) {
  if (!isRecord(found)) return null;
  const kind = KINDS.find((k) => k === found.kind);
  if (!kind) return null;
  const about = readAbout(found.about);
  return {
    kind,
    values: readValues(found.values, assumptions).values,
    name: typeof found.name === "string" ? found.name : null,
    from: readOrigin(found.from),
    quiet: found.quiet === true,
    ...(about && { about }),
    ...(found.kept === true && { kept: true }),
  };
}

/**
 * @param {unknown} found
 * @returns {import("./types.js").Origin | null}
 */
function readOrigin(found) {
  if (!isRecord(found)) return null;
  if (found.kind === "link") {
    const title = readAbout({ name: found.title })?.name;
    return { kind: "link", ...(title && { title }), ...(found.via === "file" && { via: "file" }) };
  }
  return found.kind === "scenario" && typeof found.name === "string" ? { kind: "scenario", name: found.name } : null;
}
