// A scenario file from the reader's own disk, shown like a link: their own values stay. It is read in the page and sent
// nowhere.

import { MOST, clean, isRecord, readAbout, tooLong } from "../../about.js";
import { readValues } from "../../scenario.js";
import { parseYaml } from "./yaml.js";

/** @typedef {import("../../types.js").Assumptions} Assumptions */
/** @typedef {import("../../types.js").Reading} Reading */

const LARGEST = 200_000; // bytes

/**
 * Shows what a file says, or says why not.
 * @param {File} file
 * @param {import("../../store.js").Store} store
 */
export async function openFile(file, store) {
  const name = `“${clean(file.name, 60)}”`;
  try {
    if (file.size > LARGEST) throw new Error("is larger than any scenario");
    const { values, problems, about } = readScenario(await file.text(), store.book.assumptions);
    store.follow(values, problems, about);
    if (store.shown.kind === "mine" && problems.length) store.complain(problems, "file");
  } catch (error) {
    store.complain([`${name} was not used: ${error instanceof Error ? error.message : error}.`], "file");
  }
  scrollTo({ top: 0 });
}

/**
 * What a scenario file says. Throws an Error where it is none.
 * @param {string} text
 * @param {Assumptions} assumptions
 * @returns {Reading}
 */
export function readScenario(text, assumptions) {
  if (text.includes("\0")) throw new Error("it is no text");
  const tree = parseYaml(text);
  if (!isRecord(tree) || !isRecord(tree.changes)) throw new Error("it has no “changes:”, as a scenario has");
  /** @type {string[]} */
  const problems = [];
  /** @type {Record<string, unknown>} */
  const stated = {};
  /** @type {Record<string, unknown>} */
  const reasons = {};
  for (const [id, entry] of Object.entries(tree.changes)) {
    const a = assumptions.get(id);
    if (!a) problems.push(`“${clean(id, 40)}” is no assumption of this book and was left out.`);
    else if (!isRecord(entry)) problems.push(`${a.label} has neither interval nor weights, so the book’s default was kept.`);
    else {
      stated[id] = statedBy(entry, a, assumptions);
      reasons[id] = entry.reason;
    }
  }
  const { title, text: note } = tree;
  for (const [what, said, most] of /** @type {const} */ ([["title", title, MOST.name], ["text", note, MOST.note]])) {
    if (typeof said === "string" && tooLong(said, most)) problems.push(`The ${what} of this file is longer than ${most} letters: the rest is not shown.`);
  }
  const read = readValues(stated, assumptions);
  const about = readAbout({ name: title ?? tree.name, note, reasons, via: "file" });
  return { values: read.values, problems: [...problems, ...read.problems], ...(about && { about }) };
}

/**
 * An entry in the form that storage has.
 * @param {Record<string, unknown>} entry
 * @param {import("../../types.js").Assumption} a
 * @param {Assumptions} assumptions
 */
function statedBy({ interval, weights, same_as: sameAs }, a, assumptions) {
  if (typeof sameAs === "string") return { sameAs };
  if (isRecord(weights)) return (a.options ?? []).map(({ name }) => weights[name] ?? 0);
  const other = isRecord(interval) && typeof interval.default_of === "string" ? assumptions.get(interval.default_of) : null;
  if (other) return other.interval;
  return typeof interval === "number" ? [interval, interval] : interval;
}
