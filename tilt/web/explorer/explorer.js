// The explorer of a claim: brings the static form (tilt/explorer/page.py) to life. Knows no claim and no page.

import { uniqueId, element } from "../dom.js";
import { createEngine } from "../engine/engine.js";
import { createPictures } from "./pictures.js";
import { createRows } from "./rows.js";
import { STORAGE_KEY, isScenario, readHash, readStorage, toYaml, writeHash, writeStorage } from "../scenario.js";
import { createSwings } from "./swings.js";
import { createTables } from "./tables.js";
import { MINE, button, createNotices, createTools, download } from "./tools.js";
import { createVerdict } from "./verdict.js";

const MOVING_DRAWS = 512; // for fans and swings while a handle moves; the verdict always takes all draws
const FEWER_DRAWS = 256; // where those take longer than
const BUDGET = 10; // ms of work a frame
const SWING_BUDGET = 6; // ms of it for swings; where they take longer they follow when the reader stops
const SLICE = 8; // ms of work between two looks at what the reader does
const SETTLE = 120; // ms after the last change: everything with all draws
const KEEP = 300; // ms after the last change: link and storage

const same = (a, b) => a[0] === b[0] && a[1] === b[1];

function sameValues(a, b) {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => b[id] && same(a[id], b[id]));
}

// options: {loadClaim, loadVega, storage, link, initial, onChange}; see tilt/explorer/widget.py and element.js.
export function mount(host, payload, options = {}) {
  const section = host.querySelector(".tx");
  const own = new Map(payload.assumptions.filter((a) => a.editable).map((a) => [a.id, a])); // what this claim uses
  const assumptions = new Map([...own, ...payload.others.map((a) => [a.id, a])]); // what a scenario may hold
  const defaults = new Map([...assumptions].map(([id, a]) => [id, a.interval]));
  const draws = payload.draws.page;
  const storage = options.storage ?? null;
  const linked = options.link !== false;
  let changed = {}; // {id: [low, high]} of what differs from the default, in this claim and in others
  let borrowed = false; // whether the values are a link's, which storage does not hold
  let mine = null; // the reader's own values, while a named scenario is shown
  let finding = payload.findings[0];
  let engine = null;
  let dirty = new Set();
  let verdicts = null;
  let swung = payload.default.swings[finding.id];
  let frame = 0;
  let since = 0;
  let movedAt = 0; // when the values last changed
  let unsettled = false;
  let released = false;
  let moving = MOVING_DRAWS;
  let swinging = MOVING_DRAWS; // draws of the swings while a handle moves; 0 where they wait
  let destroyed = false;
  const timers = {};

  const interval = (id) => changed[id] ?? defaults.get(id);
  const moved = () => Object.keys(changed).length > 0;
  const touched = () => Object.keys(changed).some((id) => own.has(id)); // only then is the verdict another

  // Of a named scenario, what differs from the default.
  const valuesOf = (scenario) =>
    Object.fromEntries(
      Object.entries(scenario.changes)
        .map(([id, change]) => [id, change.interval])
        .filter(([id, ends]) => assumptions.has(id) && !same(ends, defaults.get(id))),
    );

  const notices = createNotices(section);
  const rows = createRows(section, own, {
    change: (id, next) => apply({ ...changed, [id]: next }),
    reset(id) {
      const { [id]: _, ...rest } = changed;
      apply(rest);
    },
  });
  const verdict = createVerdict(section, payload, choose);
  const swings = createSwings(section, own, (id) => rows.get(id).visit());
  const pictures = createPictures(section, payload);
  const tools = createTools(section, payload, { pick, copy: linked ? copyLink : null, reset: resetAll });
  const tables = createTables(section, payload, {
    engine: () => engine,
    shown: () => pictures.slots.map((s) => s.shown),
    swings: () => ({
      caption: `What moves the verdict: credence of “${finding.title}” with one assumption held`,
      head: ["assumption", "90 % interval", "at the low end", "at the high end"],
      rows: swings.rows(swung, interval),
    }),
  });
  const foot = section.querySelector(".tx-foot");
  foot.append(button("Download scenario (YAML)", saveFile), tables.details);

  // Every change of values comes through here.
  function apply(next, { quiet = false } = {}) {
    const clean = Object.fromEntries(Object.entries(next).filter(([id, ends]) => !same(ends, defaults.get(id))));
    for (const id of new Set([...Object.keys(changed), ...Object.keys(clean)])) {
      const to = clean[id] ?? defaults.get(id);
      if (own.has(id) && !same(to, interval(id))) dirty.add(id);
    }
    changed = clean;
    notices.close("reset"); // what was undone then is past
    for (const id of dirty) rows.get(id).show(interval(id), id in changed);
    if (scenarioName() === MINE) mine = changed;
    tools.show(scenarioName(), mine !== null, moved());
    if (!quiet) later("keep", keep, KEEP);
    request();
  }

  function scenarioName() {
    if (!moved()) return payload.scenarios[0].name;
    return payload.scenarios.find((s) => sameValues(valuesOf(s), changed))?.name ?? MINE;
  }

  function who() {
    const name = scenarioName();
    if (!touched()) return "With the book’s defaults";
    if (name === MINE) return "With your assumptions";
    return `Under the scenario “${payload.scenarios.find((s) => s.name === name).title}”`;
  }

  // One redraw per frame, however many events came.
  function request() {
    if (destroyed) return;
    movedAt = performance.now();
    unsettled = true;
    since ||= movedAt;
    frame ||= requestAnimationFrame(redraw);
  }

  function redraw() {
    frame = 0;
    const start = since;
    since = 0;
    if (!engine || destroyed) return; // load() shows what was set meanwhile
    const begun = performance.now();
    update();
    if (swinging) {
      swung = engine.swings(finding.id, Math.min(moving, swinging));
      swings.show(swung, interval, false);
    }
    pictures.show(engine, moving).then(() => {
      const end = performance.now();
      moving = end - begun > BUDGET ? FEWER_DRAWS : MOVING_DRAWS;
      performance.measure("tilt:redraw", { start, end, detail: end - begun });
    });
    later("settle", settle, released ? 0 : SETTLE);
    released = false;
  }

  // A handle let go is the end of a movement: what follows need not wait for it.
  function release() {
    if (frame) released = true;
    else if (unsettled) later("settle", settle, 0);
  }

  function update(quiet = false) {
    for (const id of dirty) engine.set(id, interval(id));
    dirty = new Set();
    verdicts = engine.verdicts();
    verdict.show({ who: who(), finding, verdicts, chosen: (id) => [interval(id)[0], assumptions.get(id).unit], touched: touched(), quiet });
    swings.mark((id) => id in changed);
  }

  // What the eye misses while a handle moves: all draws, order of swings, flips, tables, listeners.
  async function settle() {
    const settled = changed;
    const asked = finding;
    const start = movedAt;
    unsettled = false;
    const stale = () => destroyed || settled !== changed || asked !== finding;
    await pictures.refine(engine, draws, stale);
    if (stale()) return;
    if (start) performance.measure("tilt:settle", { start, end: performance.now() });
    options.onChange?.(get(), verdicts);
    const known = touched() ? null : payload.default.swings[finding.id];
    const found = known ?? (await inSlices(engine.editable, (id) => engine.swing(id, asked.id, draws), stale));
    if (stale()) return;
    swung = found;
    swings.show(swung, interval, true);
    tables.show();
    await idle();
    if (stale()) return;
    const flips = known?.map((s) => s.flip) ?? (await inSlices(engine.editable, (id) => engine.flip(id, asked.id, draws), stale));
    if (stale()) return;
    const ids = known?.map((s) => s.id) ?? engine.editable;
    ids.forEach((id, k) => rows.get(id).showFlip(flips[k]));
  }

  // How many draws the swings of the chosen finding may take in a frame.
  function pace() {
    const begun = performance.now();
    engine.swings(finding.id, FEWER_DRAWS);
    const cost = performance.now() - begun;
    swinging = 2 * cost <= SWING_BUDGET ? MOVING_DRAWS : cost <= SWING_BUDGET ? FEWER_DRAWS : 0;
  }

  function later(name, action, wait) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(() => !destroyed && action(), wait);
  }

  function choose(id) {
    finding = payload.findings.find((f) => f.id === id);
    if (engine) pace();
    pictures.choose(id, engine, draws);
    request();
  }

  function pick(name) {
    const scenario = payload.scenarios.find((s) => s.name === name);
    apply(name === MINE ? mine : valuesOf(scenario));
  }

  function resetAll() {
    const before = changed;
    apply({});
    for (const row of rows.values()) row.clear();
    const undo = button("Undo", () => {
      notices.close("reset");
      apply(before);
      section.querySelector(".tx-tools select").focus();
    });
    notices.show("reset", element("p", {}, "Every assumption is back at the book’s default. ", undo));
    undo.focus({ preventScroll: true });
  }

  function address() {
    const hash = writeHash(changed, assumptions);
    return `${location.origin}${location.pathname}${location.search}${hash ? `#${hash}` : ""}`;
  }

  async function copyLink() {
    if (!borrowed) keep();
    try {
      await navigator.clipboard.writeText(address());
      tools.copied();
    } catch {
      const id = uniqueId("link");
      const field = element("input", { id, class: "tx-link", readonly: true, value: address() });
      notices.show("link", element("label", { for: id }, "Copy this link: "), field);
      field.select();
    }
  }

  function saveFile() {
    const scenario = payload.scenarios.find((s) => s.name === scenarioName());
    const reasons = Object.fromEntries(Object.entries(scenario?.changes ?? {}).map(([id, c]) => [id, c.reason]));
    const name = scenario && moved() ? scenario.name : "mine";
    const text = `${scenario && moved() ? scenario.text : "Values set in the explorer."} Edition ${payload.edition.name}.`;
    const title = scenario && moved() ? scenario.title : "My assumptions";
    download(`tilt-${name}.yaml`, toYaml({ name, title, text, values: changed, reasons }, assumptions));
  }

  // Link and storage follow the values. An anchor in the address stays in the history.
  function keep() {
    clearTimeout(timers.keep);
    borrowed = false;
    writeStorage(storage, changed, assumptions);
    writeAddress();
  }

  function writeAddress() {
    if (!linked) return;
    const hash = writeHash(changed, assumptions);
    const ours = isScenario(location.hash, assumptions);
    if (hash ? `#${hash}` === location.hash : !ours) return;
    const anchored = location.hash.length > 1 && !ours;
    history[anchored ? "pushState" : "replaceState"](history.state, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function readLink() {
    if (!linked || !isScenario(location.hash, assumptions)) return null;
    const { values, problems } = readHash(location.hash, assumptions);
    if (problems.length) notices.list("link", "Not everything in this link could be used.", problems);
    return values;
  }

  function followLink() {
    const values = readLink();
    if (!values) return;
    borrowed = !sameValues(values, readStorage(storage, assumptions).values);
    apply(values, { quiet: borrowed });
  }

  function begin() {
    const kept = readStorage(storage, assumptions);
    const fromLink = readLink();
    if (!fromLink && kept.problems.length) {
      notices.list("kept", "Not everything kept from your last visit could be used.", kept.problems);
    }
    for (const [id, row] of rows) row.show(interval(id), false);
    swings.show(swung, interval, true);
    tools.show(scenarioName(), false, false);
    if (Object.keys(kept.values).length) mine = kept.values;
    const first = fromLink ?? (Object.keys(kept.values).length ? kept.values : (options.initial ?? {}));
    apply(first, { quiet: true });
    borrowed = fromLink !== null && !sameValues(changed, kept.values);
    if (borrowed && Object.keys(kept.values).length) offerOwn(kept.values);
  }

  // A link shows its sender's values; the reader's own stay in storage until they move something.
  function offerOwn(values) {
    const back = button("Show mine", () => {
      notices.close("own");
      apply(values);
    });
    notices.show("own", element("p", {}, "These are the assumptions of a link. ", back));
  }

  // Another page of the book, or another tab, moved the scenario: this one follows.
  function followStorage(event) {
    const theirs = event.type === "storage" ? event.key === STORAGE_KEY || event.key === null : event.persisted;
    if (!theirs || borrowed) return;
    const { values } = readStorage(storage, assumptions);
    if (sameValues(values, changed)) return;
    apply(values, { quiet: true });
    writeAddress();
  }

  const flush = () => timers.keep && keep();

  async function load() {
    const module = await options.loadClaim();
    if (destroyed) return;
    engine = createEngine(payload, module.default, draws);
    dirty = new Set(Object.keys(changed).filter((id) => own.has(id)));
    update(true);
    section.classList.add("tx-live");
    if (moved() || finding !== payload.findings[0]) settle();
    await idle();
    const vega = await options.loadVega();
    if (destroyed) return;
    await pictures.start(vega, () => engine, draws);
    engine.swings(finding.id, MOVING_DRAWS); // compiles what the first movement needs
    pace();
  }

  const get = () => structuredClone(changed);

  begin();
  if (linked) addEventListener("hashchange", followLink);
  for (const type of ["change", "pointerup"]) section.addEventListener(type, release);
  if (storage) {
    addEventListener("storage", followStorage);
    addEventListener("pageshow", followStorage);
  }
  addEventListener("pagehide", flush);
  load().catch((error) => {
    notices.show("load", element("p", {}, `The explorer could not be loaded; figures and charts show the book’s defaults. (${error.message})`));
  });

  return {
    // Values from outside, as {id: [low, high]}; unknown ids are ignored, so are values that are the default's.
    setScenario(values) {
      apply(Object.fromEntries(Object.entries(values).filter(([id]) => assumptions.has(id))));
    },
    get,
    destroy() {
      destroyed = true;
      flush();
      cancelAnimationFrame(frame);
      Object.values(timers).forEach(clearTimeout);
      removeEventListener("hashchange", followLink);
      removeEventListener("storage", followStorage);
      removeEventListener("pageshow", followStorage);
      removeEventListener("pagehide", flush);
      verdict.destroy();
      pictures.destroy();
    },
  };
}

// The results of `work` for each item, a little at a time so that the page stays quick; stops short once `stale`.
async function inSlices(items, work, stale) {
  const found = [];
  let begun = performance.now();
  for (const item of items) {
    if (performance.now() - begun > SLICE) {
      await new Promise((resolve) => setTimeout(resolve));
      if (stale()) return found;
      begun = performance.now();
    }
    found.push(work(item));
  }
  return found;
}

function idle() {
  return new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: 500 }) : setTimeout(resolve, 50)));
}
