// One scenario through the whole site: whatever page shows a credence shows it under the values that the store shows, and
// a quiet marker lists what differs from the book's defaults. Loads the book's data only where something differs.

import { hashOf } from "../address.js";
import { find, idle } from "../dom.js";
import { whose } from "../notes.js";
import { bookOf } from "../values.js";
import { Acting, showFigures, showSet } from "./acting.js";
import { Banner } from "./banner.js";
import { showWay } from "./around.js";
import { Judge } from "./judge.js";
import { carry, showScenario, showVerdicts } from "./live.js";
import { Marker } from "./marker.js";
import { keepMasthead } from "./masthead.js";
import { embedded, local, openStore, opened, session, worthOpening } from "./reader.js";
import { offerShare } from "./sharing.js";

/** @typedef {import("../engine/types.js").Verdict} Verdict */
/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../types.js").Whole} Whole */

// What book.js paints before anything is computed: {slug: share}, and figures in the text by page.
const CREDENCES = "tilt:credences";
const FIGURES = "tilt:figures";
const explorer = document.querySelector("tilt-explorer");
/** @type {HTMLElement | null} an instrument without an explorer that would bring it to life */
const alone = document.querySelector("tilt-instrument[data-alone]");

/** @type {Promise<Whole> | null} */
let asked = null;

/** @returns {Promise<Whole>} */
function loadWhole() {
  asked ??= import(new URL("../whole.js", import.meta.url).href).then((module) => module.default);
  return asked;
}

/** The store: the explorer opens it where there is one, else the book's data. */
async function open() {
  return explorer ? opened : openStore(bookOf(await loadWhole()));
}

/** @returns {{ under: string, pages: Record<string, Record<string, string>> }} */
function keptFigures() {
  try {
    const { under, pages } = JSON.parse(session.read(FIGURES) ?? "");
    if (typeof under === "string" && typeof pages === "object" && pages !== null) return { under, pages };
  } catch {
    // none, or not ours
  }
  return { under: "", pages: {} };
}

class Site {
  /** @type {Store} */ #store;
  /** @type {Marker} */ #marker;
  /** @type {Banner} */ #banner;
  /** @type {Judge | null} */ #judge = null;
  /** @type {Whole | null} */ #whole = null;
  #figures = keptFigures();
  /** @type {number} */ #turn = 0; // the latest judgement: an older one that is still under way stops

  /** @param {Store} store */
  constructor(store) {
    this.#store = store;
    this.#marker = new Marker(find(document, ".tilt-mine"), store);
    this.#banner = new Banner(find(document, ".tilt-notices"), store);
  }

  async judge() {
    this.#whole ??= await loadWhole();
    this.#judge ??= new Judge(this.#whole);
    return this.#judge;
  }

  /** What costs nothing follows at once. */
  tell() {
    this.#banner.tell();
    showSet(this.#store);
  }

  /**
   * Every claim's verdicts: computed where an input of it differs, the book's own elsewhere.
   * @param {Record<string, Verdict[]>} [known] what the page's explorer has found already
   */
  async follow(known = {}) {
    const store = this.#store;
    const turn = ++this.#turn;
    this.#marker.show();
    carry(store.shown.kind === "mine" && local.open ? "" : hashOf(store, !embedded));
    /** @type {Record<string, Verdict[]>} */
    const found = {};
    if (Object.keys(store.values).length) {
      const judge = await this.judge();
      const { claims } = await loadWhole();
      for (const claim of claims) {
        if (turn !== this.#turn) return;
        if (!claim.inputs.some((id) => store.moved(id))) continue;
        const ready = known[claim.slug];
        if (!ready) await idle(300);
        if (turn !== this.#turn) return;
        found[claim.slug] = ready ?? (await judge.verdicts(claim, store));
      }
    }
    if (turn === this.#turn) this.#show(found);
  }

  /** @param {Record<string, Verdict[]>} found */
  #show(found) {
    const { values, scenario, shown, book } = this.#store;
    showVerdicts(found, this.#whole, (id) => [this.#store.setting(id)[0] ?? NaN, book.assumptions.get(id)?.unit ?? ""]);
    const figures = showFigures(found);
    showScenario(Object.keys(values).length > 0, scenario?.name ?? null, whose(this.#store));
    this.#banner.compare(found, this.#whole);
    const shares = Object.fromEntries(Object.entries(found).map(([slug, verdicts]) => [slug, verdicts[0]?.credence]));
    document.dispatchEvent(new CustomEvent("tilt-credences", { detail: shares }));
    const text = JSON.stringify(shares);
    if (shown.kind === "mine") {
      local.write(CREDENCES, text === "{}" ? null : text);
      session.write(CREDENCES, null);
    } else session.write(CREDENCES, text);
    this.#keepFigures(text, figures);
  }

  /**
   * What this page's text shows of the reader's own, for its next opening under the same values.
   * @param {string} under those values, by the credences they give
   * @param {Record<string, string>} figures
   */
  #keepFigures(under, figures) {
    const kept = this.#figures;
    if (kept.under !== under) kept.pages = {};
    kept.under = under;
    kept.pages[location.pathname] = figures;
    session.write(FIGURES, under === "{}" ? null : JSON.stringify(kept));
  }
}

/** @param {Store} store */
async function begin(store) {
  const site = new Site(store);
  site.tell();
  site.follow();
  if (!embedded) keepMasthead(store);
  if (alone) {
    const { Opening } = await import("./opening.js");
    new Opening(alone, store, await loadWhole(), await site.judge()).follow();
  }
  // While a slider moves the page's own explorer comes first: the others follow when it has settled.
  store.subscribe(() => {
    site.tell();
    if (!explorer) site.follow();
  });
  document.addEventListener("tilt-change", (event) => {
    const { claim, verdicts } = /** @type {CustomEvent} */ (event).detail;
    site.follow({ [claim]: verdicts });
  });
}

/** @type {Acting | null} */
let acting = null;

/** @param {HTMLElement} place that sets inputs or takes up a scenario */
async function take(place) {
  const store = await open();
  if (!place.matches(".tilt-set")) return store.look(place.dataset.scenario ?? "");
  acting ??= new Acting(store);
  acting.act(place);
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
const placeOf = (target) => (target instanceof Element ? target.closest("button[data-scenario], .tilt-set") : null);

document.addEventListener("click", (event) => {
  const place = placeOf(event.target);
  if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault(); // it is a link, where there is no script
  take(place);
});
document.addEventListener("keydown", (event) => {
  const place = event.key === " " && placeOf(event.target);
  if (!place || place instanceof HTMLButtonElement) return;
  event.preventDefault(); // the page would scroll
  take(place);
});
offerShare(open, loadWhole);
for (const type of ["hashchange", "storage", "pageshow"]) addEventListener(type, () => worthOpening() && open());
if (explorer || alone || worthOpening()) open();
else showScenario(false, "evidence", "");
showWay();
document.documentElement.classList.add("tilt-live");
opened.then(begin);
