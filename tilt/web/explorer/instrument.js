// The instrument that a chapter opens with: brings its static form (tilt/explorer/instrument.py) to life. It shows what
// the explorer on the page shows, in little, and moves the same store.

import { button, find, setText } from "../dom.js";
import { percent } from "../format.js";
import { createBeam } from "./beam.js";
import { Gestures } from "./gestures.js";
import { Outline } from "./outline.js";
import { createRows } from "./rows.js";
import { choices, verdictWords } from "./verdict.js";

/**
 * @import { Payload } from "../engine/types.js"
 * @import { Assumption, Setting } from "../types.js"
 * @import { Drawing } from "./outline.js"
 * @import { Judged } from "./verdict.js"
 */

/** @typedef {{ change: (id: string, setting: Setting) => void, reset: (id: string) => void, undo: () => void }} Actions */

const PARTS = /** @type {const} */ (["who", "statement", "credence", "word", "book", "range", "effect"]);

export class Instrument {
  /** @type {HTMLElement} */ section;
  /** @type {ReturnType<typeof createRows>} */ rows;
  /** @type {Payload} */ #payload;
  /** @type {Record<typeof PARTS[number], HTMLElement>} */ #parts;
  /** @type {ReturnType<typeof choices>} */ #shares;
  /** @type {ReturnType<typeof createBeam>} */ #lean;
  /** @type {Outline} */ #distribution;
  /** @type {HTMLButtonElement} */ #undo;
  #held = false;
  #width = 0;
  /** @type {ResizeObserver} */ #sizes;

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
    this.#distribution = new Outline(find(section, ".ti-distribution"));
    const acts = actions(new Gestures(section));
    this.rows = createRows(section, assumptions, acts, { name: "strong", typed: false });
    this.#undo = button("Undo", acts.undo, { class: "ti-undo", title: "Undo (Ctrl+Z)", disabled: true });
    find(section, ".ti-foot").append(this.#undo);
    section.classList.add("ti-live");
    this.#sizes = new ResizeObserver(() => section.clientWidth !== this.#width && this.#hold(false));
    this.#sizes.observe(section);
  }

  /**
   * From the first movement on it keeps its height: the distribution gives way to longer sentences, so that no slider
   * moves under a finger. Another width lets go.
   * @param {boolean} yes
   */
  #hold(yes) {
    this.#width = this.section.clientWidth;
    this.#held = yes;
    this.section.classList.remove("ti-held");
    if (!yes) return;
    this.section.style.setProperty("--held", `${this.section.offsetHeight}px`);
    this.section.classList.add("ti-held");
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
   * @param {Drawing} drawing of the chosen finding
   */
  show(judged, drawing) {
    const { finding, verdicts, touched } = judged;
    const said = verdictWords(this.#payload, judged);
    if (!said) return;
    if (touched && !this.#held) this.#hold(true);
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
    this.#distribution.show(drawing, touched);
  }
}
