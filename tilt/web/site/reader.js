// The page's one store, and what keeps it: the reader's own values in local storage, what the tab shows with its steps in
// session storage, the address. Where storage is closed, as in some private windows, links alone carry the values.

import { isOwn, isTaken, linkHere, take, writeAddress } from "../address.js";
import { OWN_KEY, SESSION_KEY, readOwn, readSession, writeOwn, writeSession } from "../keeping.js";
import { undoKeys } from "../keys.js";
import { mayBeScenario } from "../scenario.js";
import { Store } from "../store.js";
import { differing, equal } from "../values.js";

const KEEP = 300; // ms after the last movement: storage and address

/** Whether the page stands inside somebody else's, of whose reader it keeps nothing. */
export const embedded = document.documentElement.hasAttribute("data-embed");

/** Where this book stands on its host: two editions on one, as forks are published, never share what they keep. */
const PLACE = new URL(import.meta.url).pathname.split("/_tilt/")[0] ?? "";
/** @param {string} key */
const keyHere = (key) => (PLACE ? `${key} ${PLACE}` : key);

/**
 * A storage that may be forbidden, full or absent. It then holds nothing.
 * @param {"localStorage" | "sessionStorage"} name
 */
function kept(name) {
  /** @type {Storage | null} */
  let storage = null;
  try {
    storage = window[name];
    storage.getItem(keyHere(OWN_KEY));
  } catch {
    storage = null;
  }
  if (embedded) storage = null;
  return {
    open: storage !== null,
    /** @param {string} key @returns {string | null} */
    read: (key) => storage?.getItem(keyHere(key)) ?? null,
    /** @param {string} key @param {string | null} text */
    write(key, text) {
      const here = keyHere(key);
      try {
        if (text === null) storage?.removeItem(here);
        else if (storage?.getItem(here) !== text) storage?.setItem(here, text);
      } catch {
        // full: the values last as long as the page
      }
    },
  };
}

export const local = kept("localStorage");
export const session = kept("sessionStorage");

/** @type {Store | null} */
let store = null;
/** @type {(store: Store) => void} */
let announce = () => {};

/** @type {Promise<Store>} the store, once something on the page has opened it */
export const opened = new Promise((resolve) => (announce = resolve));

/** Whether there may be more to show than the book's defaults. */
export const worthOpening = () =>
  mayBeScenario(location.hash) || local.read(OWN_KEY) !== null || session.read(SESSION_KEY) !== null;

/**
 * The page's store; the first to ask opens it.
 * @param {import("../types.js").Book} book
 */
export function openStore(book) {
  if (store) return store;
  const own = readOwn(local.read(OWN_KEY), book.assumptions);
  const tab = readSession(session.read(SESSION_KEY), book.assumptions);
  const opening = new Store(book, { ...own, session: tab });
  store = opening;
  if (own.problems.length) opening.complain(own.problems, "kept");
  arrive(opening, tab !== null);
  watch(opening);
  announce(opening);
  return opening;
}

/**
 * Takes up the link that the page was opened with.
 * @param {Store} opening
 * @param {boolean} continued whether the tab had shown something before
 */
function arrive(opening, continued) {
  const link = linkHere(opening);
  if (!link) return;
  if (!local.open && (link.own || isOwn())) {
    // Nothing else holds the reader's own values: the page before carried them here.
    opening.restore({ mine: link.values, earlier: null, session: null, about: link.about });
    opening.complain(link.problems, "link");
  } else if (!(isTaken() && session.open)) {
    // A page that the tab leads to carries what the tab shows in its address: that is not another link.
    if (continued && equal(differing(link.values, opening.book), opening.values, opening.book)) opening.complain(link.problems, "link");
    else if (continued) opening.follow(link.values, link.problems, link.about);
    else opening.arrive(link.values, link.problems, link.about);
  }
  keepSession(opening);
  take();
  if (link.own) writeAddress(opening);
}

/** @param {Store} shown */
function keepSession(shown) {
  const { kind, from } = shown.shown;
  const plain = kind === "mine" && !from && !shown.canUndo && !shown.canRedo;
  session.write(SESSION_KEY, plain ? null : writeSession(shown.session));
}

/** @param {Store} shown */
function keepAll(shown) {
  local.write(OWN_KEY, writeOwn(shown.own, local.read(OWN_KEY), shown.book.assumptions));
  keepSession(shown);
  writeAddress(shown);
}

/** @param {Store} shown what everything on the page now follows */
function watch(shown) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    keepAll(shown);
  };
  shown.subscribe((cause) => {
    clearTimeout(timer);
    if (cause === "move" || cause === "said") timer = setTimeout(keep, KEEP);
    else if (cause !== "start") keep();
  });
  addEventListener("pagehide", () => timer && keep());
  addEventListener("storage", ({ key }) => {
    if (key === keyHere(OWN_KEY) || key === null) shown.outside(readOwn(local.read(OWN_KEY), shown.book.assumptions));
  });
  addEventListener("pageshow", ({ persisted }) => persisted && again(shown));
  addEventListener("hashchange", () => followAddress(shown));
  document.addEventListener("keydown", (event) => undoKeys(event, shown));
}

/**
 * The page comes back as it was left; the tab has gone on since.
 * @param {Store} shown
 */
function again(shown) {
  const { assumptions } = shown.book;
  if (!local.open) return;
  shown.restore({ ...readOwn(local.read(OWN_KEY), assumptions), session: readSession(session.read(SESSION_KEY), assumptions) });
  writeAddress(shown);
}

/** @param {Store} shown */
function followAddress(shown) {
  const link = linkHere(shown);
  if (!link) return;
  if (isTaken()) writeAddress(shown);
  else {
    shown.follow(link.values, link.problems, link.about);
    take();
  }
}
