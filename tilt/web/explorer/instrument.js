// The instrument that a chapter opens with: brings its static form (tilt/explorer/instrument.py) to life. It shows what
// the explorer on the page shows, in little, and moves the same store.

import { button, find, setAttribute, setText } from "../dom.js";
import { THIN, percent } from "../format.js";
import { createBeam } from "./beam.js";
import { Gestures } from "./gestures.js";
import { distributionRows } from "./kinds/distribution.js";
import { createRows } from "./rows.js";
import { choices, verdictWords } from "./verdict.js";

/**
 * @import { Finding, Payload } from "../engine/types.js"
 * @import { Assumption, Setting } from "../types.js"
 * @import { Judged } from "./verdict.js"
 */

/** @typedef {{ first: number, step: number, shares: number[] }} Bins */
/** @typedef {{ change: (id: string, setting: Setting) => void, reset: (id: string) => void, undo: () => void }} Actions */

const PARTS = /** @type {const} */ (["who", "statement", "credence", "word", "book", "range", "effect"]);
const WIDTH = 600; // of the drawing, which is stretched
const HEIGHT = 100;

export class Instrument {
  /** @type {HTMLElement} */ section;
  /** @type {ReturnType<typeof createRows>} */ rows;
  /** @type {Payload} */ #payload;
  /** @type {Record<typeof PARTS[number], HTMLElement>} */ #parts;
  /** @type {ReturnType<typeof choices>} */ #shares;
  /** @type {ReturnType<typeof createBeam>} */ #lean;
  /** @type {Distribution} */ #distribution;
  /** @type {HTMLButtonElement} */ #undo;

  /**
   * @param {HTMLElement} host
   * @param {Payload} payload
   * @param {Map<string, Assumption>} assumptions of the claim
   * @param {(gestures: Gestures) => Actions} actions
   * @param {(id: string) => void} choose called when the reader takes another finding
   */
  constructor(host, payload, assumptions, actions, choose) {
    const section = find(host, ".ti");
    this.section = section;
    this.#payload = payload;
    this.#parts = /** @type {any} */ (Object.fromEntries(PARTS.map((name) => [name, find(section, `.ti-${name}`)])));
    this.#shares = choices(section, choose, "ti");
    this.#lean = createBeam(find(section, ".tx-beam", SVGElement));
    this.#distribution = new Distribution(find(section, ".ti-distribution"), /** @type {any} */ (payload.default).bins, payload.engine.bins);
    const acts = actions(new Gestures(section));
    this.rows = createRows(section, assumptions, acts, { name: "strong", typed: false });
    this.#undo = button("Undo", acts.undo, { class: "ti-undo", title: "Undo (Ctrl+Z)", disabled: true });
    find(section, ".ti-foot").append(this.#undo);
    section.classList.add("ti-live");
  }

  /** @param {boolean} yes whether there is a step to take back */
  able(yes) {
    if (this.#undo.disabled === !yes) return;
    const had = document.activeElement === this.#undo;
    this.#undo.disabled = !yes;
    if (had && !yes) find(this.section, "input[type=range]").focus({ preventScroll: true });
  }

  /**
   * @param {Judged} judged
   * @param {Float64Array} effect of the chosen finding in every draw
   */
  show(judged, effect) {
    const { finding, verdicts, touched } = judged;
    const said = verdictWords(this.#payload, judged);
    if (!said) return;
    for (const v of verdicts) {
      const share = this.#shares.get(v.id);
      if (!share) continue;
      setText(share.text, percent(v.credence));
      share.input.checked = v.id === finding.id;
    }
    const { range, standard } = said;
    for (const name of /** @type {const} */ (["who", "statement", "credence", "word"])) setText(this.#parts[name], said[name]);
    setText(this.#parts.book, standard && `The book says ${standard}.`);
    setText(this.#parts.effect, `${said.effect}.`);
    setText(this.#parts.range, range && `${touched ? "The book’s own range:" : "From"} ${range}.`);
    this.section.classList.toggle("ti-changed", touched);
    this.#lean(said.verdict.credence);
    this.#distribution.draw(finding, effect, touched);
  }
}

/** The effect's histogram in the colours of its two sides, with the default's outline behind it. */
class Distribution {
  /** @type {SVGElement} */ #below;
  /** @type {SVGElement} */ #above;
  /** @type {SVGElement} */ #ghost;
  /** @type {SVGElement} */ #threshold;
  /** @type {HTMLElement} */ #before;
  /** @type {HTMLElement} */ #beyond;
  /** @type {Record<string, Bins>} */ #book;
  /** @type {number} */ #most;

  /**
   * @param {HTMLElement} figure
   * @param {Record<string, Bins>} book the defaults', by finding
   * @param {number} most bins, about
   */
  constructor(figure, book, most) {
    this.#below = find(figure, ".ti-below", SVGElement);
    this.#above = find(figure, ".ti-above", SVGElement);
    this.#ghost = find(figure, ".ti-ghost", SVGElement);
    this.#threshold = find(figure, ".ti-threshold", SVGElement);
    this.#before = find(figure, ".ti-before");
    this.#beyond = find(figure, ".ti-beyond");
    this.#book = book;
    this.#most = most;
  }

  /**
   * @param {Finding} finding
   * @param {Float64Array} effect
   * @param {boolean} touched
   */
  draw(finding, effect, touched) {
    const { bins, labels } = distributionRows(finding, effect, this.#most);
    const mine = { first: bins[0].x0, step: bins[0].x1 - bins[0].x0, shares: bins.map((b) => b.share) };
    const book = this.#book[finding.id] ?? mine;
    // Both on one axis, as tall as their densities: a wider distribution is a lower one.
    const low = Math.min(mine.first, book.first);
    const high = Math.max(end(mine), end(book));
    const top = Math.max(...mine.shares.map((s) => s / mine.step), ...book.shares.map((s) => s / book.step)) || 1;
    const x = (/** @type {number} */ value) => ((WIDTH * (value - low)) / (high - low)).toFixed(1);
    const path = (/** @type {Bins} */ of, /** @type {(middle: number) => boolean} */ has) => steps(of, x, top, has);
    const { threshold } = finding;
    setAttribute(this.#below, "d", path(mine, (middle) => middle < threshold));
    setAttribute(this.#above, "d", path(mine, (middle) => middle >= threshold));
    setAttribute(this.#ghost, "d", path(book, () => true));
    this.#ghost.classList.toggle("ti-behind", touched);
    setAttribute(this.#threshold, "d", `M${x(threshold)} 0V${HEIGHT}`);
    setText(this.#before, labels[1].label.replace(" %", `${THIN}%`));
    setText(this.#beyond, labels[0].label.replace(" %", `${THIN}%`));
  }
}

/** @param {Bins} bins */
const end = ({ first, step, shares }) => first + step * shares.length;

/**
 * A histogram's outline where `has` says so.
 * @param {Bins} bins
 * @param {(value: number) => string} x
 * @param {number} top the tallest density
 * @param {(middle: number) => boolean} has
 */
function steps({ first, step, shares }, x, top, has) {
  let path = "";
  shares.forEach((share, k) => {
    const left = first + k * step;
    if (!has(left + step / 2)) return;
    const y = (HEIGHT * (1 - (0.96 * share) / step / top)).toFixed(1);
    path += `${path ? "" : `M${x(left)} ${HEIGHT}`}V${y}H${x(left + step)}`;
  });
  return path && `${path}V${HEIGHT}Z`;
}
