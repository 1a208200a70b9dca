// Search and sorting for the evidence page, whose tables read without it.

import { element, find, setText } from "../dom.js";
import { groupOf, offerFilter } from "./filter.js";
import { Found, comparison, rowCount } from "./tables.js";

const page = find(document, ".tilt-evidence");
const sections = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".tilt-table-section"))];
const groups = sections.map((section) =>
  groupOf(
    section,
    `${find(section, "h3").textContent} ${section.id.replaceAll("_", " ")}`,
    /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("tbody tr")),
  ),
);
const counts = sections.map((section) => find(section, ".tilt-count"));
const total = groups.reduce((n, { items }) => n + items.length, 0);

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

/** @param {HTMLElement} section makes its column heads buttons that sort */
function offerSorting(section) {
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

offerFilter(find(document, ".tilt-find"), groups, {
  label: "Search all tables",
  placeholder: "A study, a number, a word",
  each(k, { words, shown }) {
    const [all, left] = [groups[k]?.items.length ?? 0, shown[k] ?? 0];
    const count = counts[k];
    if (count) setText(count, words.length && left < all ? `${left} of ${rowCount(all)}` : rowCount(all));
  },
  say({ words, shown }) {
    const found = new Found(words, total);
    shown.forEach((rows) => found.add(rows));
    return found.inWords();
  },
});
sections.forEach(offerSorting);
