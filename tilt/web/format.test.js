import assert from "node:assert/strict";
import { test } from "node:test";

import { exact, field, fill, flipWords, number, parse, percent, spoken, swingWords, understood, worth } from "./format.js";

const months = { unit: "months" };

test("what a reader types is a number, however they write it", () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ["3.4", 3.4],
    [" −2 ", -2],
    ["1,000", 1000],
    ["1 234 567.5", 1234567.5],
    ["1e3", 1000],
    ["2,125 × 10³", 2125000],
    ["1.12 × 10²¹", 1.12e21],
    ["1.5×10^-3", 0.0015],
    ["2.5 × 10⁻⁴", 2.5e-4],
    [".5", 0.5],
  ])) assert.equal(parse(text, months), value, text);
  assert.equal(parse("40 %", { unit: "fraction" }), 0.4);
});

test("what is no number is refused with a word that helps", () => {
  for (const [text, word] of /** @type {[string, RegExp][]} */ ([
    ["abc", /“abc” is not a number; write one like 3\.4/],
    ["", /Empty; write a number/],
    ["3,5", /write a point: 3\.5/],
    ["40 %", /A percentage is not possible here; write months/],
    ["1e9999", /not a number/],
    ["0x10", /not a number/],
    ["× 10³", /not a number/],
  ])) assert.throws(() => parse(text, months), word, text);
});

test("what the page writes can be typed back", () => {
  for (const value of [0, 0.5, -3.25, 999.96, 1234.5, 1e6, 1.5e21, 9.99e-5, 1e-12]) {
    assert.ok(Math.abs(parse(field(value), months) - value) <= 5.1e-3 * Math.abs(value), field(value));
    assert.ok(Math.abs(parse(number(value), months) - value) <= 5.1e-3 * Math.abs(value), number(value));
    assert.equal(Number(exact(value)), value);
  }
});

test("a comma that some read otherwise is remarked upon, where it may matter", () => {
  assert.match(understood("2,125"), /^Read as 2125\. .*2\.125\.$/);
  for (const clear of ["1,000", "2.125", "12,345,678", "3", "0,125"]) assert.equal(understood(clear), "", clear);
});

test("sentences take the reader's values", () => {
  assert.equal(fill("{x} automated by {y}", (id) => (id === "x" ? [0.5, "fraction"] : [1, "years"])), "half automated by 1 year");
  assert.equal(flipWords({ mark: "months" }, 3), "The verdict flips at 3 months.");
  assert.match(flipWords({ mark: "" }, null), /^No single value/);
  assert.equal(swingWords(0.25, 0.5), "25 → 50\u202f%");
  assert.equal(percent(0.998), "99.8\u202f%");
  assert.equal(spoken({ unit: "minutes" }, 150), "150 minutes, 2.5 hours");
});

test("what an input is worth is said in whole points, as the static page says it", () => {
  assert.equal(worth(0.004), "does not move it");
  assert.equal(worth(0.005), "moves it by 1 point");
  assert.equal(worth(0.397), "moves it by 40 points");
});
