// The ends of an interval, or its one value, as fields of text: what is typed is taken, or it is said what is allowed.

import { element } from "../dom.js";
import { POWERS, field, withUnit } from "../format.js";
import { messageOf } from "../scenario.js";
import { certain } from "../scales.js";
import { parse, understood } from "../typed.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

const FITS = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

/**
 * The keypad on which every value of an assumption can be typed: that of digits has no powers.
 * @param {Pick<Assumption, "bounds">} a
 */
const keypad = ({ bounds: [least, most] }) => (least < 0 || most >= POWERS ? "text" : "decimal");

export class Ends {
  /** @type {Assumption} */ #a;
  /** @type {string} */ #told; // id of the element that says what is wrong
  /** @type {{ change: (setting: Setting) => void, say: (text: string) => void }} */ #actions;
  /** @type {HTMLInputElement[]} */ #inputs;
  /** @type {Setting} */ #setting;
  /** @type {string[]} */ #shown = [];
  /** @type {{ setting: Setting, note: string } | null} */ #taken = null; // what was just typed, and what to say of it

  /**
   * @param {Assumption} a
   * @param {string} told
   * @param {{ change: (setting: Setting) => void, say: (text: string) => void }} actions
   */
  constructor(a, told, actions) {
    this.#a = a;
    this.#told = told;
    this.#actions = actions;
    this.#setting = a.interval;
    const names = certain(a) ? [a.label] : [`${a.label}, lower end`, `${a.label}, upper end`];
    this.#inputs = names.map((name, k) => this.#input(name, k));
  }

  /** @returns {(Node | string)[]} */
  get nodes() {
    const [first, ...rest] = this.#inputs;
    return [first, ...(rest.length ? [" – "] : []), ...rest];
  }

  /** @param {Setting} next */
  show(next) {
    this.#setting = next;
    this.#shown = next.map((v) => field(v));
    this.#inputs.forEach((input, k) => {
      input.value = this.#shown[k];
      if (!FITS) input.style.width = `${Math.max(2, input.value.length) + 0.4}ch`;
    });
  }

  /**
   * What to say of a setting that has come: something only if it is what was just typed here.
   * @param {Setting} next
   */
  heard(next) {
    const note = this.#taken?.setting === next ? this.#taken.note : "";
    this.#taken = null;
    return note;
  }

  /** Nothing is wrong any more. */
  accept() {
    for (const input of this.#inputs) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  }

  /**
   * @param {string} name
   * @param {number} k
   */
  #input(name, k) {
    const input = element("input", {
      type: "text",
      class: "tx-end",
      inputmode: keypad(this.#a),
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `${name}, ${this.#a.unit}`,
      onchange: () => this.#commit(k),
      onfocus: () => {
        if (!input.hasAttribute("aria-invalid")) this.#actions.say(""); // what was wrong at the last visit
        input.select();
      },
      onblur: () => {
        input.value = this.#shown[k]; // right again; what was wrong stays said until the next action
        this.accept();
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "Enter") this.#commit(k);
        if (event.key !== "Escape") return;
        input.value = this.#shown[k];
        this.#actions.say("");
      },
    });
    return input;
  }

  /**
   * Takes over what was typed at end k, or says what is allowed and keeps the old value.
   * @param {number} k
   */
  #commit(k) {
    const input = this.#inputs[k];
    const text = input.value;
    if (text.trim() === this.#shown[k]) return input.hasAttribute("aria-invalid") ? this.#actions.say("") : undefined;
    try {
      const setting = this.#checked(k, parse(text, this.#a));
      this.#taken = { setting, note: understood(text, this.#a) };
      if (setting.every((v, j) => v === this.#setting[j])) this.show(this.#setting);
      return this.#actions.change(setting);
    } catch (problem) {
      this.#actions.say(`${messageOf(problem)}. Kept ${withUnit(this.#a, this.#shown[k])}.`);
      input.setAttribute("aria-invalid", "true");
      return input.setAttribute("aria-describedby", this.#told);
    }
  }

  /**
   * The setting with `value` at end k. Throws an Error that says what is allowed.
   * @param {number} k
   * @param {number} value
   * @returns {Setting}
   */
  #checked(k, value) {
    const [least, most] = this.#a.bounds;
    if (value < least || value > most) {
      throw new Error(`Allowed: ${withUnit(this.#a, `${field(least)} to ${field(most)}`)}`);
    }
    if (certain(this.#a)) return [value, value];
    const other = withUnit(this.#a, this.#shown[1 - k]);
    const [low, high] = this.#setting;
    if (k === 0 && value > high) throw new Error(`The lower end must not exceed the upper end, ${other}`);
    if (k === 1 && value < low) throw new Error(`The upper end must not be below the lower end, ${other}`);
    return k === 0 ? [value, high] : [low, value];
  }
}
