// The verdict: a sentence, its figures, the balance, the choice of finding, and a compact line that stays in sight.

import { createBeam } from "./beam.js";
import { element, find, setText, uniqueId } from "../dom.js";
import { THIN, effect, fill, percent, points } from "../format.js";

/**
 * @import { Finding, Payload, Verdict } from "../engine/types.js"
 */

/**
 * @typedef {object} Judged
 * @property {string} who "With your assumptions"
 * @property {Finding} finding the chosen one
 * @property {Verdict[]} verdicts of all findings
 * @property {(id: string) => [value: number, unit: string]} chosen value and unit of a fixed choice
 * @property {boolean} touched whether anything moves the verdict
 * @property {boolean} quiet whether nothing is announced
 */

const ANNOUNCE_AFTER = 600; // ms: a screen reader hears where the reader stopped, not the way there
const PARTS = /** @type {const} */ (["who", "statement", "credence", "word", "range", "effect", "book"]);

export class VerdictView {
  /** @type {HTMLElement} */ #section;
  /** @type {Record<typeof PARTS[number], HTMLElement>} */ #parts;
  /** @type {((credence: number) => void)[]} */ #beams;
  /** @type {Map<string, number>} */ #book; // credences under the defaults
  /** @type {Payload["default"]["readings"]} */ #readings; // how far those range, by finding
  /** @type {HTMLElement} */ #error;
  /** @type {ReturnType<typeof choices>} */ #shares;
  /** @type {ReturnType<typeof compactLine>} */ #line;
  #live = element("p", { class: "tx-hidden", role: "status", "aria-live": "polite" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #said = "";

  /**
   * @param {HTMLElement} section
   * @param {Payload} payload
   * @param {(id: string) => void} choose called when the reader takes another finding
   */
  constructor(section, payload, choose) {
    const verdict = find(section, ".tx-verdict");
    const beam = find(verdict, ".tx-beam", SVGElement);
    this.#section = section;
    this.#parts = /** @type {any} */ (Object.fromEntries(PARTS.map((name) => [name, find(verdict, `.tx-${name}`)])));
    this.#book = new Map(/** @type {{ finding: string, credence: number }[]} */ (payload.default.verdicts).map((v) => [v.finding, v.credence]));
    this.#readings = payload.default.readings;
    this.#error = find(section, ".tx-error-bar");
    this.#shares = choices(section, choose);
    this.#line = compactLine(section, verdict, beam);
    this.#beams = [createBeam(beam), createBeam(this.#line.beam)];
    section.append(this.#live);
  }

  /** @param {Judged} judged */
  show({ who, finding, verdicts, chosen, touched, quiet }) {
    for (const v of verdicts) {
      const share = this.#shares.get(v.id);
      if (!share) continue;
      setText(share.text, percent(v.credence));
      share.input.checked = v.id === finding.id;
    }
    const v = verdicts.find((w) => w.id === finding.id);
    if (!v) return;
    const parts = this.#parts;
    const share = percent(v.credence);
    const standard = touched ? percent(this.#book.get(finding.id) ?? NaN) : "";
    const figures = effect(finding, v.quantiles);
    const { range = "", word = v.word } = this.#readings[finding.id] ?? {};
    const said = touched ? v.word : word; // one reading of the reader's own has the word of its credence
    setText(parts.who, who);
    setText(parts.statement, fill(finding.statement, chosen));
    setText(parts.credence, share);
    setText(parts.word, said);
    setText(parts.range, range && `${touched ? "The book’s own range, not these assumptions’:" : "From"} ${range}`);
    setText(parts.effect, figures);
    setText(this.#error, `±${THIN}${points(v.error, 1)} points Monte Carlo error`);
    setText(parts.book, standard && `book’s default ${standard}`);
    this.#section.classList.toggle("tx-changed", touched);
    for (const lean of this.#beams) lean(v.credence);
    this.#line.show(finding, share, said, standard && `default ${standard}`);
    this.#announce(`${finding.title}: ${share} of draws, ${said}. ${figures}.`, quiet);
  }

  destroy() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {string} text
   * @param {boolean} quiet
   */
  #announce(text, quiet) {
    clearTimeout(this.#timer);
    if (quiet) this.#said = text;
    if (text === this.#said) return;
    this.#timer = setTimeout(() => {
      this.#said = text;
      setText(this.#live, text);
    }, ANNOUNCE_AFTER);
  }
}

/**
 * The findings as radio buttons that look like tabs, each with its live credence.
 * @param {HTMLElement} section
 * @param {(id: string) => void} choose
 */
function choices(section, choose) {
  const list = find(section, ".tx-findings");
  const name = uniqueId("finding");
  const group = element("div", { class: "tx-findings", role: "radiogroup", "aria-label": "Finding" });
  const found = new Map();
  for (const item of /** @type {HTMLElement[]} */ (Array.from(list.children))) {
    const id = item.dataset.finding ?? "";
    const input = element("input", { type: "radio", name, value: id, onchange: () => choose(id) });
    const text = find(item, ".tx-share");
    group.append(element("label", { "data-finding": id }, input, ...item.childNodes));
    found.set(id, { input, text });
  }
  list.replaceWith(group);
  return found;
}

/**
 * On narrow screens the full verdict scrolls away and this line, which repeats it, sticks to the top.
 * @param {HTMLElement} section
 * @param {HTMLElement} verdict
 * @param {SVGElement} balance
 */
function compactLine(section, verdict, balance) {
  const line = find(section, ".tx-bar");
  const beam = /** @type {SVGElement} */ (balance.cloneNode(true));
  const credence = element("b", { class: "tx-credence" });
  const word = element("span", { class: "tx-word" });
  const title = element("span", { class: "tx-finding" });
  const was = element("span", { class: "tx-book" });
  line.replaceChildren(element("div", {}, beam, element("p", {}, title, " ", credence, " ", word), was));
  // The margin counts all that lies below the window as seen: only what has scrolled out above is not.
  const above = (/** @type {IntersectionObserverEntry[]} */ [entry]) => line.classList.toggle("tx-stuck", !entry.isIntersecting);
  new IntersectionObserver(above, { rootMargin: "0px 0px 1000000px 0px" }).observe(verdict);
  return {
    beam,
    /** @param {Finding} finding @param {string} share @param {string} text @param {string} book */
    show(finding, share, text, book) {
      setText(title, finding.title);
      setText(credence, share);
      setText(word, text);
      setText(was, book);
    },
  };
}
