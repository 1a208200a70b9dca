// Sentences that act: a place in the text that sets inputs (tilt/pages/acting.py) moves the page's store, says beside
// itself what that changed, and can be taken back there.

import { button, element, setText } from "../dom.js";
import { POWERS, THIN, number } from "../format.js";
import { keepStill } from "../still.js";
import { same } from "../scales.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../types.js").Values} Values */

/** What the page's headline shows, by which the reader sees what a place did. */
const shown = () => {
  const title = document.querySelector(".tx-bar .tx-finding, .ti-findings :checked + span")?.textContent ?? "";
  return { title, share: document.querySelector(".tx-verdict .tx-credence, .ti-credence")?.textContent ?? "" };
};

/**
 * Where a note goes: not between a place and the comma behind it.
 * @param {HTMLElement} place
 * @returns {ChildNode}
 */
function afterComma(place) {
  const next = place.nextSibling;
  if (!(next instanceof Text) || !/^[,.;:]/.test(next.data)) return place;
  next.splitText(1);
  return next;
}

/** The place that acted last, and what is said beside it. */
export class Acting {
  /** @type {Store} */ #store;
  /** @type {{ note: HTMLElement, said: HTMLElement, set: string, before: string } | null} */ #last = null;
  #own = false; // whether it is this that moves the store

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    store.subscribe((cause) => {
      if (cause !== "quiet" && cause !== "start" && !this.#own) this.#end();
    });
    // The verdict follows in the next frames.
    for (const type of ["tilt-change", "tilt-credences"]) document.addEventListener(type, () => this.#tell());
  }

  /** @param {HTMLElement} place that the reader has pressed */
  act(place) {
    const store = this.#store;
    const { set = "{}", scenario = "" } = place.dataset;
    const before = shown().share;
    keepStill(place);
    this.#end();
    this.#own = true;
    if (scenario) store.look(scenario);
    else store.setAll(JSON.parse(set));
    this.#own = false;
    const said = element("span", { role: "status" });
    const undo = button("Undo", () => {
      keepStill(place);
      store.undo();
      place.focus({ preventScroll: true });
    });
    const note = element("span", { class: "tilt-did" }, said, " ", undo);
    afterComma(place).after(note);
    this.#last = { note, said, set: scenario ? (store.scenario?.title ?? "") : this.#words(JSON.parse(set)), before };
    this.#tell();
  }

  /** @param {Values} values */
  #words(values) {
    return Object.keys(values)
      .map((id) => `${this.#store.book.assumptions.get(id)?.label}: ${this.#store.words(id)}`)
      .join("; ");
  }

  #tell() {
    if (!this.#last) return;
    const { said, set, before } = this.#last;
    const { title, share } = shown();
    const moved = share === before ? `stays at ${share}` : `${before} → ${share}`;
    setText(said, before ? `${set}. ${title || "The verdict"} ${moved}.` : `${set}.`);
  }

  #end() {
    const parent = this.#last?.note.parentElement;
    this.#last?.note.remove();
    parent?.normalize();
    this.#last = null;
  }
}

/**
 * Marks the places whose settings hold.
 * @param {Store} store
 */
export function showSet(store) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tilt-set[data-set]"))) {
    const holds = Object.entries(/** @type {Values} */ (JSON.parse(place.dataset.set ?? "{}"))).every(([id, wanted]) => {
      const a = store.book.assumptions.get(id);
      return a && same(a, store.stated(id), wanted);
    });
    place.setAttribute("aria-pressed", String(holds));
  }
}

/**
 * Shows the reader's own figures beside those of the book, where a text has figures of a claim's findings.
 * @param {Record<string, import("../engine/types.js").Verdict[]>} found verdicts by claim, of the claims that the values move
 * @returns {Record<string, string>} the reader's own, by place
 */
export function showFigures(found) {
  /** @type {Record<string, string>} */
  const own = {};
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-figure]"))) {
    const [part = "", slug = "", finding = "", decimals = "0"] = (place.dataset.figure ?? "").split(" ");
    place.dataset.book ??= place.textContent ?? "";
    const verdict = found[slug]?.find((v) => v.id === finding);
    const mine = verdict ? figure(part, verdict, Number(decimals)) : "";
    const differs = mine !== "" && mine !== place.dataset.book;
    place.toggleAttribute("data-mine", differs);
    const both = [element("s", {}, place.dataset.book), `${THIN}→${THIN}`, element("b", {}, mine)];
    place.replaceChildren(...(differs ? both : [place.dataset.book]));
    if (differs) own[place.dataset.figure ?? ""] = mine;
  }
  return own;
}

/**
 * A part of a verdict as a text has it: shares in per cent, without their sign.
 * @param {string} part
 * @param {Pick<import("../engine/types.js").Verdict, "credence" | "quantiles" | "word">} verdict
 * @param {number} decimals
 */
export function figure(part, verdict, decimals) {
  if (part === "word") return verdict.word;
  const [low = NaN, , median = NaN, , high = NaN] = verdict.quantiles;
  const value = { credence: 100 * verdict.credence, low, median, high }[part] ?? NaN;
  if (Math.abs(value) >= POWERS && Number.isFinite(value)) return number(value); // decimals are no longer read
  const text = value.toFixed(decimals);
  return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
}
