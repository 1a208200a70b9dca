// The index of the book's places, as the build wrote it: what each is, where it leads, and what it says.

/** @typedef {"section" | "input" | "finding" | "scenario" | "question" | "table" | "row" | "source"} Kind */

/**
 * The file, column by column.
 * @typedef {object} Columns
 * @property {string} folder of the pages
 * @property {[file: string, title: string][]} pages
 * @property {number[]} kind
 * @property {number[]} page
 * @property {number[]} above the place that each stands in, or -1
 * @property {string[]} anchor what of its address does not follow from its title
 * @property {string[]} title
 * @property {string[]} text
 */

/** @typedef {{ kind: Kind, file: string, anchor: string, title: string, text: string, where: string }} Place */

/** @type {readonly Kind[]} by number, as tilt/hosts/search.py has them */
const KINDS = ["section", "input", "finding", "scenario", "question", "table", "row", "source"];

/** @type {Partial<Record<Kind, string>>} */
const PREFIXES = { input: "input-", source: "source-", question: "forecast-", scenario: "scenario-" };

/** @type {ReadonlySet<Kind>} whose kind says already where they stand */
const SAYS_ITSELF = new Set(["scenario", "question", "source"]);

/** @type {Record<Kind, string>} what a place is, as a reader is told */
export const NAMES = {
  section: "Section",
  input: "Assumption",
  finding: "Finding",
  scenario: "Scenario",
  question: "Forecast",
  table: "Table",
  row: "Evidence",
  source: "Reference",
};

/**
 * A title as addresses have it.
 * @param {string} title
 */
export const slug = (title) => title.toLowerCase().replace(/[^a-z0-9.]+/g, "-").replace(/^-+|-+$/g, "");

/**
 * @param {Columns} columns
 * @returns {Place[]}
 */
export function placesOf(columns) {
  const { folder, pages, kind, page, above, anchor, title, text } = columns;
  /** @type {Place[]} */
  const places = [];
  title.forEach((name, k) => {
    const is = KINDS[kind[k] ?? 0] ?? "section";
    const [file, pageTitle] = pages[page[k] ?? 0] ?? ["", ""];
    const over = places[above[k] ?? -1];
    const prefix = is === "row" && over ? `${over.anchor}-` : (PREFIXES[is] ?? "");
    const own = anchor[k] || slug(name);
    places.push({
      kind: is,
      file: `${folder}/${file}`,
      anchor: prefix + own,
      title: name,
      text: text[k] ?? "",
      where: is === "row" && over ? over.title : SAYS_ITSELF.has(is) ? "" : pageTitle,
    });
  });
  return places;
}
