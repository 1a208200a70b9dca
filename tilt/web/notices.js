// Quiet messages a reader can put away. Each lasts as long as what it is about.

import { button, element } from "./dom.js";

const MOST = 6; // sentences of a list; the others are counted

export class Notices {
  /** @type {HTMLElement} */ #place;
  /** @type {string} */ #stem;
  /** @type {Map<string, { node: HTMLElement, said: string }>} */ #known = new Map();

  /**
   * @param {HTMLElement} place
   * @param {string} stem of the class names: `${stem}-notice`, `${stem}-close`
   */
  constructor(place, stem) {
    this.#place = place;
    this.#stem = stem;
    place.setAttribute("role", "status");
  }

  /**
   * Shows content; `key` replaces an earlier notice of the same kind.
   * @param {string} key
   * @param {(Node | string)[]} content
   * @param {() => void} [dismiss] what putting it away does, besides
   */
  show(key, content, dismiss = () => {}) {
    this.close(key);
    const close = () => {
      this.close(key);
      dismiss();
    };
    const cross = button("×", close, { class: `${this.#stem}-close`, "aria-label": "Dismiss" });
    const node = element("div", { class: `${this.#stem}-notice` }, element("div", {}, ...content), cross);
    this.#known.set(key, { node, said: "" });
    this.#place.append(node);
  }

  /** @param {string} key */
  close(key) {
    this.#known.get(key)?.node.remove();
    this.#known.delete(key);
  }

  /**
   * Shows a note, or takes it away with what it was about; one that says the same stays as it is.
   * @param {string} key
   * @param {import("./notes.js").Note | null} note
   * @param {() => void} dismiss
   * @param {Node[]} [more] what stands between the note and its actions
   */
  follow(key, note, dismiss, more = []) {
    const said = note ? [note.text, ...note.list, ...note.actions.map((a) => a.text)].join("\n") : "";
    if (said === (this.#known.get(key)?.said ?? "")) return;
    if (!note) return this.close(key);
    const actions = note.actions.flatMap(({ text, take }) => [" ", button(text, take)]);
    const items = note.list.slice(0, MOST).map((sentence) => element("li", {}, sentence));
    if (note.list.length > MOST) items.push(element("li", {}, `and ${note.list.length - MOST} more`));
    const list = items.length ? [element("ul", {}, ...items)] : [];
    if (more.length) this.show(key, [element("p", {}, note.text), ...list, ...more, element("p", {}, ...actions)], dismiss);
    else this.show(key, [element("p", {}, note.text, ...actions), ...list], dismiss);
    const known = this.#known.get(key);
    if (known) known.said = said;
  }
}
