// One assumption: its control by scale, the ends as fields, reset, what is wrong with what was typed.

import { button, element, find, setAttribute, setText, uniqueId } from "../dom.js";
import { flipWords, gloss, worth } from "../format.js";
import { inWords } from "../scales.js";
import { keepStill } from "../still.js";
import { Choice } from "./choice.js";
import { Ends } from "./ends.js";
import { Reason } from "./reason.js";
import { Slider, percentage } from "./slider.js";
import { stopTwice } from "./stops.js";
import { Switch } from "./switch.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

/**
 * What every control offers; `change` is called with each setting that the reader makes.
 * @typedef {object} Control
 * @property {(setting: Setting, touched: boolean) => void} show
 * @property {(id: string) => void} describe by the element of that id
 * @property {() => void} focus
 */

/** @typedef {new (cell: HTMLElement, a: Assumption, change: (setting: Setting) => void) => Control} MakesControl */

/** @type {Partial<Record<Assumption["scale"], MakesControl>>} where it is not a slider */
const CONTROLS = { switch: Switch, choice: Choice };

export class Row {
  /** @type {HTMLElement} */ node;
  /** @type {Assumption} */ #a;
  /** @type {Control} */ #control;
  /** @type {Ends | null} */ #ends = null; // where values are typed
  /** @type {import("./rows.js").Part | null} */ #part = null; // of the table, that it stands in
  /** @type {HTMLElement | null} */ #worth;
  /** @type {HTMLElement} */ #flips;
  /** @type {HTMLElement} */ #glossed;
  /** @type {Reason | null} */ #reason = null; // where there is room for one
  #word = element("span"); // the setting in words, where it is not typed
  #error = element("p", { class: "tx-wrong", role: "alert", id: uniqueId("wrong") });
  /** @type {Setting | null} */ #shown = null;
  #touched = false;
  #said = "";
  #tied = "";

  /**
   * @param {HTMLElement} node the static row
   * @param {Assumption} a
   * @param {{ change: (id: string, setting: Setting) => void, reset: (id: string) => void, reason?: (id: string, text: string) => void }} actions
   * @param {boolean} [typed] whether its ends can be typed; else they are said in words
   */
  constructor(node, a, actions, typed = true) {
    this.node = node;
    this.#a = a;
    this.#worth = node.querySelector(".tx-worth");
    this.#flips = find(node, ".tx-flips");
    this.#flips.id = uniqueId("flips");
    this.#glossed = find(node, ".tx-gloss");
    node.setAttribute("role", "group");
    node.setAttribute("aria-label", a.label);
    const slider = find(node, ".tx-slider");
    const change = (/** @type {Setting} */ setting) => {
      keepStill(slider);
      this.#say("");
      actions.change(a.id, setting);
    };
    this.#control = new (CONTROLS[a.scale] ?? Slider)(slider, a, change);
    this.#control.describe(this.#flips.id);
    this.#fillValue(find(node, ".tx-value"), typed ? change : null);
    this.#glossed.after(this.#resetButton(actions));
    find(node, ".tx-why").append(this.#error);
    const reasons = node.querySelector(".tx-reasons");
    const { reason } = actions;
    if (reasons && reason) this.#reason = new Reason(reasons, (text) => reason(a.id, text));
    stopTwice(node);
  }

  /**
   * @param {Setting} next
   * @param {boolean} touched whether it differs from the book's default
   * @param {string} [tied] in words, that it takes another's value
   */
  show(next, touched, tied = "") {
    this.#say(this.#ends?.heard(next) ?? ""); // the reader has gone on: what was wrong is past
    if (next === this.#shown && touched === this.#touched && tied === this.#tied) return;
    this.#shown = next;
    this.#tied = tied;
    this.#touched = touched;
    this.#ends?.show(next);
    this.#control.show(next, touched);
    setText(this.#word, inWords(this.#a, next));
    setText(this.#glossed, tied || gloss(this.#a, next));
    this.node.classList.toggle("tx-mine", touched);
  }

  /**
   * Why it was moved.
   * @param {boolean} touched
   * @param {string} text
   * @param {boolean} own whether it is the reader's to write
   */
  because(touched, text, own) {
    this.#reason?.show(touched, text, own);
  }

  /**
   * Where the chosen finding changes sides.
   * @param {number | null | undefined} flip
   */
  showFlip(flip) {
    if (!(this.#control instanceof Slider)) return;
    const mark = find(this.node, ".tx-flip", SVGElement);
    const words = flipWords(this.#a, flip);
    setText(this.#flips, words);
    setText(find(mark, "title", SVGElement), words);
    if (flip === null || flip === undefined) mark.setAttribute("visibility", "hidden");
    else {
      mark.removeAttribute("visibility");
      setAttribute(mark, "x", percentage(this.#control.place(flip)));
    }
  }

  /** @param {import("./rows.js").Part | null} part of the table that it stands in now */
  join(part) {
    this.#part = part;
  }

  /**
   * How far the input moves the chosen finding.
   * @param {number} size a share of draws
   */
  showWorth(size) {
    if (!this.#worth) return;
    setText(find(this.#worth, "span"), worth(size));
    find(this.#worth, "i").style.setProperty("--size", percentage(size));
  }

  /** Brings the row into view with the focus on its control. */
  visit() {
    this.#part?.open(true);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    this.#control.focus();
    this.node.classList.remove("tx-visited");
    void this.node.offsetWidth; // restarts the highlight
    this.node.classList.add("tx-visited");
  }

  /**
   * @param {HTMLElement} place
   * @param {((setting: Setting) => void) | null} change null where nothing is typed
   */
  #fillValue(place, change) {
    if (!change || this.#a.scale in CONTROLS) return place.replaceChildren(this.#word);
    this.#ends = new Ends(this.#a, this.#error.id, { change, say: (text) => this.#say(text) });
    const unit = this.#a.mark ? [" ", element("span", { class: "tx-unit" }, this.#a.mark)] : [];
    return place.replaceChildren(...this.#ends.nodes, ...unit);
  }

  /** @param {{ reset: (id: string) => void }} actions */
  #resetButton({ reset }) {
    const { id, label, interval } = this.#a;
    const standard = inWords(this.#a, interval);
    const take = () => {
      keepStill(find(this.node, ".tx-slider"));
      this.#control.focus(); // the button goes away; the focus stays in the row
      reset(id);
    };
    return button("reset", take, { class: "tx-reset", "aria-label": `Reset ${label} to the book’s default, ${standard}` });
  }

  /** @param {string} text what is wrong with what was typed; empty when nothing is */
  #say(text) {
    if (text === this.#said) return;
    this.#said = text;
    setText(this.#error, text);
    if (!text) this.#ends?.accept();
  }
}
