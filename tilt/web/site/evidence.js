// Search and sorting for the evidence page, whose tables read without it.

import { element, setText } from "../dom.js";

const page = document.querySelector(".tilt-evidence");
const sections = [...page.querySelectorAll(".tilt-table-section")].map((section) => {
  const rows = [...section.querySelectorAll("tbody tr")];
  return {
    section,
    count: section.querySelector(".tilt-count"),
    title: `${section.querySelector("h3").textContent} ${section.id.replaceAll("_", " ")}`.toLowerCase(),
    rows: rows.map((row) => ({ row, text: row.textContent.toLowerCase() })),
  };
});
const total = sections.reduce((n, s) => n + s.rows.length, 0);

const told = element("p", { class: "tilt-found", role: "status" });
const field = element("input", { type: "search", id: "tilt-find", autocomplete: "off", placeholder: "A study, a number, a word", oninput: () => later() });
page.before(
  element("div", { class: "tilt-find" }, element("label", { for: "tilt-find" }, "Search all tables"), field, told),
);

const rowCount = (n) => `${n.toLocaleString("en")} ${n === 1 ? "row" : "rows"}`;

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(search, 80);
}

// Every word must occur in a row, or in the title of its table.
function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  let tables = 0;
  for (const { section, count, title, rows } of sections) {
    const left = words.filter((w) => !title.includes(w));
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = left.every((w) => text.includes(w));
      row.hidden = !fits;
      shown += fits;
    }
    section.hidden = shown === 0;
    setText(count, words.length && shown < rows.length ? `${shown} of ${rowCount(rows.length)}` : rowCount(rows.length));
    found += shown;
    tables += shown > 0;
  }
  const none = "No row has all of these words.";
  setText(told, words.length ? (found ? `${found} of ${total} rows, in ${tables} ${tables === 1 ? "table" : "tables"}` : none) : "");
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// Empty cells stay last whichever way a column runs.
function sort(body, column, down) {
  const keyed = [...body.rows].map((row) => {
    const cell = row.cells[column];
    return { row, number: cell.dataset.value === undefined ? NaN : Number(cell.dataset.value), text: cell.textContent };
  });
  const sign = down ? -1 : 1;
  keyed.sort((a, b) => {
    if (!a.text || !b.text) return (a.text ? 0 : 1) - (b.text ? 0 : 1);
    const both = !Number.isNaN(a.number) && !Number.isNaN(b.number);
    return sign * (both ? a.number - b.number : collator.compare(a.text, b.text));
  });
  body.append(...keyed.map(({ row }) => row));
}

for (const { section } of sections) {
  const heads = [...section.querySelectorAll("thead th")];
  const body = section.querySelector("tbody");
  heads.forEach((head, column) => {
    const button = element("button", { type: "button" }, ...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(body, column, down);
    });
  });
}

// A link to a row that the search has hidden shows it again.
addEventListener("hashchange", () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("[hidden]")) return;
  field.value = "";
  search();
  target.scrollIntoView();
});
