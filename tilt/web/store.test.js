import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { draftNote, pageNote, under, whose } from "./notes.js";
import { STEPS, Store } from "./store.js";
import { bookOf } from "./values.js";

/** @param {string} id @param {number[]} interval */
const assumption = (id, interval) => ({ id, label: id, short: id, unit: "ratio", mark: "", scale: "log", interval, bounds: [0.01, 100] });
const assumptions = [assumption("a", [1, 2]), assumption("b", [1, 2]), assumption("c", [1, 2])];
/** @type {import("./types.js").NamedScenario[]} */
const scenarios = [
  { name: "evidence", title: "The evidence", text: "", changes: {} },
  // As in the book, a scenario may state what is the default.
  { name: "reply", title: "The reply", text: "", changes: { a: { interval: [3, 4], reason: "" }, b: { interval: [1, 2], reason: "" } } },
];
const book = bookOf({ assumptions, scenarios });
const own = { a: [5, 6] };

/** @type {Store} */
let store;
/** @type {string[]} */
let causes;

/** @param {object} [kept] */
function open(kept = {}) {
  store = new Store(book, kept);
  causes = [];
  store.subscribe((cause) => causes.push(cause));
}

beforeEach(() => open({ mine: own }));

test("what is at its default is not held, nor what is not known", () => {
  open({ mine: { a: [1, 2], b: [3, 4], elsewhere: [1, 2] } });
  assert.deepEqual(store.values, { b: [3, 4] });
  assert.deepEqual(store.setting("a"), [1, 2]);
  assert.ok(store.moved("b") && !store.moved("a"));
  store.set("b", [1, 2]);
  assert.deepEqual(store.mine, {});
  assert.equal(store.scenario?.name, "evidence");
});

test("a named scenario, a link, the book's defaults: looking leaves one's own alone", () => {
  store.look("reply");
  assert.deepEqual([store.values, store.mine, store.shown.kind], [{ a: [3, 4] }, own, "scenario"]);
  store.look("evidence");
  assert.deepEqual([store.values, store.mine], [{}, own]);
  store.follow({ b: [7, 8] });
  assert.deepEqual([store.values, store.mine, store.shown.kind], [{ b: [7, 8] }, own, "link"]);
  store.showMine();
  assert.deepEqual([store.values, store.shown.kind], [own, "mine"]);
  store.look("no such");
  assert.deepEqual(store.values, own);
});

test("moving something of a link makes a draft, and one's own only when asked for", () => {
  store.follow({ b: [7, 8] });
  store.set("c", [3, 3]);
  assert.equal(store.shown.kind, "draft");
  assert.deepEqual([store.values, store.mine], [{ b: [7, 8], c: [3, 3] }, own]);
  assert.match(draftNote(store)?.text ?? "", /^You changed an input of a link\. Your own assumptions are kept\.$/);
  assert.equal(whose(store), "Yours, from a link");
  draftNote(store)?.actions[0].take();
  assert.deepEqual([store.mine, store.earlier, store.shown.kind], [{ b: [7, 8], c: [3, 3] }, own, "mine"]);
  assert.match(draftNote(store)?.text ?? "", /: these are now your assumptions\.$/);
  draftNote(store)?.actions[0].take();
  assert.deepEqual([store.mine, store.earlier], [own, { b: [7, 8], c: [3, 3] }]);
  assert.equal(draftNote(store), null);
});

test("a draft goes with Back to mine, and comes back with Undo", () => {
  store.look("reply");
  store.reset(["a"]);
  assert.equal(store.shown.kind, "scenario", "back at the book's defaults by hand, which have a name");
  store.undo();
  store.set("c", [3, 3]);
  assert.match(draftNote(store)?.text ?? "", /the scenario “The reply”/);
  draftNote(store)?.actions[1].take();
  assert.deepEqual([store.values, store.shown.kind], [own, "mine"]);
  store.undo();
  assert.deepEqual([store.values, store.shown.kind], [{ a: [3, 4], c: [3, 3] }, "draft"]);
});

test("who had nothing of their own takes over what they change", () => {
  open();
  store.look("reply");
  store.set("c", [3, 3]);
  assert.deepEqual([store.mine, store.shown.kind, store.earlier], [{ a: [3, 4], c: [3, 3] }, "mine", null]);
  assert.match(draftNote(store)?.text ?? "", /these are now your assumptions/);
  store.set("c", [4, 4]);
  assert.ok(draftNote(store), "it is said until it is put away");
  store.quiet();
  assert.equal(draftNote(store), null);
  store.undo();
  store.undo();
  assert.deepEqual([store.mine, store.shown.kind], [{}, "scenario"]);
});

test("a draft that comes to be one's own values, or a scenario's, is called so", () => {
  store.follow({ b: [7, 8] });
  store.set("a", [5, 6]);
  store.reset(["b"]);
  assert.equal(store.shown.kind, "mine");
  store.follow({ a: [3, 4], c: [9, 9] });
  store.reset(["c"]);
  assert.deepEqual([store.shown.kind, store.scenario?.name], ["scenario", "reply"]);
});

test("reset of a chapter leaves the others; reset of the book keeps the earlier values at hand", () => {
  open({ mine: { a: [5, 6], b: [7, 8] } });
  store.reset(["a", "c"]);
  assert.deepEqual(store.mine, { b: [7, 8] });
  store.resetBook();
  assert.deepEqual([store.mine, store.earlier], [{}, { b: [7, 8] }]);
  store.recall();
  assert.deepEqual([store.mine, store.earlier], [{ b: [7, 8] }, null]);
});

test("reset of the book under a link only puts the link out of sight", () => {
  store.follow({ b: [7, 8] });
  store.resetBook();
  assert.deepEqual([store.values, store.mine, store.earlier], [{}, own, null]);
});

test("every kind of step goes back and forth", () => {
  /** @type {(() => void)[]} */
  const steps = [
    () => store.set("b", [2, 3]),
    () => store.reset(["a"]),
    () => store.look("reply"),
    () => store.set("c", [3, 3]),
    () => store.keep(),
    () => store.recall(),
    () => store.follow({ c: [7, 8] }),
    () => store.showMine(),
    () => store.resetBook(),
    () => store.outside({ mine: { a: [9, 9] }, earlier: null }),
  ];
  const states = [structuredClone([store.mine, store.earlier, store.shown])];
  for (const step of steps) {
    step();
    states.push(structuredClone([store.mine, store.earlier, store.shown]));
  }
  const seen = () => [store.mine, store.earlier, store.shown];
  for (let k = steps.length - 1; k >= 0; k--) {
    store.undo();
    assert.deepEqual(seen(), states[k], `undo to before step ${k}`);
  }
  assert.ok(!store.canUndo);
  for (let k = 1; k <= steps.length; k++) {
    store.redo();
    assert.deepEqual(seen(), states[k], `redo of step ${k}`);
  }
  assert.ok(!store.canRedo);
});

test("a drag is one step, the next drag another; what changes nothing is none", () => {
  for (const low of [1.1, 1.2, 1.3]) store.set("b", [low, 2], "drag 1 b");
  for (const low of [1.4, 1.5]) store.set("b", [low, 2], "drag 2 b");
  store.set("b", [1.5, 2]);
  store.undo();
  assert.deepEqual(store.values.b, [1.3, 2]);
  store.set("b", [1.6, 2], "drag 2 b");
  store.undo();
  assert.deepEqual(store.values.b, [1.3, 2], "after an undo a gesture begins anew");
  store.undo();
  assert.deepEqual(store.values, own);
  assert.ok(!store.canUndo);
});

test("twenty steps are kept; a new one ends what could be redone", () => {
  for (let k = 0; k < STEPS + 10; k++) store.set("b", [2, 3 + k]);
  let back = 0;
  for (; store.canUndo; back++) store.undo();
  assert.equal(back, STEPS);
  assert.deepEqual(store.values.b, [2, 3 + 9]);
  store.set("c", [2, 2]);
  assert.ok(!store.canRedo);
});

test("steps go along to the next page of the tab", () => {
  store.look("reply");
  store.set("c", [3, 3]);
  store.undo();
  const { mine, earlier, session } = store;
  open({ mine, earlier, session: structuredClone(session) });
  assert.deepEqual([store.values, store.shown.kind], [{ a: [3, 4] }, "scenario"]);
  store.redo();
  assert.deepEqual(store.values, { a: [3, 4], c: [3, 3] });
  store.undo();
  store.undo();
  assert.deepEqual([store.values, store.shown.kind], [own, "mine"]);
});

test("another tab's values are followed, but not into what is only looked at", () => {
  store.outside({ mine: { b: [7, 8] }, earlier: null });
  assert.deepEqual([store.values, store.shown.kind], [{ b: [7, 8] }, "mine"]);
  store.look("reply");
  store.outside({ mine: { b: [9, 9] }, earlier: null });
  assert.deepEqual([store.values, store.mine], [{ a: [3, 4] }, { b: [9, 9] }]);
});

test("a link that opens the page is no step; one's own are offered", () => {
  store.arrive({ b: [7, 8] }, ["“foo” was left out."]);
  assert.ok(!store.canUndo);
  const note = pageNote(store);
  assert.match(note?.text ?? "", /^This link shows somebody’s assumptions\. Your own are kept\. Not everything/);
  assert.deepEqual(note?.list, ["“foo” was left out."]);
  assert.equal(under(store, true), "With the link’s assumptions");
  note?.actions.find(({ text }) => text === "Show mine")?.take();
  assert.deepEqual([store.values, pageNote(store)], [own, null], "with the link goes what was wrong with it");
});

test("a link may mean the book's defaults, or a scenario", () => {
  store.arrive({});
  assert.match(pageNote(store)?.text ?? "", /^This link shows the book’s defaults\./);
  store.follow({ a: [3, 4] });
  assert.match(pageNote(store)?.text ?? "", /the scenario “The reply”/);
  assert.equal(under(store, true), "Under the scenario “The reply”");
  open();
  store.arrive({});
  assert.deepEqual([store.shown.kind, pageNote(store)], ["mine", null]);
});

test("what was wrong is said until the next change", () => {
  store.complain(["x"], "kept");
  assert.match(pageNote(store)?.text ?? "", /last visit/);
  store.set("b", [2, 2]);
  assert.equal(pageNote(store), null);
});

test("listeners hear why, until they leave", () => {
  const leave = store.subscribe(() => causes.push("second"));
  store.set("b", [2, 2], "drag");
  leave();
  store.undo();
  store.redo();
  store.undo();
  store.undo();
  assert.deepEqual(causes, ["move", "second", "undo", "redo", "undo"]);
});

test("a kernel's values are one's own", () => {
  store.look("reply");
  store.replace({ b: [2, 2], nonsense: [1, 1] });
  assert.deepEqual([store.mine, store.shown.kind], [{ b: [2, 2] }, "mine"]);
});

test("a tied input follows the other, until it is moved itself", () => {
  open({ mine: { a: { sameAs: "b" }, b: [3, 4] } });
  assert.deepEqual([store.setting("a"), store.stated("a"), store.words("a")], [[3, 4], { sameAs: "b" }, "the same as: b"]);
  store.set("b", [5, 6]);
  assert.deepEqual(store.setting("a"), [5, 6]);
  assert.deepEqual(store.told("a", new Set(["a", "b"])), { sameAs: "b" });
  assert.deepEqual(store.told("a", new Set(["a"])), [5, 6], "an engine that does not know the other is told its setting");
  store.reset(["b"]);
  assert.deepEqual([store.setting("a"), store.moved("a")], [[1, 2], true], "at the default, but in the same draws");
  store.set("a", [7, 8]);
  assert.deepEqual([store.stated("a"), store.setting("b")], [[7, 8], [1, 2]]);
  store.undo();
  assert.deepEqual(store.stated("a"), { sameAs: "b" });
});

test("ties that lead in a circle, or nowhere, are left out", () => {
  open({ mine: { a: { sameAs: "b" }, b: { sameAs: "a" }, c: { sameAs: "nowhere" } } });
  assert.deepEqual(store.values, {});
  open({ mine: { a: { sameAs: "b" }, b: { sameAs: "c" } } });
  assert.deepEqual(store.setting("a"), [1, 2]);
});

const hers = { name: "Anna’s view", note: "Why not.", reasons: { b: "Because." } };

test("a link says whose version it is; what is yours is called yours", () => {
  store.arrive({ b: [7, 8] }, [], hers);
  assert.match(pageNote(store)?.text ?? "", /^This link shows “Anna’s view”\. Your own are kept\.$/);
  assert.deepEqual([under(store, true), whose(store)], ["Under “Anna’s view”", "“Anna’s view”"]);
  store.say({ name: "Not mine to write" });
  assert.equal(store.about.name, "Anna’s view");
  store.keep();
  assert.match(pageNote(store)?.text ?? "", /^The assumptions of “Anna’s view” are now yours\. Those you had are kept/);
  assert.deepEqual([under(store, true), whose(store)], ["With your assumptions", "Your assumptions"]);
  assert.deepEqual(store.about, { name: "", note: "", reasons: hers.reasons }, "her name is hers, her reasons go with the values");
  pageNote(store)?.actions[0].take();
  assert.deepEqual([store.values, store.about, store.mine], [{ b: [7, 8] }, hers, own]);
});

test("a note of what was taken over goes with the next move", () => {
  store.arrive({ b: [7, 8] }, [], hers);
  store.keep();
  store.set("b", [6, 8]);
  assert.deepEqual([pageNote(store), draftNote(store)?.text], [null, "You changed an input of “Anna’s view”: these are now your assumptions."]);
});

test("what is said is no step, is not lost by one, and goes with what it is about", () => {
  store.say({ name: "First" });
  assert.ok(!store.canUndo);
  store.set("b", [2, 2]);
  store.say({ name: "Second", reasons: { b: "So." } });
  store.undo();
  assert.equal(store.about.name, "Second");
  store.redo();
  assert.deepEqual(store.about.reasons, { b: "So." });
  store.follow({ b: [7, 8] }, [], { ...hers, via: "file" });
  assert.deepEqual([store.about.name, pageNote(store)?.text.slice(0, 9)], ["Anna’s view", "This file"]);
  store.keep();
  assert.equal(store.about.name, "Anna’s view", "a file may be one's own");
  store.recall();
  assert.deepEqual([store.values, store.about.name], [{ ...own, b: [2, 2] }, "Second"]);
  store.recall();
  assert.equal(store.about.name, "Anna’s view");
  store.resetBook();
  assert.deepEqual([store.values, store.about.name], [{}, ""]);
  store.undo();
  assert.equal(store.about.name, "Anna’s view");
});

test("a draft has a name of its own", () => {
  store.arrive({ b: [7, 8] }, [], hers);
  store.set("b", [6, 8]);
  assert.deepEqual([store.shown.kind, store.about.name, whose(store)], ["draft", "", "Yours, from “Anna’s view”"]);
  store.say({ name: "Between" });
  assert.equal(whose(store), "Yours: “Between”");
  store.keep();
  assert.equal(store.about.name, "Between");
});
