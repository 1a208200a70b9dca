// The states of a store, and what becomes of one.

import { alikeSaid } from "./about.js";
import { empty } from "./values.js";

/**
 * @import { About, Origin, Shown, State, Values } from "./types.js"
 */

/** @param {Values} mine @returns {Shown} */
export function mineShown(mine) {
  return { kind: "mine", values: mine, name: null, from: null, quiet: false };
}

/** @param {Values} values @returns {Shown} somebody else's values: the store finds out whether they have a name */
export function lookedAt(values) {
  return { kind: "scenario", values, name: null, from: null, quiet: false };
}

/**
 * @param {Values} values
 * @param {About | undefined} about
 * @returns {Shown} a link's or a file's
 */
export function sent(values, about) {
  return { ...lookedAt(values), kind: "link", ...(about && { about }) };
}

/**
 * What is said of the reader's own values and of the earlier ones, where anything is.
 * @param {Pick<State, "about" | "earlierAbout">} state
 * @returns {Pick<State, "about" | "earlierAbout">}
 */
export function saidIn({ about, earlierAbout }) {
  return { ...(about && { about }), ...(earlierAbout && { earlierAbout }) };
}

/** @param {Shown} shown @returns {Shown} which is no longer as it was when the reader made it their own */
export function unkept(shown) {
  const { kept, ...rest } = shown;
  return kept ? rest : shown;
}

/** @param {Shown} shown @returns {Origin | null} */
export function originOf({ kind, name, about }) {
  if (kind === "scenario" && name !== null) return { kind, name };
  return kind === "link" ? { kind, ...(about?.name && { title: about.name }), ...(about?.via && { via: about.via }) } : null;
}

/**
 * Where the reader's own values came from, if a page before this one still says so.
 * @param {import("./keeping.js").Session | null} session
 * @param {Values} mine
 */
export function noteOf(session, mine) {
  if (!session || empty(mine)) return {};
  const { from, quiet, kept } = session.shown;
  return { from, quiet, ...(kept && { kept }) };
}

/**
 * What becomes of the reader's own when others take their place: they are the earlier ones from now on.
 * @param {State} state
 * @param {About | undefined} about what is said of the others
 * @returns {Pick<State, "earlier" | "about" | "earlierAbout">}
 */
export function replacing({ mine, earlier, about: before, earlierAbout }, about) {
  return empty(mine) ? { earlier, earlierAbout, about } : { earlier: mine, earlierAbout: before, about };
}

/**
 * Something else said wherever the same was said of the reader's own values, or of a draft.
 * @param {Shown["kind"]} kind
 * @param {About} before
 * @param {About} about
 * @returns {(state: State) => State}
 */
export function said(kind, before, about) {
  return (state) => {
    if (kind === "mine") return alikeSaid(state.about, before) ? { ...state, about } : state;
    const { shown } = state;
    return shown.kind === "draft" && alikeSaid(shown.about, before) ? { ...state, shown: { ...shown, about } } : state;
  };
}
