// What a search has found, marked where it stands: the words in their place, without a change of the page's own elements,
// and a line that counts them, leads from one to the next and takes them away.

import { button, element, setText } from "../../dom.js";
import { asked, densest, occurrences, tokens } from "./words.js";

/** @typedef {import("./words.js").Asked} Asked */

const NAME = "tilt-found";
const NOW = "tilt-found-now";
const UNREAD = "script, style, svg, math, tilt-instrument, .tx-hidden, .headerlink, .tilt-cited-in, .tilt-cited-by";
const PLACES = "section[id], tr[id], li[id], article[id]";
const WAIT = 8000; // ms for an explorer to come to life, which moves its rows' parts
const STEP = 60;

/** @type {HTMLElement | null} */
let bar = null;

/**
 * Whether an address below the site's root is this page.
 * @param {string} file
 */
export const here = (file) => location.pathname.endsWith(`/${file}`);

/** Takes up what the address asks to be marked, and takes it out of the address, which may be sent on. */
export function arrive() {
  const url = new URL(location.href);
  const query = url.searchParams.get("find");
  if (query === null) return;
  url.searchParams.delete("find");
  history.replaceState(history.state, "", url);
  mark(asked(query), decodeURIComponent(url.hash.slice(1)));
}

/**
 * Leads to a place of this page and marks words in it.
 * @param {Asked} what
 * @param {string} anchor
 */
export async function mark(what, anchor) {
  clear();
  const target = document.getElementById(anchor);
  if (!target) return;
  if (location.hash !== `#${anchor}`) location.hash = anchor;
  await live(target);
  document.dispatchEvent(new CustomEvent("tilt-led", { detail: target })); // whoever hides things shows this one
  unfold(target);
  target.classList.add("tilt-led");
  const { ranges, best } = rangesOf(target, what);
  const first = ranges[best];
  if (first) unfold(first.startContainer);
  show(ranges);
  lead(target, first);
  offer(ranges, best);
}

/**
 * Waits until the explorer around a place has come to life, if it is in one.
 * @param {HTMLElement} target
 */
async function live(target) {
  const explorer = target.closest("tilt-explorer") ?? target.querySelector("tilt-explorer");
  const asleep = () => explorer !== null && !explorer.querySelector(".tx-live");
  for (let waited = 0; waited < WAIT && asleep(); waited += STEP) {
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}

/**
 * Opens whatever hides a place.
 * @param {Node} node
 */
function unfold(node) {
  let at = node instanceof Element ? node : node.parentElement;
  for (; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
    if (at.matches(".tx-fold:not(.tx-open)")) /** @type {HTMLElement | null} */ (at.querySelector(".tx-fold-open"))?.click();
  }
}

/**
 * What is to be marked in a place, without the places within it, and which of it to show first.
 * @param {HTMLElement} target
 * @param {Asked} what
 */
function rangesOf(target, what) {
  /** @type {{ word: string, node: Text, start: number, end: number }[]} */
  const list = [];
  const walk = document.createTreeWalker(target, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest(UNREAD)) continue;
    if (node.parentElement?.closest(PLACES) !== target) continue;
    for (const token of tokens(node.data)) list.push({ ...token, node });
  }
  const found = occurrences(list, what);
  const ranges = found.map(([first, after]) => {
    const range = document.createRange();
    const [from, to] = [list[first], list[after - 1]];
    if (from && to) {
      range.setStart(from.node, from.start);
      range.setEnd(to.node, to.end);
    }
    return range;
  });
  return { ranges, best: densest(list, found) };
}

/** @param {Range[]} ranges */
function show(ranges) {
  if (!("highlights" in CSS)) return; // then the place alone is marked
  CSS.highlights.set(NAME, new Highlight(...ranges));
}

/**
 * Brings a place into view, and its first marked words where they are further down.
 * @param {HTMLElement} target
 * @param {Range | undefined} first
 */
function lead(target, first) {
  target.scrollIntoView({ block: "start" });
  const box = first?.getBoundingClientRect();
  if (box && (box.bottom > innerHeight - 80 || box.top < 0)) first?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  if (!target.matches("a, button, input")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

/** @param {Range[]} ranges @param {number} first which of them is in view */
function offer(ranges, first) {
  let at = first;
  const told = element("span", { role: "status" });
  const say = () => setText(told, ranges.length > 1 ? `${at + 1} of ${ranges.length} marked` : ranges.length ? "1 marked" : "Found here");
  const step = () => {
    at = (at + 1) % ranges.length;
    const range = ranges[at];
    if (!range) return;
    unfold(range.startContainer);
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
    if ("highlights" in CSS) CSS.highlights.set(NOW, new Highlight(range));
    say();
  };
  const next = ranges.length > 1 ? [button("Next", step)] : [];
  bar = element("div", { class: "tilt-marked" }, told, ...next, button("Clear", clear));
  document.body.append(bar);
  say();
  document.addEventListener("keydown", escape);
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) clear();
}

/** Takes all marks away. */
export function clear() {
  if ("highlights" in CSS) for (const name of [NAME, NOW]) CSS.highlights.delete(name);
  document.querySelector(".tilt-led")?.classList.remove("tilt-led");
  document.removeEventListener("keydown", escape);
  bar?.remove();
  bar = null;
}
