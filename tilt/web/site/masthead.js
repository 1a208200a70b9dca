// What a printed page starts with beside its text: whose values it shows, what of them differs from the book's defaults,
// and the address that shows them again. Its edition stands there already.

import { linkOf } from "../address.js";
import { element, find, setText } from "../dom.js";
import { whose } from "../notes.js";
import { inWords } from "../scales.js";

/** @typedef {import("../store.js").Store} Store */

/**
 * Fills the masthead whenever the page goes to a printer.
 * @param {Store} store
 */
export function keepMasthead(store) {
  const place = find(document, ".tilt-masthead");
  const fill = () => {
    setText(find(place, ".tilt-masthead-address"), linkOf(store));
    find(place, ".tilt-masthead-differs").replaceChildren(...differs(store));
  };
  addEventListener("beforeprint", fill);
  matchMedia("print").addEventListener("change", ({ matches }) => matches && fill());
}

/**
 * @param {Store} store
 * @returns {(HTMLElement | string)[]}
 */
function differs(store) {
  const { assumptions } = store.book;
  const moved = [...assumptions.values()].filter((a) => store.values[a.id]);
  if (!moved.length) return [element("p", {}, "Every input is at the book’s default.")];
  const many = moved.length === 1 ? "One input differs" : `${moved.length} inputs differ`;
  const items = moved.map((a) => {
    const now = element("b", {}, store.words(a.id));
    return element("li", {}, `${a.label}: `, now, ` (book: ${inWords(a, a.interval)})`);
  });
  return [element("p", {}, `${whose(store)}. ${many} from the book’s defaults:`), element("ul", {}, ...items)];
}
