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
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll(`tr[data-${name}]`))) {
    const a = assumptions.get(node.dataset[name] ?? "");
    if (a) rows.set(a.id, new Row(node, a, actions, typed));
  }
  return rows;
}

/** Parts of the table in two orders: by what the inputs move, as it comes, and by subject. */
export class Parts {
  /** @type {HTMLElement} */ #table;
  /** @type {Map<string, Row>} */ #rows;
  /** @type {Part[]} */ #byLeverage;
  /** @type {Part[]} */ #bySubject;
  /** @type {Map<HTMLElement, [leverage: Part, subject: Part]>} */ #of = new Map();
  #subject = false;
  #button;

  /**
   * @param {HTMLElement} section
   * @param {Map<string, Row>} rows
   * @param {{ groups: Record<string, string>, borrowed: string[], assumptions: { id: string }[] }} payload
   */
  constructor(section, rows, { groups, borrowed, assumptions }) {
    this.#table = find(section, ".tx-table");
    this.#rows = rows;
    const bodies = /** @type {NodeListOf<HTMLElement>} */ (this.#table.querySelectorAll(".tx-part"));
    this.#byLeverage = [...bodies].map((body) => new Part(body));
    const subjects = new Map(
      Object.entries(groups).map(([key, title]) => {
        const head = element("tr", { class: "tx-group" }, element("th", { colspan: 4, scope: "rowgroup" }, title));
        const fold = borrowed.includes(key) ? " tx-fold" : "";
        return [key, new Part(element("tbody", { class: `tx-part${fold}`, "data-claim": key }, head))];
      }),
    );
    this.#bySubject = [...subjects.values()];
    for (const part of this.#byLeverage) {
      for (const row of part.rows) {
        const subject = subjects.get(row.dataset.group ?? "");
        if (subject) this.#of.set(row, [part, subject]);
      }
    }
    // Each part lists its rows in its own order, whatever order they stand in now.
    for (const { id } of assumptions) {
      const node = rows.get(id)?.node;
      if (node) this.#of.get(node)?.[1].rows.push(node);
    }
    this.#button = button("by subject", () => this.#turn(), { class: "tx-order", "aria-pressed": "false" });
    find(section, ".tx-orders").append("; ", this.#button);
    this.#join();
  }

  /**
   * Counts the rows that differ from the book's defaults where they are folded away.
   * @param {(id: string) => boolean} moved
   */
  mark(moved) {
    for (const part of this.#shown) part.tell(part.rows.filter((row) => moved(row.dataset.input ?? "")).length);
  }

  /**
   * Opens the parts that hold what somebody has changed, who looks for it.
   * @param {(id: string) => boolean} moved
   */
  reveal(moved) {
    for (const part of this.#shown) if (part.rows.some((row) => moved(row.dataset.input ?? ""))) part.open(true);
  }

  get #shown() {
    return this.#subject ? this.#bySubject : this.#byLeverage;
  }

  #turn() {
    this.#subject = !this.#subject;
    this.#button.setAttribute("aria-pressed", String(this.#subject));
    for (const part of this.#shown) part.body.append(...part.rows);
    this.#table.replaceChildren(...this.#shown.filter((part) => part.rows.length).map((part) => part.body));
    this.#join();
  }

  #join() {
    for (const part of this.#shown) part.tell(part.rows.filter((row) => row.classList.contains("tx-mine")).length);
    for (const row of this.#rows.values()) row.join(this.#of.get(row.node)?.[this.#subject ? 1 : 0] ?? null);
  }
}

/** A part of the table with a title; one that is folded keeps its rows out of sight until asked for, or until led to. */
export class Part {
  /** @type {HTMLElement} */ body;
  /** @type {HTMLElement[]} */ rows;
  /** @type {HTMLButtonElement | null} */ #button = null;
  #told = element("span", { class: "tx-fold-count" });

  /** @param {HTMLElement} body */
  constructor(body) {
    this.body = body;
    this.rows = /** @type {HTMLElement[]} */ (Array.from(body.querySelectorAll(".tx-row")));
    if (!body.classList.contains("tx-fold")) return;
    const head = find(body, ".tx-group th");
    const turn = () => this.open(!body.classList.contains("tx-open"));
    this.#button = button(head.textContent ?? "", turn, { class: "tx-fold-open", "aria-expanded": "false" });
    this.#button.append(" ", this.#told);
    head.replaceChildren(this.#button);
    this.tell(0);
  }

  /** @param {boolean} yes */
  open(yes) {
    if (!this.#button) return;
    this.body.classList.toggle("tx-open", yes);
    this.#button.setAttribute("aria-expanded", String(yes));
  }

  /** @param {number} changed how many of its rows differ from the book's defaults */
  tell(changed) {
    const all = this.rows.length;
    setText(this.#told, changed ? `${all} inputs, ${changed} changed` : `${all} inputs`);
  }
}
