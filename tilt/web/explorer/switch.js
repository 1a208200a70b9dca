// A mechanism that is on or off: a checkbox that looks like a switch.

import { element, uniqueId } from "../dom.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

export class Switch {
  /** @type {HTMLInputElement} */ #input;

  /**
   * @param {HTMLElement} cell the row's `td`
   * @param {Assumption} a
   * @param {(setting: Setting) => void} change called with [1, 1] for on, [0, 0] for off
   */
  constructor(cell, a, change) {
    this.#input = element("input", {
      id: uniqueId("switch"),
      type: "checkbox",
      role: "switch",
      class: "tx-switch",
      "aria-label": a.label,
      onchange: () => change(this.#input.checked ? [1, 1] : [0, 0]),
    });
    cell.replaceChildren(this.#input);
  }

  /** @param {Setting} setting */
  show([value]) {
    this.#input.checked = value === 1;
  }

  /** @param {string} id */
  describe(id) {
    this.#input.setAttribute("aria-describedby", id);
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }
}
