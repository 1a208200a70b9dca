import assert from "node:assert/strict";
import { test } from "node:test";

import { excerpt, marked } from "./excerpt.js";
import { placesOf, slug } from "./places.js";
import { Search } from "./search.js";
import { distance } from "./vocabulary.js";
import { asQuery, asked, densest, occurrences, tokens } from "./words.js";

const COLUMNS = {
  folder: "book",
  pages: /** @type {[string, string][]} */ ([["task-horizons.html", "2 Task horizons"], ["evidence.html", "Evidence"], ["references.html", "References"]]),
  kind: [0, 1, 5, 6, 7],
  page: [0, 0, 1, 1, 2],
  above: [-1, 0, -1, 2, -1],
  anchor: ["explore", "length_ratio", "work_lengths", "", "obrien_2025"],
  title: ["Explore", "Capability task over safety task, length", "Lengths of work", "weak-to-strong project, two people", "Deep Ignorance: Filtering Pretraining Data"],
  text: ["Move the assumptions.", "Widened far, because safety’s tasks are few.", "Human time of pieces of research.", "Two people, seven days.", "O’Brien (2025). arXiv."],
};
const search = new Search(placesOf(COLUMNS));
const titles = (/** @type {string} */ query) => search.ask(query).hits.map(({ place }) => place.title);

test("places have their addresses, whether the index says them or their titles do", () => {
  assert.deepEqual(
    placesOf(COLUMNS).map(({ file, anchor }) => `${file}#${anchor}`),
    [
      "book/task-horizons.html#explore",
      "book/task-horizons.html#input-length_ratio",
      "book/evidence.html#work_lengths",
      "book/evidence.html#work_lengths-weak-to-strong-project-two-people",
      "book/references.html#source-obrien_2025",
    ],
  );
  assert.equal(slug("GPT-5.6, the “Sol”"), "gpt-5.6-the-sol");
});

test("all words must be there, the last may be growing, and a title counts more than a text", () => {
  assert.deepEqual(titles("capability length"), ["Capability task over safety task, length"]);
  assert.deepEqual(titles("ignor"), ["Deep Ignorance: Filtering Pretraining Data"]);
  assert.equal(titles("people")[0], "weak-to-strong project, two people");
  assert.deepEqual(titles("task"), ["Capability task over safety task, length", "Explore"], "a page's name answers too");
  assert.deepEqual(titles(""), []);
});

test("a phrase in quotation marks is found word for word, whatever stands between its words", () => {
  assert.deepEqual(titles('"weak to strong"'), ["weak-to-strong project, two people"]);
  assert.deepEqual(titles("“strong to weak”"), []);
  assert.deepEqual(titles('"two people'), ["weak-to-strong project, two people"], "while it is being typed");
  assert.deepEqual(titles('"weak to str'), ["weak-to-strong project, two people"]);
  assert.deepEqual(titles('"weak to str"'), []);
});

test("a slip of the finger finds what is near, and says so", () => {
  const { hits, instead } = search.ask("ignorence");
  assert.equal(hits[0]?.place.title, "Deep Ignorance: Filtering Pretraining Data");
  assert.deepEqual(instead, [["ignorence", "ignorance"]]);
  assert.deepEqual(hits[0]?.found.words, ["ignorance"], "what is marked there is what stands there");
  assert.deepEqual(titles("2052"), [], "numbers are not guessed at");
  assert.equal(distance("teh", "the", 2), 1);
  assert.equal(distance("abcdef", "x", 2), 3);
});

test("where no place has all words, those with most of them are shown", () => {
  const { hits, some } = search.ask("capability length zebra");
  assert.equal(some, true);
  assert.equal(hits[0]?.place.title, "Capability task over safety task, length");
});

test("accents, apostrophes and plurals do not come between", () => {
  assert.deepEqual(tokens("Safety’s naïve 2.5").map(({ word }) => word), ["safety", "naive", "2.5"]);
  assert.ok(titles("lengths capability").includes("Capability task over safety task, length"));
});

test("what is found is marked, and a link says it again", () => {
  const what = asked('"two people" days');
  assert.deepEqual(marked("Two people, seven days.", what).filter(({ found }) => found).map(({ text }) => text), ["Two people", "days"]);
  assert.deepEqual({ ...asked(asQuery(what)), growing: false }, { ...what, growing: false });
  assert.deepEqual(occurrences(tokens("days of days"), what), [[0, 1], [2, 3]]);
  const twice = tokens(`days ${"and more ".repeat(9)} days of two people`);
  assert.equal(densest(twice, occurrences(twice, asked("two people days"))), 1, "where most of it stands together");
  const long = `${"word ".repeat(60)}days ${"more ".repeat(60)}`;
  assert.match(excerpt(long, what), /^… .*days.* …$/);
  assert.equal(excerpt("Seven days.", what), "Seven days.");
});
