// The quiet marker at the side: whose values are shown, what of them differs from the book's defaults anywhere in the
// book, and the ways back.

import { button, element, find, setText } from "../dom.js";
import { reasonOf, whose } from "../notes.js";
import { inWords } from "../scales.js";

/** @typedef {import("../store.js").Store} Store */

export class Marker {
  /** @type {HTMLElement} */ #place;
  /** @type {Store} */ #store;
  #title = element("b");
  #count = element("span");
  #list = element("ul");
  #details = element("details", {}, element("summary", {}, this.#title, " ", this.#count), this.#list);
  #none = element("p", {}, "All inputs are at the book’s defaults.");
  /** @type {Record<"mine" | "keep" | "name" | "undo" | "redo" | "reset", HTMLButtonElement>} */ #buttons;

  /**
   * @param {HTMLElement} place
   * @param {Store} store
   */
  constructor(place, store) {
    this.#place = place;
    this.#store = store;
    /** @param {string} text @param {() => void} take */
    const plain = (text, take) => button(text, take, { class: "tilt-mine-button" });
    this.#buttons = {
      mine: plain("Show mine", () => store.showMine()),
      keep: plain("Make these mine", () => store.keep()),
      name: plain("Name and share", () => document.querySelector(".tilt-share")?.dispatchEvent(new MouseEvent("click"))),
      undo: plain("Undo", () => store.undo()),
      redo: plain("Redo", () => store.redo()),
      reset: plain("Reset the book", () => store.resetBook()),
    };
    place.replaceChildren(this.#none, this.#details, ...Object.values(this.#buttons));
  }

  show() {
    const { values, mine, shown, canUndo, canRedo, book } = this.#store;
    const ids = [...book.assumptions.keys()].filter((id) => values[id]);
    const had = document.activeElement;
    const inside = this.#place.contains(had);
    setText(this.#title, whose(this.#store));
    setText(this.#count, `${ids.length} ${ids.length === 1 ? "input differs" : "inputs differ"}`);
    this.#list.replaceChildren(...ids.map((id) => this.#item(id)));
    this.#details.hidden = !ids.length;
    this.#none.hidden = ids.length > 0;
    const own = Object.keys(mine).length > 0;
    this.#buttons.mine.hidden = shown.kind === "mine" || !own;
    this.#buttons.keep.hidden = shown.kind !== "draft";
    this.#buttons.name.hidden = !ids.length || !this.#store.canSay;
    this.#buttons.reset.hidden = !ids.length;
    this.#buttons.undo.hidden = !canUndo;
    this.#buttons.redo.hidden = !canRedo;
    this.#place.hidden = !ids.length && !own && !canUndo && !canRedo;
    if (inside && !this.#place.hidden) this.#refocus(had);
  }

  /**
   * The focus stays in the marker when what had it is gone.
   * @param {Element | null} had
   */
  #refocus(had) {
    if (had instanceof HTMLElement && this.#place.contains(had) && had.offsetParent) return;
    const { undo, redo } = this.#buttons;
    const next = !undo.hidden ? undo : !redo.hidden ? redo : find(this.#details, "summary");
    next.focus({ preventScroll: true });
  }

  /** @param {string} id */
  #item(id) {
    const { book } = this.#store;
    const a = book.assumptions.get(id);
    if (!a) return "";
    const chapter = document.querySelector(`.tilt-navigation [data-claim="${a.claim}"]`);
    const name = chapter ? element("a", { href: chapter.getAttribute("href") }, a.label) : a.label;
    const standard = inWords(a, a.interval);
    const label = `Reset ${a.label} to the book’s default, ${standard}`;
    const one = button("reset", () => this.#store.reset([id]), { class: "tilt-mine-button", "aria-label": label });
    const was = element("span", { class: "tilt-mine-was" }, `book: ${standard}`);
    const reason = reasonOf(this.#store, id);
    const why = reason ? [element("span", { class: "tilt-mine-why" }, reason)] : [];
    return element("li", {}, name, element("span", {}, this.#store.words(id)), ...why, was, one);
  }
}
