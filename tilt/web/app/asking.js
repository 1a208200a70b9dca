// Asking Python and showing what it found: a button that runs, how far it is, a way to stop, and a result that greys once
// the page shows something else than it is of.

import { button, element, setText } from "../dom.js";
import { percent } from "../format.js";
import { Cancelled } from "./python.js";

/**
 * @typedef {object} Asked
 * @property {object} request
 * @property {string} of what the result will be of: compared with what the page shows later
 */

/**
 * @typedef {object} Ways
 * @property {string} [name] of the button
 * @property {Node[]} [controls] that stand before it
 * @property {() => Asked | Promise<Asked>} ask rejects with a sentence for the reader
 * @property {() => string} now what a result would be of now
 * @property {(found: any) => Node[]} show
 * @property {(found: any) => string} [say] once it is shown
 * @property {string} [old] what is said of a result that is of something else
 */

const OLD = "The page shows something else by now: the figures below are of what it showed then.";

export class Asking {
  /** @type {import("./python.js").Python} */ #python;
  /** @type {Ways} */ #ways;
  #run = button("", () => this.start(), { class: "tilt-python-run" });
  #cancel = button("Cancel", () => this.#python.cancel(), { hidden: true });
  #progress = element("progress", { max: 1, value: 0, hidden: true, "aria-label": "How far the run is" });
  tools = element("div", { class: "tilt-python-tools" });
  status = element("p", { class: "tilt-python-status", role: "status" });
  /** @type {HTMLElement} */ found;
  /** @type {string | null} what the figures shown are of */ #of = null;

  /**
   * @param {import("./python.js").Python} python
   * @param {Ways} ways
   * @param {HTMLElement} [found] where results stand; what stands there before is of `of`
   * @param {string | null} [of]
   */
  constructor(python, ways, found = element("div", { class: "tilt-python-found" }), of = null) {
    this.#python = python;
    this.#ways = ways;
    this.found = found;
    this.#of = of;
    this.tools.append(...(ways.controls ?? []), this.#run, this.#cancel, this.#progress);
    this.#busy(false);
    this.compare();
  }

  async start() {
    this.#busy(true);
    setText(this.status, "Asking Python …");
    try {
      const { request, of } = await this.#ways.ask();
      const found = await this.#python.ask(request, {
        progress: (share) => this.#show(share),
        state: (state, says) => (state === "stopped" ? this.#stop(says) : setText(this.status, says)),
      });
      this.#of = of;
      this.found.replaceChildren(...this.#ways.show(found));
      setText(this.status, this.#ways.say?.(found) ?? "");
      this.#busy(false);
      this.compare();
    } catch (error) {
      const says = error instanceof Cancelled ? "Cancelled; nothing was changed." : /** @type {Error} */ (error).message;
      if (this.#run.disabled) this.#busy(false);
      setText(this.status, says);
    }
  }

  /** @param {number} share */
  #show(share) {
    this.#progress.value = share;
    setText(this.status, `${percent(share)} done.`);
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#progress.value = 0;
    this.#progress.hidden = this.#cancel.hidden = !busy;
    this.#run.disabled = busy;
    for (const control of this.#ways.controls ?? []) if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) control.disabled = busy;
    setText(this.#run, this.#ways.name ?? "Run");
  }

  /** @param {string} says */
  #stop(says) {
    this.#busy(false);
    setText(this.status, says);
    setText(this.#run, "Start Python again");
  }

  /** Figures of what was shown before are never shown as what is shown now. */
  compare() {
    const old = this.#of !== null && this.#of !== this.#ways.now();
    if (old === this.found.classList.contains("tilt-python-old")) return;
    this.found.classList.toggle("tilt-python-old", old);
    setText(this.status, old ? (this.#ways.old ?? OLD) : "");
  }
}
