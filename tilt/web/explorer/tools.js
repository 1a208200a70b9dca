// The tools beside the findings: scenario menu, undo and redo, reset of the chapter.

import { button, element, find, setText } from "../dom.js";
import { whose } from "../notes.js";

/**
 * @import { Store } from "../store.js"
 */

export class Tools {
  /** @type {Store} */ #store;
  /** @type {string[]} */ #ids;
  #menu = element("select", { onchange: () => this.#pick(this.#menu.value) });
  // What has no name: it stands in the menu only while there is such a thing.
  #mine = element("option", { value: "mine" }, "My assumptions");
  #earlier = element("option", { value: "mine:earlier" }, "My earlier assumptions");
  #other = element("option", { value: "mine:other" });
  #undo = button("Undo", () => this.#store.undo(), { title: "Undo (Ctrl+Z)" });
  #redo = button("Redo", () => this.#store.redo(), { title: "Redo (Ctrl+Shift+Z)" });
  #reset = button("Reset this chapter", () => this.#store.reset(this.#ids));

  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {Iterable<string>} ids the chapter's inputs
   */
  constructor(section, store, ids) {
    this.#store = store;
    this.#ids = [...ids];
    this.#menu.append(...store.book.scenarios.map((s) => element("option", { value: s.name }, s.title)));
    const label = element("label", { class: "tx-scenario" }, element("span", { class: "tx-hidden" }, "Scenario"), this.#menu);
    find(section, ".tx-tools").append(label, this.#undo, this.#redo, this.#reset);
  }

  show() {
    const store = this.#store;
    const { shown, mine, earlier, scenario } = store;
    const own = Object.keys(mine).length > 0;
    const other = scenario === null && shown.kind !== "mine";
    this.#offer(this.#mine, own);
    this.#offer(this.#earlier, earlier !== null);
    this.#offer(this.#other, other);
    if (other) setText(this.#other, whose(store));
    this.#menu.value = other ? this.#other.value : (scenario?.name ?? this.#mine.value);
    this.#able(this.#undo, store.canUndo, this.#redo);
    this.#able(this.#redo, store.canRedo, this.#undo);
    this.#able(this.#reset, this.#ids.some((id) => store.moved(id)), this.#undo);
  }

  /**
   * A button that can no longer be used hands its focus on.
   * @param {HTMLButtonElement} tool
   * @param {boolean} able
   * @param {HTMLButtonElement} next
   */
  #able(tool, able, next) {
    if (tool.disabled === !able) return;
    const had = document.activeElement === tool;
    tool.disabled = !able;
    if (had && !able) (next.disabled ? this.#menu : next).focus({ preventScroll: true });
  }

  /**
   * @param {HTMLOptionElement} option
   * @param {boolean} there
   */
  #offer(option, there) {
    if (there && !option.isConnected) this.#menu.append(option);
    if (!there && option.isConnected) option.remove();
  }

  /** @param {string} value */
  #pick(value) {
    if (value === this.#mine.value) this.#store.showMine();
    else if (value === this.#earlier.value) this.#store.recall();
    else if (value !== this.#other.value) this.#store.look(value);
  }
}
