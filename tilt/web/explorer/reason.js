// Why a value was moved, in the words of whoever moved it: written where it is moved, kept with the version, and in its file.

import { MOST, clean } from "../about.js";
import { element, setText, uniqueId } from "../dom.js";

export class Reason {
  #node = element("div", { class: "tx-because", hidden: true });
  #field = element("textarea", { rows: 2, maxlength: MOST.reason, id: uniqueId("reason") });
  #label = element("label", { for: this.#field.id }, "Why this value? Kept with your version and in its file.");
  #given = element("p");

  /**
   * @param {Element} place
   * @param {(text: string) => void} write called with what the reader writes
   */
  constructor(place, write) {
    this.#field.addEventListener("input", () => write(clean(this.#field.value, MOST.reason)));
    this.#node.append(this.#label, this.#field, this.#given);
    place.prepend(this.#node);
  }

  /**
   * @param {boolean} touched whether the value differs from the book's
   * @param {string} text
   * @param {boolean} own whether it is the reader's to write
   */
  show(touched, text, own) {
    this.#node.hidden = !touched || (!own && !text);
    this.#field.hidden = this.#label.hidden = !own;
    this.#given.hidden = own;
    if (this.#field !== document.activeElement && this.#field.value !== text) this.#field.value = text;
    setText(this.#given, `Their reason: ${text}`);
  }
}
