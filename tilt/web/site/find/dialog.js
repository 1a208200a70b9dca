// The search over any page: opened by its button, by Ctrl+K or "/"; and in the page of its own.

import { button, element } from "../../dom.js";
import { Finder } from "./finder.js";
import { here, mark } from "./marks.js";

/** @type {{ dialog: HTMLDialogElement, field: HTMLInputElement } | null} */
let open = null;

function make() {
  const finder = new Finder((hit, event) => {
    if (/** @type {MouseEvent} */ (event).ctrlKey || /** @type {MouseEvent} */ (event).metaKey) return;
    dialog.close();
    if (!here(hit.place.file)) return;
    event.preventDefault(); // the page is here already
    mark(hit.found, hit.place.anchor);
  });
  const { field, status, list } = finder.parts;
  const close = button("Close", () => dialog.close(), { class: "tilt-finder-close" });
  const dialog = element(
    "dialog",
    { class: "tilt-finder", "aria-label": "Search the book" },
    element("div", { class: "tilt-finder-head" }, field, close),
    status,
    list,
    element("p", { class: "tilt-finder-keys" }, element("kbd", {}, "↑"), " ", element("kbd", {}, "↓"), " choose, ", element("kbd", {}, "Enter"), " go there, ", element("kbd", {}, "Esc"), " close"),
  );
  // A search field would take the first Escape for itself, to be emptied.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside it
  document.body.append(dialog);
  return { dialog, field };
}

/** Opens the search, with what was asked last. */
export function openSearch() {
  open ??= make();
  if (!open.dialog.open) open.dialog.showModal();
  open.field.focus();
  open.field.select();
}

/**
 * The search as part of a page; what the address asks is answered at once.
 * @param {HTMLElement} place
 */
export function standIn(place) {
  const finder = new Finder();
  const { field, status, list } = finder.parts;
  place.replaceChildren(element("div", { class: "tilt-finder-head" }, field), status, list);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) finder.follow();
  field.focus();
}
