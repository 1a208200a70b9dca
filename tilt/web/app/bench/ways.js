// What each part of the workbench asks Python for, and of what its result then is.

import { button, element, uniqueId } from "../../dom.js";
import { number } from "../../format.js";
import { changesOf } from "../../values.js";
import { SIZES, USUAL, sizesOf } from "../panel.js";
import { refitting } from "./refit.js";

/**
 * @import { Ways } from "../asking.js"
 * @import { Bench } from "./workbench.js"
 * @typedef {Omit<Ways, "show"> & { title: () => string, after?: (found: any) => Node[], standing?: string }} Way `title` says of what a result is;
 *   `after` adds to it; `standing` is what the page's own is of
 */

const BASE = [10, 11, 12, 13, 14].map((k) => 2 ** k);
const LARGEST = 60_000; // bytes of a scenario file

/** @param {Bench} bench */
const scenario = ({ store }) => structuredClone(store.values);

/** @param {Bench} bench */
const finding = (bench) => bench.claim().findings.find(({ id }) => id === bench.finding())?.title ?? "";

/**
 * Of the chosen finding, or all of its claim, under the version that the page shows.
 * @param {Bench} bench
 * @param {{ whole?: boolean, controls?: Node[], also?: () => object, name?: string, say?: (found: any) => string }} how
 *   `whole`: of all findings of the claim
 * @returns {Way}
 */
function ofVersion(bench, { whole = false, controls = [], also = () => ({}), name, say }) {
  const now = () => JSON.stringify([bench.claim().slug, whole ? "" : bench.finding(), bench.store.values]);
  return {
    name,
    controls,
    say,
    now,
    standing: standing(bench.own, whole),
    title: () => `${bench.who()}, claim ${bench.claim().number}${whole ? `, ${bench.claim().short}` : `, “${finding(bench)}”`}`,
    ask: () => ({ of: now(), request: { claim: bench.claim().slug, finding: bench.finding(), scenario: scenario(bench), ...also() } }),
  };
}

/**
 * What the page's own result is of: the finding it names, at the book's defaults.
 * @param {Bench["own"]} own
 * @param {boolean} whole
 */
const standing = (own, whole) => JSON.stringify([own.claim, whole ? "" : own.finding, {}]);

/** @type {Record<string, (bench: Bench) => Way>} by job */
export const WAYS = {
  "deep run": (bench) => sized(bench, SIZES, USUAL, "Draws", true),
  exceedance: (bench) => sized(bench, SIZES, USUAL, "Draws"),
  sobol: (bench) => sized(bench, BASE, 2 ** 12, "Base draws"),
  readings: (bench) => ofVersion(bench, { whole: true }),
  code: (bench) => ({ ...ofVersion(bench, { name: "Write it" }), after: ({ code }) => [copying(code)] }),
  compare: comparing,
  refit: refitting,
};

/**
 * @param {Bench} bench
 * @param {number[]} sizes
 * @param {number} usual
 * @param {string} name
 * @param {boolean} [whole]
 */
function sized(bench, sizes, usual, name, whole = false) {
  const [label, select] = sizesOf(sizes, usual, name);
  const say = (/** @type {any} */ { found }) => (found.seconds ? `${number(found.draws, 7)} draws in ${number(found.seconds, 2)} seconds.` : "");
  return ofVersion(bench, { whole, controls: [label, select], also: () => ({ draws: Number(select.value) }), say });
}

/** @param {string} code */
function copying(code) {
  const status = element("span", { role: "status" });
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    status.textContent = " Copied.";
  };
  return element("p", {}, button("Copy", copy), status);
}

/**
 * Two versions, each what the page shows, a scenario of the book, or a file.
 * @param {Bench} bench
 * @returns {Way}
 */
function comparing(bench) {
  const [a, b] = ["A", "B"].map((name, k) => version(bench, name, k ? "shown" : "evidence"));
  const now = () => JSON.stringify([a.now(), b.now()]);
  return {
    controls: [...a.nodes, ...b.nodes],
    now,
    title: () => `A: ${a.title()}. B: ${b.title()}`,
    async ask() {
      return { of: now(), request: { a: await a.stated(), b: await b.stated() } };
    },
  };
}

/**
 * @param {Bench} bench
 * @param {string} name
 * @param {string} usual
 */
function version(bench, name, usual) {
  const file = element("input", { type: "file", accept: ".yaml,.yml", "aria-label": `File for ${name}`, hidden: true });
  const named = bench.whole.scenarios.map((s) => element("option", { value: s.name, selected: s.name === usual }, s.title));
  const select = element(
    "select",
    { id: uniqueId("version"), onchange: () => (file.hidden = select.value !== "file") },
    element("option", { value: "shown", selected: usual === "shown" }, "what this page shows"),
    ...named,
    element("option", { value: "file" }, "a file of mine …"),
  );
  const given = () => file.files?.[0];
  return {
    nodes: [element("label", { for: select.id }, name), select, file],
    now: () => (select.value === "shown" ? bench.store.values : select.value === "file" ? [given()?.name, given()?.lastModified] : select.value),
    title: () => (select.value === "shown" ? bench.who() : select.value === "file" ? (given()?.name ?? "") : (select.selectedOptions[0]?.text ?? "")),
    async stated() {
      if (select.value === "shown") return scenario(bench);
      const known = bench.whole.scenarios.find((s) => s.name === select.value);
      if (known) return changesOf(known);
      const chosen = given();
      if (!chosen) throw new Error(`Choose a file for ${name}: a scenario as Share saves it.`);
      if (chosen.size > LARGEST) throw new Error(`“${chosen.name}” has ${number(chosen.size, 7)} bytes; up to ${number(LARGEST)} are read.`);
      return chosen.text();
    },
  };
}
