// What moves the verdict: each assumption's swing as a bar, largest first, each leading to its control.

import { button, element, find, setAttribute, setText } from "../dom.js";
import { number, percent, swingWords, withUnit } from "../format.js";
import { certain, inWords } from "../scales.js";

/**
 * @import { Swing } from "../engine/types.js"
 * @import { Assumption, Setting } from "../types.js"
 */

/** @typedef {{ item: HTMLElement, button: HTMLButtonElement, bar: Element, dot: Element, ends: HTMLElement }} Item */

const SHORT = 12; // how many stand at first; a claim that borrows others' inputs has dozens

/** @param {number} share */
const place = (share) => `${(100 * share).toFixed(1)}%`;

/** @param {Swing[]} swings */
const bySize = (swings) => [...swings].sort((a, b) => Math.abs(b.atHigh - b.atLow) - Math.abs(a.atHigh - a.atLow));

/**
 * What an input was held at for the two ends of its swing, in words.
 * @param {Assumption} a
 * @param {Swing} swing
 * @param {Setting} setting
 * @returns {[low: string, high: string]}
 */
export function held(a, { options }, setting) {
  if (options) {
    const [low, high] = options.map((name) => a.options?.find((o) => o.name === name)?.label ?? name);
    return [low, high];
  }
  const [least, most] = certain(a) ? a.bounds : setting;
  if (a.scale === "switch") return [inWords(a, [least, least]), inWords(a, [most, most])];
  return [withUnit(a, number(least)), withUnit(a, number(most))];
}

export class Swings {
  /** @type {HTMLElement} */ #list;
  /** @type {Map<string, Assumption>} */ #assumptions;
  /** @type {Map<string, Item>} */ #items = new Map();

  /**
   * @param {HTMLElement} section
   * @param {Map<string, Assumption>} assumptions
   * @param {(id: string) => void} visit leads to an assumption's control
   */
  constructor(section, assumptions, visit) {
    this.#list = find(section, ".tx-swings");
    this.#assumptions = assumptions;
    for (const item of /** @type {HTMLElement[]} */ (Array.from(this.#list.children))) {
      const id = item.dataset.input ?? "";
      const leads = element("button", { type: "button", onclick: () => visit(id) }, ...item.childNodes);
      item.append(leads);
      const [bar, dot] = [find(item, "rect", SVGElement), find(item, "circle", SVGElement)];
      this.#items.set(id, { item, button: leads, bar, dot, ends: find(item, ".tx-swing-ends") });
    }
    if (this.#list.classList.contains("tx-short")) this.#shorten(find(section, ".tx-more"));
  }

  /**
   * Only the first stand at first, as in the static page.
   * @param {HTMLElement} room where the button goes that shows all
   */
  #shorten(room) {
    const list = this.#list;
    const all = `Show all ${this.#items.size}`;
    const toggle = () => {
      const short = list.classList.toggle("tx-short");
      more.setAttribute("aria-expanded", String(!short));
      setText(more, short ? all : `Show the first ${SHORT}`);
    };
    const more = button(all, toggle, { class: "tx-more", "aria-expanded": "false" });
    room.replaceWith(more);
  }

  /**
   * @param {Swing[]} swings
   * @param {(id: string) => Setting} setting
   * @param {boolean} settled the reader has stopped, so rows may change places and names are renewed for screen readers
   */
  show(swings, setting, settled) {
    for (const swing of swings) {
      const { id, atLow, atHigh } = swing;
      const found = this.#items.get(id);
      const a = this.#assumptions.get(id);
      if (!found || !a) continue;
      setAttribute(found.bar, "x", place(Math.min(atLow, atHigh)));
      setAttribute(found.bar, "width", place(Math.abs(atHigh - atLow)));
      setAttribute(found.dot, "cx", place(atHigh));
      setText(found.ends, swingWords(atLow, atHigh));
      if (!settled) continue;
      const [low, high] = held(a, swing, setting(id));
      const from = `${percent(atLow)} at ${low}, ${percent(atHigh)} at ${high}`;
      setAttribute(found.button, "aria-label", `${a.short}: ${from}. Go to its slider`);
      if (a.scale === "choice") setAttribute(found.button, "title", `${low} → ${high}`);
    }
    if (settled) this.#order(swings);
  }

  /** @param {(id: string) => boolean} moved */
  mark(moved) {
    for (const [id, { item }] of this.#items) item.classList.toggle("tx-mine", moved(id));
  }

  /**
   * The same as a table.
   * @param {Swing[]} swings
   * @param {string} finding its title
   * @param {(id: string) => Setting} setting
   * @returns {import("./pictures-data.js").Table}
   */
  table(swings, finding, setting) {
    return {
      caption: `What moves the verdict: credence of “${finding}” with one assumption held`,
      head: ["assumption", "90 % interval", "at the low end", "at the high end"],
      rows: bySize(swings).flatMap((swing) => {
        const a = this.#assumptions.get(swing.id);
        return a ? [[a.label, between(a, swing, setting(swing.id)), percent(swing.atLow), percent(swing.atHigh)]] : [];
      }),
    };
  }

  /** @param {Swing[]} swings */
  #order(swings) {
    const list = this.#list;
    const had = document.activeElement;
    const there = new Set(swings.map((s) => s.id));
    for (const [id, { item }] of this.#items) item.hidden = !there.has(id); // what is tied moves with another
    bySize(swings).forEach(({ id }, k) => {
      const item = this.#items.get(id)?.item;
      if (item && list.children[k] !== item) list.insertBefore(item, list.children[k] ?? null);
    });
    if (had instanceof HTMLElement && list.contains(had)) had.focus({ preventScroll: true });
  }
}

/**
 * Between what an input was held for its swing.
 * @param {Assumption} a
 * @param {Swing} swing
 * @param {Setting} setting
 */
function between(a, swing, setting) {
  if (a.scale === "switch" || a.scale === "choice") return held(a, swing, setting).join(" or ");
  return inWords({ ...a, scale: "linear" }, certain(a) ? a.bounds : setting);
}
