// Where Tab stops in a row: at its control and at what opens its reasons. The other end, the numbers and the way back to
// the book's default are a key away, and in the order of Tab as soon as the row is open.

const RANGES = "input[type=range]";
const OTHERS = ".tx-end:not(.tx-weights *), .tx-reset, .tx-weights > summary";

class Stops {
  /** @type {HTMLElement} */ #row;
  /** @type {HTMLDetailsElement | null} */ #reasons;
  /** @type {HTMLInputElement[]} */ #ranges;
  /** @type {HTMLElement | null} */ #from = null; // the slider that led to a number

  /** @param {HTMLElement} row with its controls in place */
  constructor(row) {
    this.#row = row;
    this.#reasons = row.querySelector(".tx-why > details");
    this.#ranges = [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll(RANGES))];
    this.#reasons?.addEventListener("toggle", () => this.#set());
    row.addEventListener("focusin", ({ target }) => {
      if (target instanceof HTMLInputElement && this.#ranges.includes(target)) this.#set(target);
    });
    row.addEventListener("keydown", (event) => this.#press(event));
    for (const range of this.#ranges) range.setAttribute("aria-keyshortcuts", this.#keys());
    this.#set();
  }

  #keys() {
    const typed = this.#row.querySelector(".tx-end") ? "Enter " : "";
    return `${this.#ranges.length > 1 ? "Space " : ""}${typed}Delete`;
  }

  /** @param {HTMLInputElement} [range] that Tab comes back to */
  #set(range = this.#ranges.find((r) => r.tabIndex === 0) ?? this.#ranges[0]) {
    const open = this.#reasons?.open ?? false;
    for (const one of this.#ranges) one.tabIndex = open || one === range ? 0 : -1;
    if (!this.#reasons) return;
    const others = /** @type {NodeListOf<HTMLElement>} */ (this.#row.querySelectorAll(OTHERS));
    for (const other of others) other.tabIndex = open ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { target, key } = event;
    if (!(target instanceof HTMLInputElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.type === "text") return this.#leave(target, key);
    const act = { " ": () => this.#turn(target), Enter: () => this.#type(target), Delete: () => this.#reset(), Backspace: () => this.#reset() }[key];
    if (act?.()) event.preventDefault();
  }

  /**
   * To the other end.
   * @param {HTMLInputElement} range
   */
  #turn(range) {
    const other = this.#ranges.find((r) => r !== range && this.#ranges.includes(range));
    other?.focus({ preventScroll: true });
    return other !== undefined;
  }

  /**
   * To the number of an end, or to the weights of a choice.
   * @param {HTMLInputElement} control
   */
  #type(control) {
    const weights = this.#row.querySelector("details.tx-weights");
    if (weights instanceof HTMLDetailsElement) weights.open = true;
    const fields = /** @type {NodeListOf<HTMLElement>} */ (this.#row.querySelectorAll(".tx-end"));
    const field = fields[Math.max(0, this.#ranges.indexOf(control))];
    if (!field) return false;
    this.#from = control;
    field.focus();
    field.addEventListener("blur", () => (this.#from = null), { once: true });
    return true;
  }

  #reset() {
    const reset = this.#row.querySelector(".tx-reset");
    const there = reset instanceof HTMLElement && reset.checkVisibility();
    if (there) reset.click();
    return there;
  }

  /**
   * Back from a number to the control that led to it, once it is taken or given up.
   * @param {HTMLInputElement} field
   * @param {string} key
   */
  #leave(field, key) {
    const taken = key === "Enter" && !field.hasAttribute("aria-invalid") && !field.closest(".tx-weights");
    if (taken || key === "Escape") this.#from?.focus({ preventScroll: true });
  }
}

/**
 * Keeps a row to two stops of Tab until it is opened.
 * @param {HTMLElement} row with its controls in place
 */
export const stopTwice = (row) => void new Stops(row);
