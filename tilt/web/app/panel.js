// The panel of Python under an explorer, where the book is served by the app: the claim again under what the page shows,
// with more draws than a page can take.

import { button, element, setText, uniqueId } from "../dom.js";
import { number, percent } from "../format.js";
import { under } from "../notes.js";
import { Cancelled, Python } from "./python.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {{ id: string, title: string, credence: number, error: number }} Judged */

const SIZES = Array.from({ length: 9 }, (_, k) => 2 ** (12 + k));
const USUAL = 2 ** 17;
const STATE = document.querySelector('meta[name="tilt-state"]')?.getAttribute("content") ?? ""; // of the data the page is of

/** @param {number} share @param {number} error as many digits as the error has */
function points(share, error) {
  const digits = Math.max(1, Math.min(4, 1 - Math.floor(Math.log10(Math.max(100 * error, 1e-9)))));
  return `${(100 * share).toFixed(digits)} ± ${(100 * error).toFixed(digits)} %`;
}

export class Panel {
  node = element("details", { class: "tilt-python" });
  /** @type {string} */ #claim;
  /** @type {Store} */ #store;
  /** @type {() => Judged[]} */ #page;
  /** @type {Python} */ #python;
  #sizes = element("select", { id: uniqueId("draws") });
  #run = button("Run", () => this.#start(), { class: "tilt-python-run" });
  #cancel = button("Cancel", () => this.#python.cancel(), { hidden: true });
  #progress = element("progress", { max: 1, value: 0, hidden: true, "aria-label": "How far the run is" });
  #status = element("p", { class: "tilt-python-status", role: "status" });
  #found = element("div", { class: "tilt-python-found" });
  /** @type {string | null} what the figures shown are of */ #of = null;

  /**
   * @param {string} claim
   * @param {Store} store
   * @param {() => Judged[]} page what the page itself shows of the findings
   * @param {string} address of Python
   */
  constructor(claim, store, page, address) {
    this.#claim = claim;
    this.#store = store;
    this.#page = page;
    this.#python = new Python(address, {
      progress: (share) => this.#show(share),
      state: (state, says) => (state === "stopped" ? this.#stop(says) : setText(this.#status, says)),
    });
    this.#sizes.append(...SIZES.map((n) => element("option", { value: n, selected: n === USUAL }, number(n, 7))));
    const label = element("label", { for: this.#sizes.id }, "Draws");
    const about = "The same model, by the same shared draws, in Python on the server: as many more as you like.";
    this.node.append(
      element("summary", {}, "In Python, with more draws"),
      element("p", {}, about),
      element("div", { class: "tilt-python-tools" }, label, this.#sizes, this.#run, this.#cancel, this.#progress),
      this.#status,
      this.#found,
    );
    store.subscribe(() => this.#compare());
  }

  async #start() {
    const scenario = structuredClone(this.#store.values);
    const who = under(this.#store, Object.keys(scenario).length > 0);
    const draws = Number(this.#sizes.value);
    this.#busy(true);
    setText(this.#status, "Asking Python …");
    try {
      const found = await this.#python.ask({ do: "deep run", claim: this.#claim, scenario, draws, state: STATE });
      this.#of = JSON.stringify(scenario);
      this.#found.replaceChildren(table(who, found, this.#page()));
      setText(this.#status, `${number(found.draws, 7)} draws in ${number(found.seconds, 2)} seconds.`);
      this.#busy(false);
      this.#compare();
    } catch (error) {
      const says = error instanceof Cancelled ? "Cancelled; nothing was changed." : /** @type {Error} */ (error).message;
      this.#busy(false);
      setText(this.#status, says);
    }
  }

  /** @param {number} share */
  #show(share) {
    this.#progress.value = share;
    setText(this.#status, `${percent(share)} done.`);
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#progress.value = 0;
    this.#progress.hidden = this.#cancel.hidden = !busy;
    this.#run.disabled = this.#sizes.disabled = busy;
    setText(this.#run, "Run");
  }

  /** @param {string} says */
  #stop(says) {
    this.#busy(false);
    setText(this.#status, says);
    setText(this.#run, "Start Python again");
  }

  /** Figures of what was shown before are never shown as what is shown now. */
  #compare() {
    const old = this.#of !== null && this.#of !== JSON.stringify(this.#store.values);
    if (old === this.#found.classList.contains("tilt-python-old")) return;
    this.#found.classList.toggle("tilt-python-old", old);
    setText(this.#status, old ? "The page shows something else by now: the figures below are of what it showed then." : "");
  }
}

/**
 * @param {string} who under whose values
 * @param {{ draws: number, verdicts: Judged[] }} found
 * @param {Judged[]} page
 */
function table(who, { draws, verdicts }, page) {
  const rows = verdicts.map(({ id, title, credence, error }) => {
    const own = page.find((v) => v.id === id);
    const cells = [own ? points(own.credence, own.error) : "", points(credence, error)];
    return element("tr", {}, element("th", { scope: "row" }, title), ...cells.map((c) => element("td", { class: "number" }, c)));
  });
  const heads = ["Finding", "This page, 4,096 draws", `Python, ${number(draws, 7)} draws`].map((h) => element("th", { scope: "col" }, h));
  return element(
    "table",
    { class: "tilt-table" },
    element("caption", {}, `${who}: share of draws in which each finding holds, with its Monte Carlo error`),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
}
