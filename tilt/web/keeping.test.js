import assert from "node:assert/strict";
import { test } from "node:test";

import { readOwn, readSession, writeOwn, writeSession } from "./keeping.js";

/** @type {any[]} */
const list = [
  { id: "ratio", label: "Ratio", short: "", unit: "ratio", mark: "", scale: "log", interval: [0.25, 4], bounds: [0.05, 20] },
  { id: "proxies", label: "Proxies", short: "", unit: "count", mark: "", scale: "log", interval: [1, 3], bounds: [1, 9] },
];
const book = new Map(list.map((a) => [a.id, a]));

test("what the first version kept is taken over", () => {
  const kept = JSON.stringify({ v: 1, values: { ratio: [1, 8] } });
  assert.deepEqual(readOwn(kept, book), { mine: { ratio: [1, 8] }, earlier: null, problems: [] });
  assert.equal(writeOwn({ mine: { ratio: [2, 8] }, earlier: null }, kept, book), '{"v":2,"mine":{"ratio":[2,8]}}');
});

test("own values and the earlier ones go round", () => {
  const own = { mine: { ratio: [1, 8] }, earlier: { proxies: [2, 4] } };
  const text = writeOwn(own, null, book);
  assert.deepEqual(readOwn(text, book), { ...own, problems: [] });
});

test("values of another edition's inputs stay as they were", () => {
  const kept = '{"v":2,"mine":{"of_another":[1,2],"ratio":[1,8]}}';
  assert.deepEqual(readOwn(kept, book).mine, { ratio: [1, 8] });
  assert.equal(writeOwn({ mine: {}, earlier: null }, kept, book), '{"v":2,"mine":{"of_another":[1,2]}}');
  assert.equal(writeOwn({ mine: {}, earlier: null }, '{"v":2,"mine":{"ratio":[1,8]}}', book), null);
});

test("spoilt storage does no harm and says what it can", () => {
  for (const text of ["{", "[]", "7", "null", '"x"', '{"v":2}', '{"v":2,"mine":[1]}']) {
    assert.deepEqual(readOwn(text, book), { mine: {}, earlier: null, problems: [] }, text);
  }
  assert.match(readOwn('{"v":1,"values":{"ratio":"x"}}', book).problems[0], /Ratio/);
  assert.match(readOwn('{"v":0,"values":{}}', book).problems[0], /version 0 can no longer be read/);
});

test("a session goes round; what is not one is none", () => {
  /** @type {import("./keeping.js").Session} */
  const session = {
    shown: { kind: "draft", values: { ratio: [1, 8] }, name: null, from: { kind: "scenario", name: "reply" }, quiet: true },
    past: [{ mine: {}, earlier: null, shown: { kind: "link", values: { proxies: [2, 4] }, name: null, from: null, quiet: false } }],
    future: [],
  };
  assert.deepEqual(readSession(writeSession(session), book), session);
  for (const text of [null, "{", "[]", '{"v":9}', '{"v":1}', '{"v":1,"shown":{"kind":"odd"}}']) {
    assert.equal(readSession(text, book), null, String(text));
  }
  const spoilt = readSession('{"v":1,"shown":{"kind":"link","values":{"ratio":[9,1]}},"past":[7,{}],"future":"x"}', book);
  assert.deepEqual([spoilt?.shown.values, spoilt?.past, spoilt?.future], [{}, [], []]);
});

test("what is said of values goes round with them, as text and no more", () => {
  const about = { name: "Mine", note: "A note", reasons: { ratio: "Because." } };
  const own = { mine: { ratio: [1, 8] }, earlier: { proxies: [2, 4] }, about, earlierAbout: { ...about, name: "Before" } };
  assert.deepEqual(readOwn(writeOwn(own, null, book), book), { ...own, problems: [] });
  /** @type {import("./keeping.js").Session} */
  const session = {
    shown: { kind: "link", values: { ratio: [1, 8] }, name: null, from: { kind: "link", title: "Hers" }, quiet: false, about: { ...about, via: "file" } },
    past: [{ ...own, shown: { kind: "mine", values: own.mine, name: null, from: { kind: "link", via: "file" }, quiet: false, kept: true } }],
    future: [],
  };
  assert.deepEqual(readSession(writeSession(session), book), session);
  const spoilt = readOwn('{"v":2,"mine":{"ratio":[1,8]},"about":{"name":7,"note":["x"],"reasons":{"ratio":"\\u202eab","__proto__":"x"}}}', book);
  assert.deepEqual(spoilt.about, { name: "", note: "", reasons: { ratio: "ab" } });
});
