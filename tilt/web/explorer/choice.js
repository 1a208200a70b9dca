// One of several options, or a mixture of them: a radio group, with the weights behind a disclosure.

import { element, setAttribute, setText, uniqueId } from "../dom.js";
import { field, percent } from "../format.js";
import { messageOf } from "../scenario.js";
import { only, reweighted } from "../scales.js";
import { parse } from "../typed.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

/** @typedef {{ radio: HTMLInputElement, share: HTMLElement, weight: HTMLInputElement }} Option */

export class Choice {
  /** @type {Option[]} */ #options;
  /** @type {Setting} */ #setting;
  /** @type {(setting: Setting) => void} */ #change;
  /** @type {HTMLElement} */ #group;
  #error = element("p", { class: "tx-wrong", role: "alert", id: uniqueId("weight") });

  /**
   * @param {HTMLElement} cell the row's `td`
   * @param {Assumption} a
   * @param {(setting: Setting) => void} change called with one weight for each option
   */
  constructor(cell, a, change) {
    const options = a.options ?? [];
    const name = uniqueId("choice");
    this.#change = change;
    this.#setting = a.interval;
    this.#options = options.map(({ label }, k) => ({
      radio: element("input", { type: "radio", name, onchange: () => this.#take(only(k, options.length)) }),
      share: element("span", { class: "tx-option-share" }),
      weight: this.#field(label, k),
    }));
    const labels = options.map(({ label }, k) => {
      const { radio, share } = this.#options[k];
      const standard = a.interval[k] > 0 ? [element("span", { class: "tx-option-book" }, `book ${percent(a.interval[k])}`)] : [];
      return element("label", { class: "tx-option" }, radio, element("span", {}, label), " ", share, " ", ...standard);
    });
    const fields = options.map(({ label }, k) => element("label", {}, `${label} `, this.#options[k].weight, " %"));
    const weights = element("details", { class: "tx-weights" }, element("summary", {}, "weights"), ...fields, this.#error);
    this.#group = element("div", { class: "tx-choice", role: "radiogroup", "aria-label": a.label }, ...labels);
    cell.replaceChildren(this.#group, weights);
  }

  /** @param {Setting} setting */
  show(setting) {
    this.#setting = setting;
    setText(this.#error, "");
    this.#options.forEach(({ radio, share, weight }, k) => {
      const mixed = setting[k] > 0 && setting[k] < 1;
      radio.checked = setting[k] === 1;
      setText(share, mixed ? percent(setting[k]) : "");
      weight.value = field(100 * setting[k]);
      weight.removeAttribute("aria-invalid");
    });
  }

  /** @param {string} id */
  describe(id) {
    setAttribute(this.#group, "aria-describedby", id);
  }

  focus() {
    const { radio } = this.#options.find((o) => o.radio.checked) ?? this.#options[0];
    radio.focus({ preventScroll: true });
  }

  /** @param {Setting} setting */
  #take(setting) {
    setText(this.#error, "");
    this.#change(setting);
  }

  /**
   * The field of one weight, in per cent: the others share what it leaves.
   * @param {string} label
   * @param {number} k
   */
  #field(label, k) {
    const input = element("input", {
      type: "text",
      class: "tx-end",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": `Weight of “${label}”, per cent`,
      onchange: () => this.#commit(k),
      onfocus: () => input.select(),
      onblur: () => (input.value = field(100 * this.#setting[k])),
    });
    return input;
  }

  /** @param {number} k */
  #commit(k) {
    const input = this.#options[k].weight;
    try {
      const share = parse(input.value.replace(/\s*%$/, ""), { unit: "per cent" }) / 100;
      if (share < 0 || share > 1) throw new Error("A weight lies between 0 and 100 %");
      this.#take(reweighted(this.#setting, k, share));
    } catch (problem) {
      setText(this.#error, `${messageOf(problem)}. Kept ${field(100 * this.#setting[k])} %.`);
      input.setAttribute("aria-invalid", "true");
    }
  }
}
