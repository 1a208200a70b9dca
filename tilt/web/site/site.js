// One scenario through the whole site: whatever page shows a credence shows it under the reader's assumptions, and a
// quiet marker lists what differs from the book's defaults. Loads the book's data only where something differs.

import { createEngine } from "../engine/engine.js";
import { fill, percent } from "../format.js";
import { createMarker } from "./marker.js";
import { STORAGE_KEY, isScenario, readHash, readStorage, writeHash, writeStorage } from "../scenario.js";

const CREDENCES = "tilt:credences"; // what book.js paints before anything is computed: {slug: share}
const beside = (path) => new URL(path, import.meta.url).href;
const same = (a, b) => a && b && a[0] === b[0] && a[1] === b[1];

let storage = null;
try {
  storage = window.localStorage;
} catch {
  // forbidden, as in some private windows: values then travel in links alone
}

const explorer = document.querySelector("tilt-explorer");
const marker = createMarker(document.querySelector(".tilt-mine"), { reset: () => replace({}), choose: set });
const engines = new Map();
let book = null; // {whole, assumptions}
let values = {}; // {id: [low, high]} of what differs from the default on this page
let run = 0; // the latest judgement: an older one that is still under way stops

async function open() {
  if (book) return book;
  const { default: whole } = await import(beside("../whole.js"));
  book = { whole, assumptions: new Map(whole.assumptions.filter((a) => a.editable).map((a) => [a.id, a])) };
  return book;
}

const stored = () => {
  try {
    return storage?.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
};

const idle = () => new Promise((done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 300 }) : setTimeout(done, 20)));

async function engine(claim) {
  if (!engines.has(claim.slug)) {
    const { whole } = book;
    const byId = new Map(whole.assumptions.map((a) => [a.id, a]));
    const payload = {
      ...whole,
      ...claim,
      assumptions: claim.inputs.map((id) => byId.get(id)),
      fans: [],
      splits: [],
    };
    const module = await import(beside(`../claims/${claim.slug}.js`));
    engines.set(claim.slug, { run: createEngine(payload, module.default), set: {} });
  }
  return engines.get(claim.slug);
}

// The verdicts of a claim under `wanted`, {id: interval}; only what moved since is set again.
async function judge(claim, wanted) {
  const held = await engine(claim);
  for (const id of claim.inputs) {
    const a = book.assumptions.get(id);
    if (!a) continue;
    const next = wanted[id] ?? a.interval;
    if (!same(next, held.set[id] ?? a.interval)) held.run.set(id, next);
    held.set[id] = next;
  }
  return held.run.verdicts();
}

// Every claim's verdicts: computed where an input of it moved, the book's own elsewhere.
async function follow(next, known = {}) {
  values = next;
  const turn = ++run;
  if (!Object.keys(next).length && !book) return show({});
  await open();
  const found = {};
  for (const claim of book.whole.claims) {
    if (known[claim.slug]) found[claim.slug] = known[claim.slug];
    else if (!claim.inputs.some((id) => next[id])) continue;
    else {
      await idle();
      if (turn !== run) return;
      found[claim.slug] = await judge(claim, next);
    }
    if (turn !== run) return;
  }
  show(found);
}

// Writes each verdict wherever the page has a place for it: data-live="credence|word|statement claim finding".
function show(found) {
  const moved = Object.fromEntries(Object.entries(found).filter(([slug]) => affects(slug)));
  for (const place of document.querySelectorAll("[data-live]")) {
    const [what, slug, finding] = place.dataset.live.split(" ");
    place.dataset.default ??= place.textContent;
    const verdict = moved[slug]?.find((v) => v.id === finding);
    place.textContent = verdict ? words(what, slug, verdict) : place.dataset.default;
    place.toggleAttribute("data-mine", Boolean(verdict));
  }
  for (const bar of document.querySelectorAll("[data-bar]")) {
    const [slug, finding] = bar.dataset.bar.split(" ");
    bar.dataset.default ??= bar.getAttribute("x2");
    const verdict = moved[slug]?.find((v) => v.id === finding);
    bar.setAttribute("x2", verdict ? Number(bar.dataset.full) * verdict.credence : bar.dataset.default);
    bar.toggleAttribute("data-mine", Boolean(verdict));
  }
  for (const place of document.querySelectorAll("[data-mine-only]")) place.hidden = !Object.keys(values).length;
  for (const button of document.querySelectorAll("[data-scenario]")) {
    button.setAttribute("aria-pressed", String(button.dataset.scenario === named()));
  }
  marker.show(values, book, named());
  carry();
  remember(moved);
}

const affects = (slug) => book?.whole.claims.find((c) => c.slug === slug)?.inputs.some((id) => values[id]);

function words(what, slug, verdict) {
  if (what === "credence") return percent(verdict.credence);
  if (what === "word") return verdict.word;
  const finding = book.whole.claims.find((c) => c.slug === slug).findings.find((f) => f.id === verdict.id);
  return fill(finding.statement, (id) => [(values[id] ?? book.assumptions.get(id).interval)[0], book.assumptions.get(id).unit]);
}

// The name of the scenario whose values these are; null for the reader's own.
function named() {
  if (!book) return Object.keys(values).length ? null : "evidence";
  const found = book.whole.scenarios.find((s) => {
    const theirs = Object.entries(s.changes).filter(([id, c]) => !same(c.interval, book.assumptions.get(id)?.interval));
    return theirs.length === Object.keys(values).length && theirs.every(([id, c]) => same(c.interval, values[id]));
  });
  return found?.name ?? null;
}

function remember(found) {
  const shares = Object.fromEntries(Object.entries(found).map(([slug, verdicts]) => [slug, verdicts[0].credence]));
  document.dispatchEvent(new CustomEvent("tilt-credences", { detail: shares }));
  if (!storage || borrowed()) return;
  try {
    if (Object.keys(shares).length) storage.setItem(CREDENCES, JSON.stringify(shares));
    else storage.removeItem(CREDENCES);
  } catch {
    // then each page computes for itself
  }
}

// Whether the values came with a link, so that storage does not hold them.
function borrowed() {
  if (!Object.keys(values).length) return false;
  const kept = readStorage(storage, book.assumptions).values;
  const ids = Object.keys(values);
  return ids.length !== Object.keys(kept).length || !ids.every((id) => same(kept[id], values[id]));
}

// A link's values go along to the other chapters in their addresses, for storage keeps the reader's own.
function carry() {
  const hash = book && borrowed() ? `#${writeHash(values, book.assumptions)}` : "";
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.dataset.plain === undefined) {
      const href = link.getAttribute("href");
      if (!/^[\w./-]+\.html$/.test(href)) continue;
      link.dataset.plain = href;
    }
    const to = link.dataset.plain + hash;
    if (link.getAttribute("href") !== to) link.setAttribute("href", to);
  }
}

// Takes other values: through the explorer where there is one, for it also keeps link and storage.
async function set(next) {
  await open();
  if (explorer?.controller) return explorer.controller.setScenario(next);
  writeStorage(storage, next, book.assumptions);
  if (isScenario(location.hash, book.assumptions)) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return follow(next);
}

// Takes other values and offers the way back.
function replace(next) {
  const before = values;
  if (Object.keys(before).length) marker.offer(() => set(before), next);
  return set(next);
}

// Of some values, those that are not the book's own.
function differing(all) {
  return Object.fromEntries(Object.entries(all).filter(([id, ends]) => !same(ends, book.assumptions.get(id)?.interval)));
}

async function begin() {
  const link = location.hash.length > 1 && /[#&]v=/.test(location.hash);
  if (!link && !stored()) return show({});
  await open();
  const kept = readStorage(storage, book.assumptions).values;
  return follow(differing(link ? readHash(location.hash, book.assumptions).values : kept));
}

document.addEventListener("tilt-change", ({ detail }) => follow(detail.scenario, { [detail.claim]: detail.verdicts }));
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-scenario]");
  if (!button) return;
  await open();
  const scenario = book.whole.scenarios.find((s) => s.name === button.dataset.scenario);
  await replace(differing(Object.fromEntries(Object.entries(scenario.changes).map(([id, c]) => [id, c.interval]))));
});
if (!explorer) {
  addEventListener("storage", (event) => (event.key === STORAGE_KEY || event.key === null) && begin());
  addEventListener("pageshow", (event) => event.persisted && begin());
  addEventListener("hashchange", begin);
}
document.documentElement.classList.add("tilt-live");
begin();

