// What the explorer says under its verdict: what became of the values it shows, and what it could not do.

import { draftNote } from "../notes.js";
import { Notices } from "../notices.js";

export class Said {
  /** @type {Notices} */ #notices;
  /** @type {import("../store.js").Store} */ #store;

  /**
   * @param {HTMLElement} place
   * @param {import("../store.js").Store} store
   */
  constructor(place, store) {
    this.#notices = new Notices(place, "tx");
    this.#store = store;
  }

  /** Follows the store: a notice goes with what it was about. */
  follow() {
    this.#notices.follow("draft", draftNote(this.#store), () => this.#store.quiet());
  }

  /**
   * @param {"load"} key
   * @param {...(Node | string)} content
   */
  show(key, ...content) {
    this.#notices.show(key, content);
  }
}
