// What the page says about whose values it shows, and the ways on from there. Words and actions; notices.js draws them.

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./types.js").Origin} Origin */
/** @typedef {{ text: string, take: () => void }} Action */
/** @typedef {{ text: string, list: string[], actions: Action[] }} Note */

/**
 * @param {Store} store
 * @param {Origin | null} origin
 */
function called({ book }, origin) {
  if (origin?.kind !== "scenario") return "a link";
  const title = book.scenarios.find((s) => s.name === origin.name)?.title;
  return title ? `the scenario “${title}”` : "a scenario";
}

/**
 * What the page says at its top: that a link's values are shown, and what of them, or of what was kept, could not be
 * used; null where there is nothing of the kind.
 * @param {Store} store
 * @returns {Note | null}
 */
export function pageNote(store) {
  const { problems, shown, mine } = store;
  const list = problems?.sentences ?? [];
  const looking = shown.kind === "link" && !shown.quiet && Object.keys(mine).length > 0;
  if (!problems && !looking) return null;
  const wrong = problems?.about === "kept" ? "Not everything kept from your last visit could be used." : "Not everything in this link is sound.";
  const text = [...(looking ? [`This link shows ${linked(store)}. Your own are kept.`] : []), ...(problems ? [wrong] : [])].join(" ");
  return { text, list, actions: looking ? [{ text: "Show mine", take: () => store.showMine() }] : [] };
}

/**
 * What a link shows.
 * @param {Store} store
 */
function linked({ values, scenario }) {
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
  if (shown.quiet || !shown.from) return null;
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
  const { shown, scenario } = store;
  if (scenario) return scenario.title;
  if (shown.kind === "link") return "A link’s assumptions";
  return shown.kind === "draft" ? `Yours, from ${called(store, shown.from)}` : "Your assumptions";
}

/**
 * The beginning of the verdict's sentence.
 * @param {Store} store
 * @param {boolean} touched whether the values move the claim at all
 */
export function under({ shown, scenario }, touched) {
  if (!touched) return "With the book’s defaults";
  if (scenario) return `Under the scenario “${scenario.title}”`;
  return shown.kind === "link" ? "With the link’s assumptions" : "With your assumptions";
}
