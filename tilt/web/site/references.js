// Search for the bibliography, which reads without it.

import { find } from "../dom.js";
import { groupOf, offerFilter } from "./filter.js";

const page = find(document, ".tilt-bibliography");
const letters = [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(".tilt-letter"))];
const groups = letters.map((section) =>
  groupOf(section, "", /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".tilt-references > li"))),
);
const jumps = letters.map(({ id }) => find(page, `.tilt-letters-list a[href="#${id}"]`));
const total = groups.reduce((n, { items }) => n + items.length, 0);

offerFilter(find(page, ".tilt-find"), groups, {
  label: "Search the references",
  placeholder: "An author, a title, what cites it",
  each(k, { shown }) {
    jumps[k]?.toggleAttribute("data-none", shown[k] === 0);
  },
  say({ words, shown }) {
    if (!words.length) return "";
    const left = shown.reduce((a, b) => a + b, 0);
    return left ? `${left} of ${total} references` : "No reference has all of these words.";
  },
});
