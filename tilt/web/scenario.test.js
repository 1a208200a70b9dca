import assert from "node:assert/strict";
import { test } from "node:test";

import { toYaml } from "./file.js";
import { isScenario, mayBeScenario, migrate, readHash, readValues, writeHash } from "./scenario.js";

/** @typedef {import("./types.js").Assumption} Assumption */

const common = { short: "", mark: "" };
/** @type {Assumption[]} */
const list = [
  { ...common, id: "ratio", label: "Length ratio", unit: "ratio", scale: "log", interval: [0.25, 4], bounds: [0.05, 20] },
  { ...common, id: "target", label: "Share", unit: "fraction", scale: "fixed", interval: [0.5, 0.5], bounds: [0.1, 0.9] },
  { ...common, id: "pause", label: "A pause", unit: "count", scale: "switch", interval: [0, 0], bounds: [0, 1] },
  {
    ...common,
    id: "form",
    label: "Form of growth",
    unit: "count",
    scale: "choice",
    interval: [0.5, 0.25, 0.25],
    bounds: [0, 1],
    options: [
      { name: "slow", label: "Slow" },
      { name: "as_now", label: "As now" },
      { name: "fast", label: "Fast" },
    ],
  },
];
const book = new Map(list.map((a) => [a.id, a]));
const all = { ratio: [1, 8], target: [0.6, 0.6], pause: [1, 1], form: [0, 0.25, 0.75] };
const link = "ratio=1~8&target=0.6&pause=1&form=0~0.25~0.75&v=1";

/** @param {string} hash */
const read = (hash) => readHash(hash, book);

test("a link says what differs, ends with its version, and comes back", () => {
  assert.equal(writeHash(all, book), link);
  assert.deepEqual(read(`#${link}`), { values: all, problems: [] });
  assert.equal(writeHash({}, book), "v=1", "alone, the version means the book's defaults");
  assert.deepEqual(read("#v=1"), { values: {}, problems: [] });
});

test("a link cut off anywhere before its end is noticed", () => {
  for (let length = 1; length < link.length; length++) {
    const cut = link.slice(0, length);
    if (!mayBeScenario(cut)) continue;
    const { problems } = read(cut);
    assert.ok(problems.length > 0, `${cut} was believed`);
  }
  const [said] = read("ratio=1~8&target=0.6&pause=1&form=0~0.25~0.75").problems;
  assert.match(said, /may be cut off.*Form of growth, As now 25.*Fast 75/);
  assert.deepEqual(read("ratio=0.5~1").values, { ratio: [0.5, 1] }, "it is used all the same");
});

test("older links, which begin with their version, still work without a word", () => {
  assert.deepEqual(read("#v=1&ratio=1~8&target=0.6"), { values: { ratio: [1, 8], target: [0.6, 0.6] }, problems: [] });
});

test("what chat programs do to a link does not harm it", () => {
  const escaped = link.replaceAll("~", "%7E").replaceAll("&", "&amp;");
  assert.deepEqual(read(escaped), { values: all, problems: [] });
});

test("what stands behind a pasted link costs nothing", () => {
  const tails = [".", ",", ")", "]", "}", ">", ";", ":", "!", "?", '"', "'", "”", "’", "»", "…", "*", "。", "）", "」", " ", "\n", "\u00a0"];
  const unseen = ["\u200b", "\u200e", "\u2060", "\ufeff", "\u00ad"];
  const whole = { values: all, problems: [] };
  for (const after of [...tails, ...unseen, ").", "”).", ".\u200b", " \n ", "?utm_source=chat", "/"]) {
    for (const given of [after, encodeURIComponent(after)]) assert.deepEqual(read(link + given), whole, JSON.stringify(given));
    const old = `v=1&ratio=1~8&target=0.6${after.startsWith("?u") ? "" : after}`; // which ends with a value
    assert.deepEqual(read(old), { values: { ratio: [1, 8], target: [0.6, 0.6] }, problems: [] }, JSON.stringify(after));
  }
  const said = writeHash(all, book, { name: "Is it so?", note: "" });
  assert.deepEqual(read(`${said}).`), { ...whole, about: { name: "Is it so?", note: "", reasons: {} } });
});

test("what stands between its letters, unseen, costs nothing", () => {
  for (const given of [link.replaceAll("&", "&\u200b"), link.replaceAll("~", "\u00ad~"), link.replaceAll("&", "\n&"), `\u200b${link}`]) {
    assert.deepEqual(read(given), { values: all, problems: [] }, JSON.stringify(given));
  }
  for (const given of [encodeURIComponent(link), encodeURIComponent(encodeURIComponent(link)), link.replaceAll("~", "%257E"), link.replaceAll("&", "&amp;amp;")]) {
    assert.ok(mayBeScenario(given) && isScenario(given, book), given);
    assert.deepEqual(read(given), { values: all, problems: [] }, given);
  }
});

test("name and note travel in a link, as text and no more", () => {
  const about = { name: "Anna’s “view” & more = 100 %", note: "It (really) is ~half_done*. 數字 <b>x</b>\n👩‍🔬", reasons: {} };
  const kept = { ...about, note: about.note.replace("\n", " ") };
  const hash = writeHash({ ratio: [1, 8] }, book, about);
  assert.match(hash, /^ratio=1~8&name=[\w%]+&note=[\w%]+&v=1$/, "no sign in it that ends a link");
  assert.deepEqual(read(hash), { values: { ratio: [1, 8] }, problems: [], about: kept });
  assert.equal(writeHash({ ratio: [1, 8] }, book, { name: "", note: " \u200b" }), "ratio=1~8&v=1");
  const long = read(`ratio=1~8&name=${"n".repeat(61)}&note=${"o".repeat(9000)}&v=1`);
  assert.deepEqual([long.about?.name.length, long.about?.note.length], [60, 280]);
  assert.match(long.problems.join(" "), /name of this link is longer than 60 letters.*note of this link is longer than 280/);
  const hidden = read("name=a%E2%80%AEb%00c%E2%80%8B%0Ad&v=1").about;
  assert.equal(hidden?.name, "abc d", "nothing unseen, nothing that turns the text");
});

test("a link cut off inside its name or note is noticed", () => {
  const hash = writeHash({ ratio: [1, 8] }, book, { name: "Äöü", note: "數字" });
  for (let length = hash.indexOf("name="); length < hash.length; length++) {
    assert.ok(read(hash.slice(0, length)).problems.length > 0, hash.slice(0, length));
    assert.doesNotMatch(read(hash.slice(0, length)).about?.note ?? "", /%/);
  }
});

// Kinds of links that come from nobody who means well, or from a program that does not know better. Each is answered.
const HOSTILE = [
  "v=", "v=x", "v=-1", "v=1.5", "v=1e3", "v=NaN", "v=99", "v=%00", "v=0", "v=1abc",
  "ratio=<script>alert(1)</script>&v=1", "ratio=1~8~9&v=1", "ratio=&v=1", "ratio=~&v=1", "ratio=NaN~NaN&v=1",
  "ratio=Infinity~1&v=1", "ratio=1e999~1e999&v=1", "ratio=9~1&v=1", "ratio=0x10~0x20&v=1", "ratio=1,5~2&v=1",
  "ratio=-1~4&v=1", "ratio=0~0&v=1", "ratio=1~8;drop&v=1", "ratio=1~8", "ratio=@&v=1", "ratio=@ratio&v=1",
  "ratio=@__proto__&v=1", "ratio=@constructor&v=1", "target=0.2~0.6&v=1", "target=2&v=1", "target=half&v=1",
  "pause=2&v=1", "pause=0.5&v=1", "pause=true&v=1", "form=1&v=1", "form=0.5~0.5~0.5&v=1", "form=-1~1~1&v=1",
  "form=0~0~0&v=1", "__proto__=1~2&v=1", "constructor=1~2&v=1", "toString=1&v=1", "nonsense=1~2&v=1",
  "javascript:alert(1)=1&v=1", "%E0%A4%A=1~2&v=1", `ratio=${"9".repeat(5000)}&v=1`, `${"a=1&".repeat(300)}v=1`,
  `name=${"x".repeat(100_000)}&v=1`, `note=${"%F0%9F%98%80".repeat(2000)}&v=1`,
];

test("48 kinds of hostile links are each answered in a sentence, and nothing outside its bounds is used", () => {
  assert.equal(new Set(HOSTILE).size, 48);
  for (const hash of HOSTILE) {
    const { values, problems, about } = read(hash);
    assert.ok(problems.length > 0, `${hash.slice(0, 60)} was taken without a word`);
    for (const sentence of problems) assert.ok(sentence.endsWith(".") && sentence.length < 300, sentence);
    for (const [id, stated] of Object.entries(values)) {
      const bounds = book.get(id)?.bounds ?? [];
      for (const value of /** @type {number[]} */ (stated)) assert.ok(value >= bounds[0] && value <= bounds[1], hash.slice(0, 60));
    }
    assert.ok((about?.name.length ?? 0) <= 60 && [...(about?.note ?? "")].length <= 280);
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("what cannot be used is left out and said", () => {
  for (const [hash, values, ...said] of /** @type {[string, object, ...RegExp[]][]} */ ([
    ["v=1&ratio=<script>~5&foo=1~2", {}, /“<script>~5” is not an interval/, /“foo” is no assumption/],
    ["v=1&ratio=9~1", {}, /reversed/],
    ["v=1&ratio=", {}, /not an interval/],
    ["v=1&ratio=1~2~3", {}, /“1~2~3” is not/],
    ["v=1&ratio=NaN~Infinity", {}, /not an interval/],
    ["v=1&ratio=0.001~1e9", { ratio: [0.05, 20] }, /reaches outside 0.05 to 20 and was set to 0.05 – 20/],
    ["v=1&ratio=0~4", { ratio: [0.05, 4] }, /reaches outside/],
    ["v=1&target=0.2~0.6", {}, /takes one value/],
    ["v=1&pause=0.5", {}, /on \(1\) or off \(0\)/],
    ["v=1&pause=0~1", {}, /takes one value/],
    ["v=1&form=0.5~0.5", {}, /not 3 weights that add up to 1/],
    ["v=1&form=0.5~0.5~0.5", {}, /not 3 weights/],
    ["v=1&form=1.5~-0.25~-0.25", {}, /not 3 weights/],
    ["v=1&ra", {}, /“ra” is incomplete/],
    ["v=x&ratio=1~2", {}, /which version/],
    ["v=7&ratio=1~2", { ratio: [1, 2] }, /newer version \(7\)/],
    ["v=1&__proto__=1~2&constructor=1~2", {}, /__proto__/, /constructor/],
    ["v=1&%E0%A4%A=1~2", {}, /was left out/],
    [`v=1&foo=${"9".repeat(5000)}`, {}, /foo/],
  ])) {
    const found = read(hash);
    assert.deepEqual(found.values, values, hash);
    assert.equal(found.problems.length, said.length, `${hash}: ${found.problems.join(" | ")}`);
    said.forEach((pattern, k) => assert.match(found.problems[k], pattern));
  }
});

test("an ordinary anchor is no scenario", () => {
  for (const hash of ["#explore", "", "#", "#a-b_c"]) {
    assert.ok(!mayBeScenario(hash), hash);
    assert.ok(!isScenario(hash, book), hash);
  }
  assert.ok(mayBeScenario("#x=1"), "it may be one: the book says");
  assert.ok(!isScenario("#x=1", book));
  for (const hash of ["#v=1", "#ratio=1~2", "#foo=1&v=1", "#ratio=1%7E2"]) assert.ok(isScenario(hash, book), hash);
});

test("older versions are migrated step by step", () => {
  /** @type {import("./scenario.js").Migrations} */
  const steps = {
    1: (pairs) => pairs.map(([id, text]) => [id === "old" ? "new" : id, text]),
    2: (pairs) => pairs.filter(([id]) => id !== "gone"),
  };
  assert.deepEqual(migrate([["old", "1~2"], ["gone", "3"]], 1, steps, 3), [["new", "1~2"]]);
  assert.throws(() => migrate([], 0, steps, 3), /version 0 can no longer be read/);
});

test("values from JSON are checked like a link's, unknown ids left out in silence", () => {
  const { values, problems } = readValues({ ratio: [1, 8], elsewhere: [1, 2], target: "x", form: [1, 0, 0] }, book);
  assert.deepEqual(values, { ratio: [1, 8], form: [1, 0, 0] });
  assert.equal(problems.length, 1);
  for (const spoilt of [null, [], "x", 7]) assert.deepEqual(readValues(spoilt, book).values, {});
});

test("a file has intervals and weights as data/scenarios has them", () => {
  const text = toYaml({ name: "mine", title: 'A "title"', text: "Words.", values: all, reasons: { ratio: "Because." } }, book);
  assert.match(text, /^name: "mine"\ntitle: "A \\"title\\""\n/);
  assert.match(text, / {2}ratio:\n {4}interval: \[1, 8\]\n {4}unit: "ratio"\n {4}reason: "Because."/);
  assert.match(text, / {2}form:\n {4}weights: \{"slow": 0, "as_now": 0.25, "fast": 0.75\}\n {4}reason: "Set by a reader; the book’s default was Slow 50/);
  assert.match(toYaml({ name: "n", title: "t", text: "x", values: {} }, book), /changes: \{\}\n$/);
});

test("one assumption may take another's value, in links, storage and files", () => {
  const other = { ...list[0], id: "other", label: "The other ratio" };
  const both = new Map([...book, ["other", other]]);
  const values = { other: { sameAs: "ratio" } };
  assert.equal(writeHash(values, both), "other=@ratio&v=1");
  assert.deepEqual(readHash("other=@ratio&v=1", both), { values, problems: [] });
  assert.deepEqual(readValues(JSON.parse(JSON.stringify(values)), both), { values, problems: [] });
  assert.match(toYaml({ name: "n", title: "t", text: "x", values }, both), / {2}other:\n {4}same_as: ratio\n {4}reason:/);
  for (const to of ["target", "other", "nowhere", "", "__proto__"]) {
    const found = readHash(`other=@${to}&v=1`, both);
    assert.deepEqual(found.values, {}, to);
    assert.match(found.problems[0], /The other ratio cannot be the same as/);
  }
  assert.match(readHash("other=@ratio", both).problems[0], /may be cut off.*the same as: Length ratio/);
});
