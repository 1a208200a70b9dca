// The page's address holds what is shown, so that it can be sent, kept as a bookmark and opened in another tab.

import { isScenario, readHash, writeHash } from "./scenario.js";

/** @typedef {import("./store.js").Store} Store */

/**
 * The hash for what is shown, without its #; empty where the reader's own values are the book's defaults.
 * @param {Store} store
 * @param {boolean} [own] whether it says when they are the reader's own, which only pages of theirs should hear
 */
export function hashOf({ values, shown, book, about }, own = false) {
  const mine = shown.kind === "mine";
  return mine && !Object.keys(values).length ? "" : writeHash(values, book.assumptions, about, own && mine);
}

/**
 * A link to this page for somebody else: it always says whose values it means, the book's defaults too.
 * @param {Pick<Store, "values" | "book" | "about">} store
 */
export function linkOf({ values, book, about }) {
  return `${location.origin}${location.pathname}${location.search}#${writeHash(values, book.assumptions, about)}`;
}

/**
 * The scenario in the address, if there is one that the page has not taken up yet.
 * @param {Store} store
 */
export function linkHere({ book }) {
  return isScenario(location.hash, book.assumptions) ? readHash(location.hash, book.assumptions) : null;
}

/** Whether this entry of the tab's history is one the page wrote or took up itself, so that the tab knows better. */
export const isTaken = () => history.state?.tilt === true;

/** Whether the page wrote it from the reader's own values. */
export const isOwn = () => isTaken() && history.state.own === true;

/** Marks the address as taken up. */
export function take() {
  history.replaceState({ ...history.state, tilt: true }, "");
}

/**
 * Lets the address follow what is shown. An ordinary anchor in it stays in the history.
 * @param {Store} store
 */
export function writeAddress(store) {
  const hash = hashOf(store);
  if (location.hash === (hash && `#${hash}`)) return;
  const ours = isScenario(location.hash, store.book.assumptions);
  if (!hash && !ours) return;
  const anchored = location.hash.length > 1 && !ours;
  const to = hash ? `#${hash}` : location.pathname + location.search;
  const state = { ...history.state, tilt: true, own: store.shown.kind === "mine" };
  history[anchored ? "pushState" : "replaceState"](state, "", to);
}
