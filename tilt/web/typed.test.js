import assert from "node:assert/strict";
import { test } from "node:test";

import { exact, field, number } from "./format.js";
import { parse, understood } from "./typed.js";

const months = { unit: "months" };
const share = { unit: "fraction", bounds: [0.01, 0.99] };

test("what a reader types is a number, however they write it", () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ["3.4", 3.4],
    [" −2 ", -2],
    ["1,000", 1000],
    ["1 234 567.5", 1234567.5],
    ["1e3", 1000],
    ["1E16", 1e16],
    ["2,125 × 10³", 2125000],
    ["1.12 × 10²¹", 1.12e21],
    ["1.5×10^-3", 0.0015],
    ["1.5 * 10**16", 1.5e16],
    ["2.5 × 10⁻⁴", 2.5e-4],
    ["10^16", 1e16],
    ["-10^3", -1000],
    ["10¹⁶", 1e16],
    ["10^-3", 0.001],
    [".5", 0.5],
    ["3,5", 3.5],
    ["0,5", 0.5],
    ["0,125", 0.125],
    [",5", 0.5],
    ["3,", 3],
    ["1,5e16", 1.5e16],
    ["1.234,5", 1234.5],
    ["1.000.000", 1e6],
    ["1’000", 1000],
    ["1'234.5", 1234.5],
  ])) assert.equal(parse(text, months), value, text);
});

test("a share can be written in per cent, also on a keypad without the sign", () => {
  for (const text of ["40 %", "40%", "0.4", "0,4", "40", "40,0 %"]) assert.equal(parse(text, share), 0.4, text);
  assert.equal(parse("12,5", share), 0.125);
  assert.equal(parse("1", share), 1, "which may be meant as 1 % is refused by the bounds");
  assert.equal(parse("400", share), 400);
  assert.equal(parse("40", { unit: "ratio", bounds: [0.1, 100] }), 40);
  assert.equal(understood("40", share), "Read as 40 %.");
  assert.equal(understood("0.4", share), "");
});

test("what is no number is refused with a word that helps", () => {
  for (const [text, word] of /** @type {[string, RegExp][]} */ ([
    ["abc", /“abc” is not a number; write one like 3\.4/],
    ["", /Empty; write a number/],
    ["3,5,1", /not a number/],
    ["1.5.2", /not a number/],
    ["40 %", /A percentage is not possible here; write months/],
    ["1e9999", /not a number/],
    ["0x10", /not a number/],
    ["2 x 1000", /not a number/],
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
  assert.match(understood("2,125", months), /^Read as 2125\. .*2\.125\.$/);
  for (const clear of ["1,000", "2.125", "12,345,678", "3", "0,125", "3,5"]) assert.equal(understood(clear, months), "", clear);
  const few = { unit: "ratio", bounds: [0.5, 5] };
  assert.equal(parse("2,125", few), 2.125, "only so it is within the bounds");
  assert.equal(understood("2,125", few), "");
});
