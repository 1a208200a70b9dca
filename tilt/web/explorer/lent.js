// An input that belongs to another claim: its reasons stand in that claim's chapter, and come from there when a reader opens
// them here. The link to them stays where the chapter cannot be had.

import { find } from "../dom.js";

/** @type {Map<string, Promise<Document>>} */
const chapters = new Map();

/** @param {string} address of a chapter */
function chapter(address) {
  const known = chapters.get(address) ?? fetched(address);
  chapters.set(address, known);
  known.catch(() => chapters.delete(address));
  return known;
}

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/**
 * From now on, what is opened shows its reasons.
 * @param {HTMLElement} section
 */
export function fetchReasons(section) {
  const open = async (/** @type {Event} */ event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    const place = details.open && details.querySelector(".tx-elsewhere");
    if (!place) return;
    const { pathname, hash } = find(place, "a", HTMLAnchorElement);
    const own = await chapter(pathname).catch(() => null);
    const reasons = own?.querySelector(`${hash} .tx-reasons`);
    if (!reasons || !place.isConnected) return;
    const parts = [...reasons.children].filter((part) => !part.matches(".tx-flips"));
    place.replaceWith(...parts.map((part) => document.importNode(part, true)));
  };
  section.addEventListener("toggle", open, { capture: true }); // it does not bubble
}
