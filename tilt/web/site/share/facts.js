// What the page shows, as facts that can be sent: computed once when they are asked for, by engines of their own, so that
// nothing on the page moves meanwhile.

import { NOTHING } from "../../about.js";
import { linkOf } from "../../address.js";
import { effect, fill, percent } from "../../format.js";
import { distributionRows } from "../../explorer/kinds/distribution.js";
import { drawing } from "../../explorer/outline.js";
import { under } from "../../notes.js";
import { inWords } from "../../scales.js";
import { Store } from "../../store.js";
import { Judge } from "../judge.js";

/** @typedef {import("../../store.js").Store} Shown */
/** @typedef {import("../../types.js").Whole} Whole */
/** @typedef {import("../../explorer/outline.js").Bins} Bins */

/** Of the distribution in the picture. */
export const CURVE = { width: 1072, height: 190 };

/**
 * @typedef {object} Facts
 * @property {string} book its title
 * @property {string} slug of the claim
 * @property {string} claim "Claim 2: Task horizons"
 * @property {string} who "With my assumptions"
 * @property {string} statement
 * @property {string} credence in words
 * @property {number} share the same as a number
 * @property {string} word of likelihood
 * @property {string} effect
 * @property {string} standard what the book says; empty where nothing moves it
 * @property {string} note
 * @property {import("../../explorer/outline.js").Drawing} curve the distribution, beside the defaults'
 * @property {{ label: string, short: string, now: string, book: string }[]} differing
 * @property {string} link
 * @property {string} values the link without name and note
 */

/** @type {Judge | null} */
let judge = null;

/**
 * @param {Shown} store
 * @param {Whole} whole
 * @returns {Promise<Facts>}
 */
export async function gather(store, whole) {
  judge ??= new Judge(whole);
  const claim = claimOf(whole);
  const place = Math.max(0, claim.findings.findIndex(({ id }) => id === chosen()));
  const finding = claim.findings[place];
  if (!finding) throw new Error(`the claim ${claim.slug} finds nothing`);
  const plain = (await judge.under(claim, new Store(store.book))).effect(finding.id);
  const bins = { [finding.id]: binsOf(distributionRows(finding, plain, whole.engine.bins).bins) };
  const engine = await judge.under(claim, store);
  const [verdict] = engine.verdicts([finding.id]);
  const touched = claim.inputs.some((id) => store.moved(id));
  const standard = claim.default[place];
  if (!verdict || !standard) throw new Error(`nothing is found of ${finding.id}`);
  return {
    book: title(),
    slug: claim.slug,
    claim: `Claim ${claim.number}: ${claim.short}`,
    who: told(store, touched),
    statement: fill(finding.statement, (id) => [store.setting(id)[0] ?? NaN, store.book.assumptions.get(id)?.unit ?? ""]),
    credence: percent(verdict.credence),
    share: verdict.credence,
    word: touched ? verdict.word : standard.word,
    effect: effect(finding, verdict.quantiles),
    standard: touched ? percent(standard.credence) : "",
    note: store.about.note,
    curve: drawing(/** @type {any} */ ({ engine: whole.engine, default: { bins } }), finding, engine.effect(finding.id), CURVE),
    differing: differing(store),
    link: linkOf(store),
    values: linkOf({ values: store.values, book: store.book, about: NOTHING }),
  };
}

/** The book's title, as links to its pages show it where they are posted. */
const title = () => document.querySelector('meta[property="og:site_name"]')?.getAttribute("content") ?? "";

/** The claim of the page, or the book's question. @param {Whole} whole */
export function claimOf(whole) {
  const slug = document.querySelector("tilt-instrument, tilt-explorer")?.getAttribute("data-claim");
  const claim = whole.claims.find((c) => c.slug === slug) ?? whole.claims.at(-1);
  if (!claim) throw new Error("the book has no claims");
  return claim;
}

/** The finding that the page shows. */
const chosen = () => document.querySelector("tilt-instrument .ti-findings :checked, tilt-explorer .tx-findings :checked")?.getAttribute("value");

/**
 * Whose values they are, to somebody else.
 * @param {Shown} store
 * @param {boolean} touched
 */
function told(store, touched) {
  const { shown, about } = store;
  if (!touched || store.scenario) return under(store, touched);
  if (about.name) return `Under “${about.name}”`;
  return shown.kind === "link" ? "With somebody’s assumptions" : "With my assumptions";
}

/** @param {Shown} store */
function differing(store) {
  const moved = [...store.book.assumptions.values()].filter(({ id }) => store.moved(id));
  return moved.map((a) => ({ label: a.label, short: a.short, now: store.words(a.id), book: inWords(a, a.interval) }));
}

/** @param {{ x0: number, x1: number, share: number }[]} bins @returns {Bins} */
function binsOf(bins) {
  const [first] = bins;
  if (!first) return { first: 0, step: 1, shares: [] };
  return { first: first.x0, step: first.x1 - first.x0, shares: bins.map((b) => b.share) };
}

const NAMED = 3; // inputs that the sentence names

/**
 * All of it in words.
 * @param {Facts} facts
 */
export function sentence({ who, statement, credence, word, standard, effect: by, differing: inputs, link }) {
  const says = standard && ` The book says ${standard}.`;
  const named = inputs.slice(0, NAMED).map(({ label, now, book }) => `${label} ${now} (book ${book})`);
  const rest = inputs.length > NAMED ? `; and ${inputs.length - NAMED} more` : "";
  const differ = inputs.length ? ` What differs: ${named.join("; ")}${rest}.` : "";
  return `${who}, ${statement}, in ${credence} of draws: ${word}.${says} ${by}.${differ} ${link}`;
}
