// The charts as tables, filled when opened and kept up to date while open.

import { element } from "../dom.js";
import { number } from "../format.js";
import { kindOf } from "./pictures-data.js";

/** @typedef {import("./pictures-data.js").Payload} Payload */
/** @typedef {import("./pictures-data.js").Picture} Picture */
/** @typedef {import("./pictures-data.js").Table} Table */

/** @type {Record<string, string>} how data that stand still are called, and their columns where their names are no words */
const CALLED = { points: "what was measured", fit: "the line fitted to it", book: "the book’s intervals" };
/** @type {Record<string, string>} */
const HEADS = { row: "assumption", x: "value", text: "what it is", kind: "basis", p50: "middle", mid: "middle", centre: "middle", state: "counts as" };

export class Tables {
  /** @type {Payload} */ #payload;
  /** @type {() => import("./pictures-data.js").Engine | null} */ #engine;
  /** @type {() => Table[]} */ #others;
  /** @type {() => Picture[]} */ #shown;
  /** @type {() => Promise<void>} */ #ready;
  #body = element("div", { class: "tx-tables" });
  details = element("details", {}, element("summary", {}, "Tables of these charts"), this.#body);

  /**
   * @param {Payload} payload
   * @param {{ engine: () => import("./pictures-data.js").Engine | null, shown: () => Picture[], ready: () => Promise<void>, others: () => Table[] }} of `engine` gives null while it loads,
   *   `ready` waits for the pictures' specifications
   */
  constructor(payload, { engine, shown, ready, others }) {
    this.#payload = payload;
    this.#engine = engine;
    this.#shown = shown;
    this.#ready = ready;
    this.#others = others;
    this.details.addEventListener("toggle", () => this.show());
  }

  async show() {
    if (!this.details.open || !this.#engine()) return;
    await this.#ready().catch(() => {}); // then what is fixed is missing, and the rest stands
    const engine = this.#engine();
    if (!engine) return;
    const tables = [...this.#shown().flatMap((picture) => this.#ofPicture(picture, engine)), ...this.#others()];
    this.#body.replaceChildren(...tables.map(drawn));
  }

  /**
   * @param {Picture} picture
   * @param {import("./pictures-data.js").Engine} engine
   */
  #ofPicture(picture, engine) {
    const kind = kindOf(picture);
    const rows = kind.rows(picture, this.#payload, engine, this.#payload.draws.page);
    return [kind.table(picture, this.#payload, rows), ...fixedTables(picture, kind.pointsAreNamed ?? false)];
  }
}

/**
 * What no assumption moves, such as measured points, stands in the chart itself.
 * @param {Picture} picture
 * @param {boolean} named whether a point's name is shown: else it is its own row's
 * @returns {Table[]}
 */
function fixedTables(picture, named) {
  const { data } = /** @type {{ data: { name: string, values?: Record<string, any>[] }[] }} */ (picture.spec ?? { data: [] });
  return data.flatMap(({ name, values }) => {
    const [first] = Array.isArray(values) ? values : [];
    if (!values || !first || values.length < 2 || picture.datasets.includes(name)) return [];
    const hidden = named ? [] : ["text", "label"];
    const keys = Object.keys(first).filter((key) => !hidden.includes(key));
    /** @param {string} key names first, then years, then figures */
    const rank = (key) => (typeof first[key] !== "number" ? 0 : key === "year" ? 1 : 2);
    const head = keys.sort((a, b) => rank(a) - rank(b));
    /** @param {string} key @param {any} v */
    const cell = (key, v) => (typeof v === "boolean" ? (v ? "yes" : "no") : typeof v !== "number" ? String(v ?? "") : key === "year" ? v.toFixed(1) : number(v));
    return [{ caption: `${picture.title}: ${CALLED[name] ?? name}`, head: head.map((key) => HEADS[key] ?? key), rows: values.map((row) => head.map((key) => cell(key, row[key]))) }];
  });
}

/** @param {Table} table */
function drawn({ caption, head, rows }) {
  const heads = head.map((h) => element("th", { scope: "col" }, h));
  const lines = rows.map((cells) =>
    element("tr", {}, ...cells.map((c, k) => (k ? element("td", {}, c) : element("th", { scope: "row" }, c)))),
  );
  const parts = [element("caption", {}, caption), element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines)];
  const frame = { class: "tx-scroll", role: "region", "aria-label": caption, tabindex: "0" };
  return element("div", frame, element("table", {}, ...parts));
}
