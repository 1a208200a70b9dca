// What the controls come down to, apart from any page: places along an axis, what a pointer takes, what is one gesture.

import assert from "node:assert/strict";
import { test } from "node:test";

import { taken } from "./drag.js";
import { Gestures } from "./gestures.js";
import { createAxis, endMoved, shiftWithin } from "./slider.js";

test("an axis goes from bound to bound, and what it shows lies where it says", () => {
  for (const [scale, bounds] of /** @type {["log" | "logit" | "linear" | "fixed", [number, number]][]} */ ([
    ["log", [0.05, 20]],
    ["logit", [0.01, 0.99]],
    ["linear", [-5, 10]],
    ["fixed", [0.1, 0.9]],
  ])) {
    const axis = createAxis({ scale, bounds });
    assert.deepEqual([axis.value(0), axis.value(1), axis.place(bounds[0]), axis.place(bounds[1])], [...bounds, 0, 1]);
    assert.deepEqual([axis.value(-1), axis.value(2)], bounds);
    let before = -Infinity;
    for (let k = 0; k <= axis.steps; k++) {
      const value = axis.value(k / axis.steps);
      assert.ok(value > before, `${scale}: step ${k} does not move`);
      assert.ok(Math.abs(axis.place(value) - k / axis.steps) < 1 / axis.steps, `${scale}: ${value}`);
      before = value;
    }
  }
});

test("a reader sees round numbers", () => {
  assert.equal(createAxis({ scale: "log", bounds: [1, 1000] }).value(0.5), 31.6);
  assert.equal(createAxis({ scale: "logit", bounds: [0.001, 0.999] }).value(0.5), 0.5);
  assert.equal(String(createAxis({ scale: "fixed", bounds: [0.1, 0.9] }).value(0.5)), "0.5");
});

test("an end moves alone, and the other end stops it", () => {
  assert.deepEqual(endMoved([2, 5], 0, 3, false), [3, 5]);
  assert.deepEqual(endMoved([2, 5], 1, 4, false), [2, 4]);
  assert.deepEqual(endMoved([2, 5], 0, 9, false), [5, 5], "the lower end stops at the upper");
  assert.deepEqual(endMoved([2, 5], 1, 1, false), [2, 2], "the upper end stops at the lower");
  assert.deepEqual(endMoved([2, 2], 0, 4, true), [4, 4], "a fixed value has one end");
});

test("the bar keeps its length and stays on the axis", () => {
  assert.equal(shiftWithin([0.25, 0.5], 0.125), 0.125);
  assert.equal(shiftWithin([0.25, 0.5], 0.9), 0.5);
  assert.equal(shiftWithin([0.25, 0.5], -0.9), -0.25);
});

test("a pointer takes the nearer handle, or the bar between them", () => {
  const from = [0.2, 0.6];
  const hold = (/** @type {number} */ place, pointer = "mouse") => taken(from, place, 500, pointer);
  assert.deepEqual([hold(0.21).end, hold(0.21).both, hold(0.21).far], [0, false, false]);
  assert.ok(Math.abs(hold(0.21).offset - 0.01) < 1e-12, "the handle does not jump to the pointer");
  assert.deepEqual([hold(0.59).end, hold(0.62).end], [1, 1]);
  assert.ok(hold(0.4).both);
  assert.deepEqual([hold(0.05).end, hold(0.05).far, hold(0.05).offset], [0, true, 0]);
  assert.deepEqual([hold(0.9).end, hold(0.9).far], [1, true]);
  assert.ok(hold(0.235).both && !hold(0.235, "touch").both, "a finger reaches further");
  assert.ok(taken([0.5, 0.52], 0.51, 500, "touch").both, "a narrow bar can still be taken");
  assert.deepEqual([taken([0.5, 0.5], 0.45, 500, "mouse").end, taken([0.5, 0.5], 0.55, 500, "mouse").end], [0, 1]);
});

test("a drag is one gesture, so is a run of keys; what is typed stands alone", () => {
  const place = new EventTarget();
  let now = 0;
  let sliding = true;
  const gestures = new Gestures(place, () => now, () => sliding);
  const first = gestures.of("a");
  now += 500;
  assert.equal(gestures.of("a"), first);
  assert.notEqual(gestures.of("b"), first);
  const again = gestures.of("a");
  assert.notEqual(again, first, "another control came between");
  now += 5000;
  assert.notEqual(gestures.of("a"), again, "the reader had stopped");
  place.dispatchEvent(new Event("pointerdown"));
  const drag = gestures.of("a");
  now += 60_000;
  assert.equal(gestures.of("a"), drag, "however long it takes");
  place.dispatchEvent(new Event("pointerup"));
  place.dispatchEvent(new Event("pointerdown"));
  assert.notEqual(gestures.of("a"), drag);
  place.dispatchEvent(new Event("pointercancel"));
  sliding = false;
  assert.equal(gestures.of("a"), null);
});
