// The rows of assumptions: the static table's own rows, given fields, sliders and reset.

import { button, element, find, setText } from "../dom.js";
import { Row } from "./row.js";

/**
 * @import { Assumption, Setting } from "../types.js"
 */

/**
 * The rows by assumption id. `change` and `reset` are called by the reader's actions.
 * @param {HTMLElement} section
 * @param {Map<string, Assumption>} assumptions
 * @param {{ change: (id: string, setting: Setting) => void, reset: (id: string) => void }} actions
 * @param {{ name?: string, typed?: boolean }} [how] the data attribute that says whose row it is; whether ends can be typed
 */
export function createRows(section, assumptions, actions, { name = "input", typed = true } = {}) {
  const table = find(section, ".tx-table");
  table.setAttribute("role", "presentation"); // its cells hold controls now; each row is a group of its own
  table.querySelector("caption")?.remove();
  table.querySelector("thead")?.remove();
  /** @type {Map<string, Row>} */
  const rows = new Map();
  const bodies = /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll(".tx-lent"));
  const lent = new Map([...bodies].map((body) => [/** @type {HTMLElement | null} */ (body), new Lent(body)]));
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll(`tr[data-${name}]`))) {
    const a = assumptions.get(node.dataset[name] ?? "");
    if (a) rows.set(a.id, new Row(node, a, actions, lent.get(node.parentElement) ?? null, typed));
  }
  return rows;
}

/** A group of inputs that belong to another claim: its rows stay out of sight until asked for, or until led to. */
export class Lent {
  /** @type {HTMLElement} */ #body;
  /** @type {HTMLButtonElement} */ #button;
  /** @type {Set<string>} */ #moved = new Set();
  #told = element("span", { class: "tx-lent-count" });
  #count = 0;

  /** @param {HTMLElement} body */
  constructor(body) {
    const head = find(body, ".tx-group th");
    this.#body = body;
    this.#count = body.querySelectorAll(".tx-row").length;
    const open = () => this.open(!body.classList.contains("tx-open"));
    this.#button = button(head.textContent ?? "", open, { class: "tx-lent-open", "aria-expanded": "false" });
    this.#button.append(" ", this.#told);
    head.replaceChildren(this.#button);
    this.#tell();
  }

  /** @param {boolean} yes */
  open(yes) {
    this.#body.classList.toggle("tx-open", yes);
    this.#button.setAttribute("aria-expanded", String(yes));
  }

  /**
   * Counts the rows that differ from the book's defaults.
   * @param {string} id
   * @param {boolean} touched
   */
  mark(id, touched) {
    if (touched === this.#moved.has(id)) return;
    if (touched) this.#moved.add(id);
    else this.#moved.delete(id);
    this.#tell();
  }

  #tell() {
    const { size } = this.#moved;
    setText(this.#told, size ? `${this.#count} inputs, ${size} changed` : `${this.#count} inputs`);
  }
}
