// How far the versions of a room lie apart: a line of dots for every finding, and who stands at its ends.

import { element } from "../dom.js";
import { percent } from "../format.js";

/**
 * @import { WholeClaim } from "../types.js"
 * @typedef {{ name: string, version: string, shares: Map<string, number>, moved: string[] }} Judged
 */

/** @param {Judged} one @param {number} place */
const called = (one, place) => one.name || `version ${place + 1}`;

/**
 * @param {number[]} sorted
 * @param {number} share
 */
function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at % 1);
}

/**
 * A part of the page for every claim.
 * @param {WholeClaim[]} claims
 * @param {Judged[]} judged
 */
export function spread(claims, judged) {
  if (!judged.length) return [];
  // What nobody moved says nothing of how they differ: it stands last, in one line.
  const differ = (/** @type {WholeClaim} */ { slug, findings }) => findings.some(({ id }) => new Set(judged.map(({ shares }) => shares.get(`${slug} ${id}`))).size > 1);
  const same = claims.filter((claim) => judged.length > 1 && !differ(claim));
  const shown = claims.filter((claim) => !same.includes(claim));
  const alike = same.map(({ number, short }) => `${number} ${short}`).join(", ");
  const agreed = alike ? [element("p", {}, `All versions find the same of ${alike}.`)] : [];
  return [...shown.map(section), ...agreed];

  /** @param {WholeClaim} claim */
  function section(claim) {
    const rows = claim.findings.map((f, k) => row(f.title, `${claim.slug} ${f.id}`, claim.default[k].credence, judged));
    const heads = ["Finding", "Everybody, from 0 to 100 %; the line is the book", "Median", "Lowest", "Highest"].map((h) => element("th", { scope: "col" }, h));
    const table = element("table", { class: "tilt-table" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
    return element("section", {}, element("h3", {}, `${claim.number} ${claim.short}`), element("div", { class: "tilt-scroll" }, table));
  }
}

/**
 * @param {string} title
 * @param {string} key
 * @param {number} book the book's own credence
 * @param {Judged[]} judged
 */
function row(title, key, book, judged) {
  const all = judged.map((one, k) => ({ share: one.shares.get(key) ?? NaN, who: called(one, k) })).sort((a, b) => a.share - b.share);
  const shares = all.map(({ share }) => share);
  const [first, last] = [all[0], all[all.length - 1]];
  const dots = all.map(({ share, who }) => element("i", { style: `left: ${100 * share}%`, title: `${who}: ${percent(share)}` }));
  const line = element("div", { class: "tilt-dots", role: "img", "aria-label": `${shares.length} from ${percent(first.share)} to ${percent(last.share)}` }, element("b", { style: `left: ${100 * book}%`, title: `the book: ${percent(book)}` }), ...dots);
  const end = (/** @type {{ share: number, who: string }} */ { share, who }) => element("td", {}, `${percent(share)}, ${who}`);
  const median = element("td", { class: "number" }, percent(quantile(shares, 0.5)));
  return element("tr", {}, element("th", { scope: "row" }, title), element("td", {}, line), median, end(first), end(last));
}

/**
 * The versions and what they find, as a table for a file: a line for each version.
 * @param {WholeClaim[]} claims
 * @param {Judged[]} judged
 * @param {string} page whose links they are
 */
export function asCsv(claims, judged, page) {
  const keys = claims.flatMap((claim) => claim.findings.map((f) => `${claim.slug} ${f.id}`));
  // What a spreadsheet would take for a formula is text.
  const cell = (/** @type {string} */ text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const lines = judged.map((one, k) => [called(one, k), `${page}#${one.version}`, ...keys.map((key) => (one.shares.get(key) ?? NaN).toFixed(4))]);
  return [["name", "link", ...keys], ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}
