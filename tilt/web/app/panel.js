// The panel of Python under an explorer, where the book is served by the app: the claim again under what the page shows,
// with more draws than a page can take.

import { element, uniqueId } from "../dom.js";
import { number, withError } from "../format.js";
import { under } from "../notes.js";
import { Asking } from "./asking.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {{ id: string, title: string, credence: number, error: number }} Judged */

export const SIZES = Array.from({ length: 9 }, (_, k) => 2 ** (12 + k));
export const USUAL = 2 ** 17;
const ABOUT = "The same model, by the same shared draws, in Python on the server: as many more as you like.";

/**
 * A choice of how many draws.
 * @param {number[]} sizes
 * @param {number} usual
 * @param {string} [name]
 * @returns {[HTMLLabelElement, HTMLSelectElement]}
 */
export function sizesOf(sizes, usual, name = "Draws") {
  const select = element("select", { id: uniqueId("draws") });
  select.append(...sizes.map((n) => element("option", { value: n, selected: n === usual }, number(n, 7))));
  return [element("label", { for: select.id }, name), select];
}

/**
 * @param {string} claim
 * @param {Store} store
 * @param {() => Judged[]} page what the page itself shows of the findings
 * @param {import("./python.js").Python} python
 */
export function panel(claim, store, page, python) {
  const [label, sizes] = sizesOf(SIZES, USUAL);
  let who = "";
  const asking = new Asking(python, {
    controls: [label, sizes],
    ask() {
      const scenario = structuredClone(store.values);
      who = under(store, Object.keys(scenario).length > 0);
      const request = { do: "deep run", claim, scenario, draws: Number(sizes.value) };
      return { request, of: JSON.stringify(scenario) };
    },
    now: () => JSON.stringify(store.values),
    show: (found) => [table(who, found, page())],
    say: ({ draws, seconds }) => `${number(draws, 7)} draws in ${number(seconds, 2)} seconds.`,
  });
  store.subscribe(() => asking.compare());
  const more = element("p", {}, "Curves, causes, readings, your own runs and versions: the ", element("a", { href: `workbench.html?claim=${claim}` }, "workbench"), ".");
  return element("details", { class: "tilt-python" }, element("summary", {}, "In Python, with more draws"), element("p", {}, ABOUT), asking.tools, asking.status, asking.found, more);
}

/**
 * @param {string} who under whose values
 * @param {{ draws: number, verdicts: Judged[] }} found
 * @param {Judged[]} page
 */
function table(who, { draws, verdicts }, page) {
  const rows = verdicts.map(({ id, title, credence, error }) => {
    const own = page.find((v) => v.id === id);
    const cells = [own ? withError(own.credence, own.error) : "", withError(credence, error)];
    return element("tr", {}, element("th", { scope: "row" }, title), ...cells.map((c) => element("td", { class: "number" }, c)));
  });
  const heads = ["Finding", "This page, 4,096 draws", `Python, ${number(draws, 7)} draws`].map((h) => element("th", { scope: "col" }, h));
  return element(
    "table",
    { class: "tilt-table" },
    element("caption", {}, `${who}: share of draws in which each finding holds, with its Monte Carlo error`),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
}
