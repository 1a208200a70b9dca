// What a chart says at the place that a reader points at, touches, or goes to with the arrow keys: a ruler over places
// along its axis, or the row that is meant.

import { element, setText } from "../dom.js";

/** @typedef {import("./pictures-data.js").Stop} Stop */

/**
 * @typedef {object} Read what there is to say
 * @property {Stop[]} stops
 * @property {boolean} across whether stops are rows, one below the other
 * @property {any} view the chart's, as Vega has it
 */

const BESIDE = 12; // pixels between the ruler and its words
const KEYS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity });

export class Ruler {
  /** @type {HTMLElement} */ #box;
  /** @type {() => Read | null} */ #read;
  /** @type {() => boolean} */ #taken;
  #line = element("div", { class: "tx-ruler", "aria-hidden": "true", hidden: true });
  #tip = element("div", { class: "tx-tip tx-reading", "aria-hidden": "true", hidden: true });
  #said = element("p", { class: "tx-hidden", "aria-live": "polite" });
  /** @type {number | null} */ #at = null; // which stop is shown
  #byKey = false;

  /**
   * @param {HTMLElement} box the chart's
   * @param {() => Read | null} read what the chart shows now; null while it is a drawing only
   * @param {() => boolean} taken whether something else in the chart speaks already, such as a measured point
   */
  constructor(box, read, taken) {
    this.#box = box;
    this.#read = read;
    this.#taken = taken;
    box.after(this.#line, this.#tip, this.#said);
    box.addEventListener("pointermove", (event) => this.#point(event));
    box.addEventListener("pointerdown", (event) => this.#point(event));
    box.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.hide());
    box.addEventListener("focus", () => box.matches(":focus-visible") && this.#step(0));
    box.addEventListener("blur", () => this.hide());
    box.addEventListener("keydown", (event) => this.#key(event));
    box.tabIndex = 0;
  }

  hide() {
    this.#at = null;
    this.#line.hidden = true;
    this.#tip.hidden = true;
    setText(this.#said, "");
  }

  /** The chart has other values: says them, where a place is pointed at. */
  follow() {
    const read = this.#at === null ? null : this.#read();
    if (read) this.#show(read, /** @type {number} */ (this.#at));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const read = this.#read();
    if (!read || this.#taken()) return this.hide();
    const { left, top } = this.#origin(read);
    const at = read.across ? event.clientY - top : event.clientX - left;
    const distances = read.stops.map((stop) => Math.abs(place(read, stop) - at));
    this.#byKey = false;
    this.#show(read, distances.indexOf(Math.min(...distances)));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape" && this.#at !== null) this.hide();
    else if (event.key in KEYS && !event.ctrlKey && !event.altKey && !event.metaKey) this.#step(KEYS[event.key] ?? 0);
    else return;
    event.preventDefault();
  }

  /** @param {number} by so many stops on */
  #step(by) {
    const read = this.#read();
    if (!read) return;
    const last = read.stops.length - 1;
    const from = this.#at ?? (read.across ? 0 : Math.round(last / 2));
    this.#byKey = true;
    this.#show(read, Math.min(last, Math.max(0, from + by)));
  }

  /** Where the plot begins in the window. @param {Read} read */
  #origin({ view }) {
    const [x, y] = view.origin();
    const box = (this.#box.querySelector("svg") ?? this.#box).getBoundingClientRect();
    return { left: box.left + x, top: box.top + y };
  }

  /**
   * @param {Read} read
   * @param {number} k
   */
  #show(read, k) {
    const stop = read.stops[k];
    if (!stop) return this.hide();
    this.#at = k;
    const text = stop.words.join("\n");
    setText(this.#tip, text);
    if (this.#byKey) setText(this.#said, stop.words.join("; "));
    this.#tip.hidden = false;
    this.#line.hidden = read.across;
    const around = (this.#box.offsetParent ?? this.#box).getBoundingClientRect();
    const origin = this.#origin(read);
    const { width, height } = this.#tip.getBoundingClientRect();
    const [x, y] = [origin.left - around.left, origin.top - around.top];
    const at = place(read, stop);
    this.#line.style.cssText = `left:${x + at}px;top:${y}px;height:${read.view.height()}px`;
    const beside = x + at + BESIDE + width > around.width ? x + at - BESIDE - width : x + at + BESIDE;
    const left = read.across ? around.width - width : beside;
    const top = read.across ? y + at - height - BESIDE : y - 4;
    this.#tip.style.left = `${Math.max(0, Math.min(left, around.width - width))}px`;
    this.#tip.style.top = `${Math.max(0, top)}px`;
  }
}

/**
 * Where a stop lies in the plot, in pixels.
 * @param {Read} read
 * @param {Stop} stop
 * @returns {number}
 */
function place({ view, across }, { at }) {
  const scale = view.scale(across ? "y" : "x");
  return scale(at) + (across ? scale.bandwidth() / 2 : 0);
}
