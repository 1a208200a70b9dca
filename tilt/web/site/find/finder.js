// A field with its list of results, for the dialog and for the page of its own. The index is fetched on the first search.

import { element, setText, uniqueId } from "../../dom.js";
import { excerpt, markedElement } from "./excerpt.js";
import { NAMES, placesOf } from "./places.js";
import { Search } from "./search.js";
import { asQuery } from "./words.js";

/** @typedef {import("./search.js").Hit} Hit */
/** @typedef {import("./search.js").Answer} Answer */

const MOST = 40; // results at first
const OF_A_KIND = 8; // of them of one kind, so that hundreds of rows leave room for a chapter
const ROOT = new URL("../../../", import.meta.url);

/** @type {Promise<Search> | null} */
let loading = null;

/** The search, once the index is here. */
export function load() {
  loading ??= fetch(new URL("_tilt/search.json", ROOT))
    .then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return answer.json();
    })
    .then((columns) => new Search(placesOf(columns)));
  loading.catch(() => (loading = null)); // the next try asks again
  return loading;
}

/**
 * The address of a place, with the words to be marked there.
 * @param {Hit} hit
 */
export function addressOf({ place, found }) {
  const url = new URL(place.file, ROOT);
  const query = asQuery({ phrases: found.phrases, words: found.words.slice(0, 12) });
  if (query) url.search = `?find=${encodeURIComponent(query)}`;
  url.hash = place.anchor;
  return url.href;
}

export class Finder {
  #list = element("div", { role: "listbox", id: uniqueId("results"), class: "tilt-results", "aria-label": "Results", hidden: true });
  #status = element("p", { class: "tilt-results-told", role: "status" });
  #field = element("input", {
    type: "search",
    role: "combobox",
    class: "tilt-finder-field",
    placeholder: "Words, or “an exact phrase”",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    "aria-label": "Search the book",
    "aria-controls": this.#list.id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    oninput: () => this.follow(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
  });
  /** @type {(hit: Hit, event: Event) => void} */ #taken;
  /** @type {HTMLAnchorElement[]} */ #options = [];
  #chosen = -1;
  #turn = 0;

  /** @param {(hit: Hit, event: Event) => void} [taken] told before a result's link is followed */
  constructor(taken = () => {}) {
    this.#taken = taken;
  }

  get parts() {
    return { field: this.#field, status: this.#status, list: this.#list };
  }

  /** Shows what the field asks for. */
  async follow() {
    const turn = ++this.#turn;
    const query = this.#field.value;
    if (!query.trim()) return this.#show([], "");
    try {
      if (!loading) setText(this.#status, "Loading the index…");
      const answer = (await load()).ask(query);
      if (turn !== this.#turn) return undefined;
      const hits = varied(answer.hits);
      return this.#show(hits, told(answer, hits.length), answer.hits);
    } catch {
      if (turn !== this.#turn) return undefined;
      return this.#show([], "The index could not be loaded. It needs the site’s files over http, as `make read` serves them.");
    }
  }

  /** @param {readonly Hit[]} hits @param {string} words @param {readonly Hit[]} [all] */
  #show(hits, words, all = hits) {
    this.#options = hits.map((hit, k) => this.#option(hit, k));
    this.#list.replaceChildren(...this.#options);
    if (all.length > hits.length) {
      const more = element("a", { role: "option", class: "tilt-result tilt-results-more", tabindex: -1, href: "#", "aria-selected": "false" }, `Show all ${all.length}`);
      more.id = `${this.#list.id}-${hits.length}`;
      more.addEventListener("click", (event) => {
        event.preventDefault();
        const first = hits.length;
        this.#show(all, `${all.length} places`);
        this.#choose(first);
      });
      this.#options.push(more);
      this.#list.append(more);
    }
    this.#list.hidden = !this.#options.length;
    this.#field.setAttribute("aria-expanded", String(this.#options.length > 0));
    this.#chosen = -1;
    this.#choose(this.#options.length ? 0 : -1);
    setText(this.#status, words);
  }

  /** @param {Hit} hit @param {number} k */
  #option(hit, k) {
    const { place, found } = hit;
    return element(
      "a",
      {
        role: "option",
        id: `${this.#list.id}-${k}`,
        class: "tilt-result",
        href: addressOf(hit),
        tabindex: -1,
        "aria-selected": "false",
        "data-kind": place.kind,
        onclick: (/** @type {MouseEvent} */ event) => this.#taken(hit, event),
      },
      markedElement("tilt-result-title", place.title, found),
      element("span", { class: "tilt-result-where" }, [NAMES[place.kind], place.where].filter(Boolean).join(" · ")),
      ...(place.text ? [markedElement("tilt-result-text", excerpt(place.text, found), found)] : []),
    );
  }

  /** @param {number} k */
  #choose(k) {
    this.#options[this.#chosen]?.setAttribute("aria-selected", "false");
    this.#chosen = k;
    const option = this.#options[k];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#field.setAttribute("aria-activedescendant", option.id);
    else this.#field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const count = this.#options.length;
    if (!count || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) {
      const next = this.#chosen + step;
      this.#choose(Math.abs(step) > 1 ? Math.min(count - 1, Math.max(0, next)) : (next + count) % count);
    } else if (event.key === "Enter") {
      const { ctrlKey, metaKey, shiftKey } = event; // as on any link: another tab, another window
      this.#options[this.#chosen]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    } else return;
    event.preventDefault();
  }
}

/**
 * The best results, with room for every kind.
 * @param {readonly Hit[]} hits
 */
function varied(hits) {
  if (hits.length <= OF_A_KIND + 4) return hits;
  /** @type {Record<string, number>} */
  const counts = {};
  const fair = hits.filter(({ place }) => (counts[place.kind] = (counts[place.kind] ?? 0) + 1) <= OF_A_KIND);
  return fair.slice(0, MOST);
}

/**
 * @param {Answer} answer
 * @param {number} shown
 */
function told({ hits, instead, some }, shown) {
  const read = instead.map(([typed, near]) => `Nothing has “${typed}”; near it is “${near}”. `).join("");
  if (!hits.length) return `${read}Nothing in the book has ${read ? "that" : "these words"}.`;
  if (some) return `${read}No place has all of these words; ${hits.length === 1 ? "one has" : `${hits.length} have`} most.`;
  const count = `${hits.length} ${hits.length === 1 ? "place" : "places"}`;
  return `${read}${shown < hits.length ? `${count}, the best first` : count}`;
}
