// What the page says about whose values it shows, and the ways on from there. Words and actions; notices.js draws them.

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./types.js").Origin} Origin */
/** @typedef {{ text: string, take: () => void }} Action */
/** @typedef {{ text: string, list: string[], actions: Action[] }} Note */
/** @typedef {Note & { quoted: string, differ: string, inputs: string }} Sent a note about somebody else's values: what they say of them, how much differs */

/**
 * @param {Store} store
 * @param {Origin | null} origin
 */
function called({ book }, origin) {
  if (origin?.kind !== "scenario") return origin?.title ? `“${origin.title}”` : `a ${origin?.via ?? "link"}`;
  const title = book.scenarios.find((s) => s.name === origin.name)?.title;
  return title ? `the scenario “${title}”` : "a scenario";
}

const WRONG = {
  link: "Not everything in this link is sound.",
  file: "Not everything in this file is sound.",
  kept: "Not everything kept from your last visit could be used.",
};

/**
 * What the page says at its top: that somebody's values are shown or have just been taken over, and what of a link, a file or
 * of what was kept could not be used; null where there is nothing of the kind.
 * @param {Store} store
 * @returns {Note | Sent | null}
 */
export function pageNote(store) {
  const { problems, shown } = store;
  const list = problems?.sentences ?? [];
  const wrong = problems ? [WRONG[problems.about]] : [];
  if (shown.kind === "link" && !shown.quiet) return sent(store, wrong, list);
  if (shown.kept && !shown.quiet) {
    const what = called(store, shown.from);
    const text = `The assumptions of ${what} are now yours.${store.earlier ? " Those you had are kept as your earlier ones." : ""}`;
    return { text, list: [], actions: [{ text: "Undo", take: () => store.undo() }] };
  }
  return problems ? { text: wrong.join(" "), list, actions: [] } : null;
}

/**
 * @param {Store} store
 * @param {string[]} wrong
 * @param {string[]} list
 * @returns {Sent}
 */
function sent(store, wrong, list) {
  const { values, mine, about } = store;
  const number = Object.keys(values).length;
  const own = Object.keys(mine).length > 0;
  const text = [`This ${about.via ?? "link"} shows ${linked(store)}.`, ...(own ? ["Your own are kept."] : []), ...wrong].join(" ");
  const actions = [
    ...(number ? [{ text: "Make it mine", take: () => store.keep() }] : []),
    ...(own ? [{ text: "Show mine", take: () => store.showMine() }] : []),
    ...(number ? [{ text: "Back to the book", take: () => store.resetBook() }] : []),
  ];
  const differ = number ? `${number} ${number === 1 ? "input differs" : "inputs differ"} from the book’s` : "";
  return { text, list, actions, quoted: about.note, differ, inputs: `${number} input${number === 1 ? "" : "s"}` };
}

/**
 * What a link or a file shows.
 * @param {Store} store
 */
function linked({ values, scenario, about }) {
  if (about.name) return `“${about.name}”`;
  if (!scenario) return "somebody’s assumptions";
  return Object.keys(values).length ? `the scenario “${scenario.title}”` : "the book’s defaults";
}

/**
 * What became of somebody else's values when the reader changed one of them; null where nothing did.
 * @param {Store} store
 * @returns {Note | null}
 */
export function draftNote(store) {
  const { shown, earlier } = store;
  if (shown.quiet || shown.kept || !shown.from) return null;
  const changed = `You changed an input of ${called(store, shown.from)}`;
  if (shown.kind === "draft") {
    const keep = { text: "Make these mine", take: () => store.keep() };
    const back = { text: "Back to mine", take: () => store.showMine() };
    return { text: `${changed}. Your own assumptions are kept.`, list: [], actions: [keep, back] };
  }
  const recall = { text: "Back to my earlier ones", take: () => store.recall() };
  return { text: `${changed}: these are now your assumptions.`, list: [], actions: earlier ? [recall] : [] };
}

/**
 * Whose values a list or menu shows: the reader's, a scenario's by its title, a link's.
 * @param {Store} store
 */
export function whose(store) {
  const { shown, scenario, about } = store;
  if (shown.kind === "link" && about.name) return `“${about.name}”`;
  if (scenario) return scenario.title;
  if (shown.kind === "link") return about.via ? "A file’s assumptions" : "A link’s assumptions";
  if (about.name) return `Yours: “${about.name}”`;
  return shown.kind === "draft" ? `Yours, from ${called(store, shown.from)}` : "Your assumptions";
}

/**
 * The beginning of the verdict's sentence.
 * @param {Store} store
 * @param {boolean} touched whether the values move the claim at all
 */
export function under({ shown, scenario, about }, touched) {
  if (!touched) return "With the book’s defaults";
  if (shown.kind === "link" && about.name) return `Under “${about.name}”`;
  if (scenario) return `Under the scenario “${scenario.title}”`;
  return shown.kind === "link" ? `With the ${about.via ?? "link"}’s assumptions` : "With your assumptions";
}

/**
 * Why an input was moved, in the words of whoever moved it; empty where they give no reason.
 * @param {Store} store
 * @param {string} id
 */
export function reasonOf({ about, canSay, scenario }, id) {
  return about.reasons[id] ?? (canSay ? "" : (scenario?.changes[id]?.reason ?? ""));
}
