// Places of a page that show a verdict: data-live="credence|word|statement claim finding" in text, data-bar="claim
// finding" on a line. They follow the reader's values, and go back to the book's.

import { fill, percent } from "../format.js";

/** @typedef {import("../engine/types.js").Verdict} Verdict */
/** @typedef {import("../types.js").Whole} Whole */

/**
 * @param {HTMLElement | SVGElement} place
 * @param {string} now what it shows of itself
 */
function defaultOf(place, now) {
  place.dataset.default ??= now;
  return place.dataset.default;
}

/**
 * @param {Record<string, Verdict[]>} found verdicts by claim, of the claims that the values move
 * @param {Whole | null} whole
 * @param {(id: string) => [value: number, unit: string]} chosen
 */
export function showVerdicts(found, whole, chosen) {
  /** @param {string | undefined} slug @param {string | undefined} finding */
  const verdictOf = (slug, finding) => found[slug ?? ""]?.find((v) => v.id === finding);

  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live]"))) {
    const [what = "", slug = "", finding = ""] = (place.dataset.live ?? "").split(" ");
    const before = defaultOf(place, place.textContent ?? "");
    const verdict = verdictOf(slug, finding);
    place.textContent = verdict && whole ? words(what, slug, verdict, whole, chosen) : before;
    place.toggleAttribute("data-mine", Boolean(verdict));
  }
  for (const bar of /** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll("[data-bar]"))) {
    const [slug, finding] = (bar.dataset.bar ?? "").split(" ");
    const before = defaultOf(bar, bar.getAttribute("x2") ?? "0");
    const verdict = verdictOf(slug, finding);
    bar.setAttribute("x2", verdict ? String(Number(bar.dataset.full) * verdict.credence) : before);
    bar.toggleAttribute("data-mine", Boolean(verdict));
  }
}

/**
 * @param {string} what
 * @param {string} slug
 * @param {Verdict} verdict
 * @param {Whole} whole
 * @param {(id: string) => [value: number, unit: string]} chosen
 */
function words(what, slug, verdict, whole, chosen) {
  if (what === "credence") return percent(verdict.credence);
  if (what === "word") return verdict.word;
  const finding = whole.claims.find((c) => c.slug === slug)?.findings.find((f) => f.id === verdict.id);
  return finding ? fill(finding.statement, chosen) : "";
}

/**
 * Whether anything differs, and under which scenario: what shows only then, and the buttons that take one up.
 * @param {boolean} differs
 * @param {string | null} name of the scenario shown
 * @param {string} whose the values are
 */
export function showScenario(differs, name, whose) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-mine-only]"))) {
    place.hidden = !differs;
    if (differs && place.hasAttribute("data-whose")) place.textContent = whose;
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-scenario]"))) {
    button.setAttribute("aria-pressed", String(button.dataset.scenario === name));
  }
}

/**
 * Links to other chapters take a hash along, for those who open them in another tab or have no storage.
 * @param {string} hash without its #; empty for none
 */
export function carry(hash) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[href]"))) {
    if (link.dataset.plain === undefined) {
      const href = link.getAttribute("href") ?? "";
      if (!/^[\w./-]+\.html$/.test(href)) continue;
      link.dataset.plain = href;
    }
    const to = link.dataset.plain + (hash && `#${hash}`);
    if (link.getAttribute("href") !== to) link.setAttribute("href", to);
  }
}
