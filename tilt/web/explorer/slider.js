// An interval on its own scale: two native range inputs for keyboard and assistive technology, drawn as one line, and a
// pointer that takes the nearer handle, or the bar between them, which moves both ends.

import { element, find, setAttribute } from "../dom.js";
import { spoken } from "../format.js";
import { SCALES } from "../scales.js";
import { drag } from "./drag.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

const FINEST = 0.012; // of the link axis: a step that three significant digits always show

/**
 * @param {number} span
 * @param {number} steps
 */
function niceStep(span, steps) {
  const power = 10 ** Math.floor(Math.log10(span / steps));
  return ([1, 2, 5].find((m) => m * power * steps >= span * (1 - 1e-9)) ?? 10) * power;
}

/**
 * The axis of an assumption: places 0 to 1 along its link scale, values rounded to what a reader can read.
 * @param {Pick<Assumption, "scale" | "bounds">} a
 */
export function createAxis({ scale, bounds: [low, high] }) {
  const { link, unlink } = SCALES[scale];
  const start = link(low);
  const span = link(high) - start;
  const straight = scale !== "log" && scale !== "logit";
  const step = straight ? niceStep(span, 200) : 0;
  const steps = straight ? Math.round(span / step) : Math.min(500, Math.floor(span / FINEST));
  const round = (/** @type {number} */ value) => {
    if (straight) return Number((low + Math.round((value - low) / step) * step).toPrecision(12));
    if (scale === "log") return Number(value.toPrecision(3));
    return Number(value.toFixed(2 - Math.floor(Math.log10(Math.min(value, 1 - value)))));
  };
  return {
    steps,
    place: (/** @type {number} */ value) => Math.min(1, Math.max(0, (link(value) - start) / span)),
    value: (/** @type {number} */ place) => {
      if (place <= 0) return low;
      if (place >= 1) return high;
      return Math.min(high, Math.max(low, round(unlink(start + place * span))));
    },
  };
}

/**
 * The setting after one end went to a value: the other end stops it, and a fixed value has only one.
 * @param {Setting} setting
 * @param {number} k 0 the lower end, 1 the upper
 * @param {number} value
 * @param {boolean} fixed
 * @returns {Setting}
 */
export function endMoved([low, high], k, value, fixed) {
  if (fixed) return [value, value];
  return k === 0 ? [Math.min(value, high), high] : [low, Math.max(value, low)];
}

/**
 * How far both ends can go when they are asked to go `by`, so that neither leaves the axis and they keep their distance.
 * @param {number[]} places of both ends, 0 to 1
 * @param {number} by
 */
export const shiftWithin = (places, by) => Math.min(1 - places[1], Math.max(-places[0], by));

/** @param {number} place */
export const percentage = (place) => `${(100 * place).toFixed(2)}%`;

export class Slider {
  /** @type {Assumption} */ #a;
  /** @type {(setting: Setting) => void} */ #change;
  /** @type {ReturnType<typeof createAxis>} */ #axis;
  /** @type {HTMLInputElement[]} */ #inputs;
  /** @type {SVGElement[]} */ #handles;
  /** @type {Element | null} */ #bar;
  /** @type {Element} */ #ghost;
  /** @type {Setting} */ #setting;
  /** @type {number[]} */ #places = [0, 1];
  #fixed = false;

  /**
   * @param {HTMLElement} cell the row's `td` with its drawn track
   * @param {Assumption} a
   * @param {(setting: Setting) => void} change called with [low, high] for each movement
   */
  constructor(cell, a, change) {
    const track = find(cell, ".tx-track", SVGElement);
    this.#a = a;
    this.#change = change;
    this.#axis = createAxis(a);
    this.#fixed = a.scale === "fixed";
    this.#setting = a.interval;
    this.#handles = [.../** @type {NodeListOf<SVGElement>} */ (track.querySelectorAll(".tx-handle"))];
    this.#bar = track.querySelector(".tx-span");
    this.#ghost = find(track, ".tx-ghost", SVGElement);
    const names = this.#fixed ? [a.label] : [`${a.label}, lower end`, `${a.label}, upper end`];
    this.#inputs = names.map((name, k) => this.#input(name, k));
    cell.prepend(...this.#inputs);
    for (const handle of this.#handles) handle.setAttribute("r", "8");
    drag(cell, track, {
      places: () => this.#places,
      start: (k) => this.#inputs[this.#fixed ? 0 : k].focus({ preventScroll: true }),
      moveEnd: (k, place) => this.#moveEnd(k, place),
      moveBoth: (from, by) => this.#moveBoth(from, by),
    });
  }

  /**
   * @param {Setting} next
   * @param {boolean} touched
   */
  show(next, touched) {
    this.#setting = next;
    this.#places = next.map(this.#axis.place);
    const shown = this.#places.map(percentage);
    this.#handles.forEach((h, k) => setAttribute(h, "cx", shown[k]));
    if (this.#bar) {
      setAttribute(this.#bar, "x1", shown[0]);
      setAttribute(this.#bar, "x2", shown[1]);
    }
    this.#ghost.classList.toggle("tx-behind", touched);
    this.#inputs.forEach((input, k) => {
      input.value = String(Math.round(this.#places[k] * this.#axis.steps));
      setAttribute(input, "aria-valuetext", spoken(this.#a, next[k]));
    });
  }

  /** @param {string} id */
  describe(id) {
    for (const input of this.#inputs) input.setAttribute("aria-describedby", id);
  }

  focus() {
    (this.#inputs.find((input) => input.tabIndex === 0) ?? this.#inputs[0]).focus({ preventScroll: true });
  }

  /** @param {number} value */
  place(value) {
    return this.#axis.place(value);
  }

  /**
   * @param {string} name
   * @param {number} k
   */
  #input(name, k) {
    const { steps } = this.#axis;
    const input = element("input", {
      type: "range",
      min: 0,
      max: steps,
      step: 1,
      "aria-label": `${name}, ${this.#a.unit}`,
      oninput: () => {
        this.#moveEnd(k, Number(input.value) / steps);
        input.value = String(Math.round(this.#places[this.#fixed ? 0 : k] * steps));
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        if (!event.shiftKey || this.#fixed || !way) return;
        event.preventDefault();
        this.#moveBoth(this.#places, way / steps);
      },
    });
    return input;
  }

  /** @param {Setting} next */
  #move(next) {
    if (next[0] !== this.#setting[0] || next[1] !== this.#setting[1]) this.#change(next);
  }

  /**
   * @param {number} k 0 the lower end, 1 the upper
   * @param {number} place
   */
  #moveEnd(k, place) {
    this.#move(endMoved(this.#setting, k, this.#axis.value(place), this.#fixed));
  }

  /**
   * @param {number[]} from places of both ends
   * @param {number} by
   */
  #moveBoth(from, by) {
    const shift = shiftWithin(from, by);
    this.#move([this.#axis.value(from[0] + shift), this.#axis.value(from[1] + shift)]);
  }
}
