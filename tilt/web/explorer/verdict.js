// The verdict: a sentence, its figures, the balance, the choice of finding, and a compact line that stays in sight.

import { createBeam } from "./beam.js";
import { element, find, setText, uniqueId } from "../dom.js";
import { THIN, effect, fill, percent, points } from "../format.js";
import { Outline } from "./outline.js";

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

/**
 * What is said of the chosen finding, in words: whoever shows a verdict shows these.
 * @param {Payload} payload
 * @param {Judged} judged
 */
export function verdictWords(payload, { who, finding, verdicts, chosen, touched }) {
  const v = verdicts.find((w) => w.id === finding.id);
  if (!v) return null;
  const standard = /** @type {{ finding: string, credence: number }[]} */ (payload.default.verdicts).find((w) => w.finding === finding.id);
  const { range = "", word = v.word } = payload.default.readings[finding.id] ?? {};
  return {
    verdict: v,
    who,
    statement: fill(finding.statement, chosen),
    credence: percent(v.credence),
    word: touched ? v.word : word, // one reading of the reader's own has the word of its credence
    range,
    effect: effect(finding, v.quantiles),
    standard: touched ? percent(standard?.credence ?? NaN) : "",
  };
}

export class VerdictView {
  /** @type {HTMLElement} */ #section;
  /** @type {Record<typeof PARTS[number], HTMLElement>} */ #parts;
  /** @type {((credence: number) => void)[]} */ #beams;
  /** @type {Payload} */ #payload;
  /** @type {HTMLElement} */ #error;
  /** @type {ReturnType<typeof choices>} */ #shares;
  /** @type {ReturnType<typeof compactLine>} */ #line;
  /** @type {Outline[]} */ #outlines;
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
    this.#payload = payload;
    this.#error = find(section, ".tx-error-bar");
    this.#shares = choices(section, choose);
    this.#line = compactLine(section, verdict, beam);
    this.#beams = [createBeam(beam), createBeam(this.#line.beam)];
    this.#outlines = [new Outline(find(verdict, ".tx-strip")), new Outline(find(this.#line.strip, ".tx-strip"))];
    section.append(this.#live);
  }

  /**
   * @param {Judged} judged
   * @param {import("./outline.js").Drawing | null} drawing of the chosen finding; null while the engine loads
   */
  show(judged, drawing) {
    const { finding, verdicts, touched, quiet } = judged;
    for (const v of verdicts) {
      const share = this.#shares.get(v.id);
      if (!share) continue;
      setText(share.text, percent(v.credence));
      share.input.checked = v.id === finding.id;
    }
    const said = verdictWords(this.#payload, judged);
    if (!said) return;
    const parts = this.#parts;
    const { standard, range } = said;
    setText(parts.who, said.who);
    setText(parts.statement, said.statement);
    setText(parts.credence, said.credence);
    setText(parts.word, said.word);
    setText(parts.range, range && `${touched ? "The book’s own range, not these assumptions’:" : "From"} ${range}`);
    setText(parts.effect, said.effect);
    setText(this.#error, `±${THIN}${points(said.verdict.error, 1)} points Monte Carlo error`);
    setText(parts.book, standard && `book’s default ${standard}`);
    this.#section.classList.toggle("tx-changed", touched);
    for (const lean of this.#beams) lean(said.verdict.credence);
    this.#line.show(finding, said.credence, said.word, standard && `default ${standard}`);
    if (drawing) for (const outline of this.#outlines) outline.show(drawing, touched);
    this.#announce(`${finding.title}: ${said.credence} of draws, ${said.word}. ${said.effect}.`, quiet);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#line.destroy();
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
 * @param {string} [of] what the names of its parts begin with
 */
export function choices(section, choose, of = "tx") {
  const list = find(section, `.${of}-findings`);
  const name = uniqueId("finding");
  const group = element("div", { class: `${of}-findings`, role: "radiogroup", "aria-label": "Finding" });
  const found = new Map();
  for (const item of /** @type {HTMLElement[]} */ (Array.from(list.children))) {
    const id = item.dataset.finding ?? "";
    const input = element("input", { type: "radio", name, value: id, onchange: () => choose(id) });
    const text = find(item, `.${of}-share`);
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
  const drawn = /** @type {HTMLElement} */ (find(verdict, ".tx-strip").cloneNode(true));
  line.replaceChildren(element("div", {}, beam, element("p", {}, title, " ", credence, " ", word), was, drawn));
  // The margin counts all that lies below the window as seen: only what has scrolled out above is not, were it a line of it.
  const above = (/** @type {IntersectionObserverEntry[]} */ [entry]) => line.classList.toggle("tx-stuck", entry.intersectionRatio < 1);
  const scrolled = new IntersectionObserver(above, { rootMargin: "0px 0px 1000000px 0px", threshold: 1 });
  scrolled.observe(verdict);
  return {
    destroy: () => scrolled.disconnect(),
    beam,
    strip: line,
    /** @param {Finding} finding @param {string} share @param {string} text @param {string} book */
    show(finding, share, text, book) {
      setText(title, finding.title);
      setText(credence, share);
      setText(word, text);
      setText(was, book);
    },
  };
}
