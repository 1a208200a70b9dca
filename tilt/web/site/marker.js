// The quiet marker at the side: what differs from the book's defaults anywhere in the book, and the way back.

import { element } from "../dom.js";
import { interval as inWords } from "../format.js";

// actions: {reset(), choose(values)}
export function createMarker(place, actions) {
  let opened = false;
  let taken = null; // {back(), key}: what a reset or another scenario took away, until something else moves

  const key = (values) => JSON.stringify(Object.entries(values).sort());
  const button = (text, onclick) => element("button", { type: "button", class: "tilt-mine-button", onclick }, text);

  function item(id, values, book) {
    const a = book.assumptions.get(id);
    const { [id]: own, ...rest } = values;
    const chapter = document.querySelector(`.tilt-navigation [data-claim="${a.claim}"]`);
    const name = chapter ? element("a", { href: chapter.getAttribute("href") }, a.label) : a.label;
    const one = button("reset", () => actions.choose(rest));
    one.setAttribute("aria-label", `Reset ${a.label} to the book’s default, ${inWords(a, a.interval)}`);
    const was = element("span", { class: "tilt-mine-was" }, `book: ${inWords(a, a.interval)}`);
    return element("li", {}, name, element("span", {}, inWords(a, own)), was, one);
  }

  function listed(ids, values, book, name) {
    const scenario = name && book.whole.scenarios.find((s) => s.name === name);
    const count = `${ids.length} ${ids.length === 1 ? "input differs" : "inputs differ"}`;
    const title = element("b", {}, scenario ? scenario.title : "Your assumptions");
    const details = element(
      "details",
      opened ? { open: true } : {},
      element("summary", {}, title, " ", element("span", {}, count)),
      element("ul", {}, ...ids.map((id) => item(id, values, book))),
    );
    details.addEventListener("toggle", () => (opened = details.open));
    return details;
  }

  return {
    // values: {id: [low, high]}; name: of the scenario they are, or null.
    show(values, book, name) {
      if (taken && taken.key !== key(values)) taken = null;
      const ids = book ? [...book.assumptions.keys()].filter((id) => values[id]) : [];
      const had = place.contains(document.activeElement);
      const parts = ids.length
        ? [listed(ids, values, book, name), button("Reset all", actions.reset)]
        : [element("p", {}, "All inputs are at the book’s defaults.")];
      const undo = taken && button("Undo", taken.back);
      place.replaceChildren(...parts, ...(undo ? [undo] : []));
      place.hidden = !ids.length && !taken;
      if (had && !place.hidden) (undo ?? place.querySelector("summary")).focus({ preventScroll: true });
    },
    // Offers the way back from `values`, which took others' place.
    offer(back, values) {
      taken = { back, key: key(values) };
    },
  };
}
