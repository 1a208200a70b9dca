// Search and sorting for the evidence page, whose tables read without it.

import { element, find, setText } from "../dom.js";
import { Found, comparison, rowCount, wordsOf } from "./tables.js";

/** @typedef {{ section: HTMLElement, count: HTMLElement, title: string, rows: { row: HTMLElement, text: string }[] }} Section */

const WAIT = 80; // ms after the last letter
const page = find(document, ".tilt-evidence");
const sections = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".tilt-table-section"))].map(sectionOf);
const total = sections.reduce((n, s) => n + s.rows.length, 0);
const told = element("p", { class: "tilt-found", role: "status" });
const field = element("input", {
  type: "search",
  id: "tilt-find",
  autocomplete: "off",
  placeholder: "A study, a number, a word",
  oninput: () => later(),
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
function later() {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT);
}

/** @param {HTMLElement} section @returns {Section} */
function sectionOf(section) {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("tbody tr"));
  return {
    section,
    count: find(section, ".tilt-count"),
    title: `${find(section, "h3").textContent} ${section.id.replaceAll("_", " ")}`.toLowerCase(),
    rows: [...rows].map((row) => ({ row, text: (row.textContent ?? "").toLowerCase() })),
  };
}

/** Every word must occur in a row, or in the title of its table. */
function search() {
  const words = wordsOf(field.value);
  const found = new Found(words, total);
  for (const { section, count, title, rows } of sections) {
    const left = words.filter((w) => !title.includes(w));
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !left.every((w) => text.includes(w));
      if (!row.hidden) shown += 1;
    }
    section.hidden = shown === 0;
    setText(count, words.length && shown < rows.length ? `${shown} of ${rowCount(rows.length)}` : rowCount(rows.length));
    found.add(shown);
  }
  setText(told, found.inWords());
}

/**
 * Sorts a table's rows by a column.
 * @param {HTMLTableSectionElement} body
 * @param {number} column
 * @param {boolean} down
 */
function sort(body, column, down) {
  const keyed = [...body.rows].map((row) => {
    const cell = row.cells[column];
    const { value } = cell.dataset;
    return { row, number: value === undefined ? NaN : Number(value), text: cell.textContent ?? "" };
  });
  keyed.sort(comparison(down));
  body.append(...keyed.map(({ row }) => row));
}

/** @param {Section} of makes its column heads buttons that sort */
function offerSorting({ section }) {
  const heads = [.../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("thead th"))];
  const body = find(section, "tbody", HTMLTableSectionElement);
  heads.forEach((head, column) => {
    const take = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(body, column, down);
    };
    head.replaceChildren(element("button", { type: "button", onclick: take }, ...head.childNodes));
  });
}

page.before(
  element("div", { class: "tilt-find" }, element("label", { for: "tilt-find" }, "Search all tables"), field, told),
);
sections.forEach(offerSorting);
// A link to a row that the search has hidden shows it again.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("[hidden]")) return;
  field.value = "";
  search();
  target.scrollIntoView();
});
