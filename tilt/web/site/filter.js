// A field that leaves of a long page what has all the words typed into it.

import { element, setText } from "../dom.js";
import { wordsOf } from "./tables.js";

/**
 * Things that are shown or hidden one by one, under a title that answers for all of them.
 * @typedef {object} Group
 * @property {HTMLElement} section
 * @property {string} title in small letters
 * @property {{ node: HTMLElement, text: string }[]} items their texts in small letters
 */

/** @typedef {{ words: string[], shown: number[] }} Left how many of each group are left */

const WAIT = 80; // ms after the last letter

/**
 * @param {HTMLElement} section
 * @param {string} title
 * @param {Iterable<HTMLElement>} nodes
 * @returns {Group}
 */
export function groupOf(section, title, nodes) {
  const items = Array.from(nodes, (node) => ({ node, text: (node.textContent ?? "").toLowerCase() }));
  return { section, title: title.toLowerCase(), items };
}

/**
 * Puts the field into its place. Every word must occur in an item, or in the title of its group.
 * @param {HTMLElement} place
 * @param {Group[]} groups
 * @param {{ label: string, placeholder: string, say: (left: Left) => string, each?: (k: number, left: Left) => void }} how
 */
export function offerFilter(place, groups, { label, placeholder, say, each }) {
  const told = element("p", { class: "tilt-found", role: "status" });
  const search = () => {
    const words = wordsOf(field.value);
    const shown = groups.map((group) => narrow(group, words));
    groups.forEach((_, k) => each?.(k, { words, shown }));
    setText(told, say({ words, shown }));
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const field = element("input", {
    type: "search",
    id: "tilt-find",
    autocomplete: "off",
    placeholder,
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(search, WAIT);
    },
  });
  place.replaceChildren(element("label", { for: "tilt-find" }, label), field, told);
  // A link to something that the field has hidden shows it again.
  const reveal = (/** @type {Element | null} */ target) => {
    if (!target?.closest("[hidden]")) return false;
    field.value = "";
    search();
    return true;
  };
  document.addEventListener("tilt-led", (event) => reveal(/** @type {CustomEvent} */ (event).detail));
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (reveal(target)) target?.scrollIntoView();
  });
}

/** @param {Group} group @param {string[]} words */
function narrow({ section, title, items }, words) {
  const left = words.filter((word) => !title.includes(word));
  let shown = 0;
  for (const { node, text } of items) {
    node.hidden = !left.every((word) => text.includes(word));
    if (!node.hidden) shown += 1;
  }
  section.hidden = shown === 0;
  return shown;
}
