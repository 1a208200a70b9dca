// What the page says at its top. Of somebody else's values: whose they are, what they say of them, and which claims come out
// otherwise than the book's, by how much; then the ways on.

import { button, element, find, setText } from "../dom.js";
import { percent } from "../format.js";
import { pageNote } from "../notes.js";
import { Notices } from "../notices.js";

/** @typedef {import("../engine/types.js").Verdict} Verdict */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../types.js").Whole} Whole */
/** @typedef {{ slug: string, title: string, now: number, book: number }} Moved a claim's headline, in credences */

const FEW = 1; // claims that stand on a narrow screen at first
const LONG = 80; // letters of a note that may be cut there

export class Banner {
  /** @type {HTMLElement} */ #place;
  /** @type {Store} */ #store;
  /** @type {Notices} */ #notices;
  #quoted = element("q", { class: "tilt-quoted" });
  #differ = element("p", { class: "tilt-differ" });
  #moved = element("ul", { class: "tilt-moved" });
  #more = button("", () => this.#open(), { class: "tilt-more" });

  /** @param {HTMLElement} place @param {Store} store */
  constructor(place, store) {
    this.#place = place;
    this.#store = store;
    this.#notices = new Notices(place, "tilt");
    place.setAttribute("aria-atomic", "false"); // what is computed later is read alone
  }

  /** Follows the store: what costs nothing at once. */
  tell() {
    const store = this.#store;
    const note = pageNote(store);
    const sent = note && "quoted" in note ? note : null;
    this.#place.classList.toggle("tilt-sent", sent !== null);
    document.documentElement.classList.remove("tilt-arriving"); // what comes has come
    if (!sent) return this.#notices.follow("page", note, () => store.quiet());
    setText(this.#quoted, sent.quoted);
    this.#quoted.hidden = !sent.quoted;
    setText(this.#differ, sent.differ && `${sent.differ}.`);
    const see = document.querySelector("tilt-instrument") ? [{ text: "See it", take: () => this.#see() }] : [];
    const more = element("div", { class: "tilt-said" }, this.#quoted, this.#differ, this.#moved, this.#more);
    this.#notices.follow("page", { ...sent, actions: [...see, ...sent.actions] }, () => store.quiet(), [more]);
  }

  /**
   * What of the book's headlines the values shown move, the page's own claim first.
   * @param {Record<string, Verdict[]>} found verdicts by claim
   * @param {Whole | null} whole
   */
  compare(found, whole) {
    const note = pageNote(this.#store);
    if (!whole || !note || !("quoted" in note)) return;
    const here = document.querySelector("tilt-instrument")?.getAttribute("data-claim");
    const all = moved(found, whole).sort((a, b) => Number(b.slug === here) - Number(a.slug === here) || size(b) - size(a));
    const headlines = `${all.length} headline${all.length === 1 ? "" : "s"}`;
    const told = all.length ? `${note.inputs} and ${headlines} differ:` : `${note.differ}, no headline by a point.`;
    if (note.differ) setText(this.#differ, told);
    this.#moved.replaceChildren(...all.map(item));
    this.#moved.classList.remove("tilt-all");
    setText(this.#more, all.length > FEW ? `and ${all.length - FEW} more` : "the whole note");
    this.#more.hidden = all.length <= FEW && note.quoted.length < LONG;
  }

  #open() {
    this.#moved.classList.add("tilt-all");
    this.#more.hidden = true;
    /** @type {HTMLElement | null} */ (this.#moved.querySelector(`li:nth-child(${FEW + 1}) a`))?.focus({ preventScroll: true });
  }

  /** The note has been read: on to what it is about. */
  #see() {
    this.#store.quiet();
    const instrument = find(document, "tilt-instrument");
    instrument.scrollIntoView({ block: "nearest" });
    find(instrument, "input[type=range]").focus({ preventScroll: true });
  }
}

/** @param {number} share */
const rounded = (share) => Math.round(100 * share);

/** @param {Moved} of points as they are seen: of the rounded figures */
const size = ({ now, book }) => Math.abs(rounded(now) - rounded(book));

/**
 * @param {Record<string, Verdict[]>} found
 * @param {Whole} whole
 * @returns {Moved[]} of the headlines that move by a point
 */
export function moved(found, whole) {
  const all = whole.claims.flatMap(({ slug, findings, default: standard }) => {
    const now = found[slug]?.[0]?.credence;
    const book = standard[0]?.credence;
    return now === undefined || book === undefined ? [] : [{ slug, title: findings[0]?.title ?? slug, now, book }];
  });
  return all.filter((claim) => size(claim) > 0);
}

/** @param {Moved} claim */
export function pointsWords({ now, book }) {
  const by = rounded(now) - rounded(book);
  return `${by > 0 ? "+" : "−"}${Math.abs(by)} point${Math.abs(by) === 1 ? "" : "s"}`;
}

/** @param {Moved} claim */
function item(claim) {
  const chapter = document.querySelector(`.tilt-navigation [data-claim="${claim.slug}"]`)?.getAttribute("href");
  const name = chapter ? element("a", { href: chapter }, claim.title) : claim.title;
  const was = element("span", { class: "tilt-moved-book" }, `, book ${percent(claim.book)}`);
  return element("li", {}, name, " ", element("b", {}, percent(claim.now)), " ", element("span", {}, pointsWords(claim)), was);
}
