// An interval on its own scale: two native range inputs for keyboard and assistive technology, drawn as one line, and a
// pointer that takes the nearer handle, or the bar between them, which moves both ends.

import { element, setAttribute } from "../dom.js";
import { spoken } from "../format.js";
import { link, unlink } from "../engine/numbers.js";

const FINEST = 0.012; // of the link axis: a step that three significant digits always show
const SLIDE = 5; // pixels a finger moves along before it counts
const TAP = 10; // and how far one that taps may stray
const REACH = { mouse: 12, pen: 16, touch: 22 };

function niceStep(span, steps) {
  const power = 10 ** Math.floor(Math.log10(span / steps));
  return [1, 2, 5, 10].find((m) => m * power * steps >= span * (1 - 1e-9)) * power;
}

// The axis of an assumption: places 0 to 1 along its link scale, values rounded to what a reader can read.
export function createAxis(a) {
  const [low, high] = a.bounds;
  const bend = a.scale === "fixed" ? "linear" : a.scale;
  const start = link(bend, low);
  const span = link(bend, high) - start;
  const straight = bend === "linear";
  const step = straight ? niceStep(span, 200) : 0;
  const steps = straight ? Math.round(span / step) : Math.min(500, Math.floor(span / FINEST));
  const round = (value) => {
    if (straight) return Number((low + Math.round((value - low) / step) * step).toPrecision(12));
    if (bend === "log") return Number(value.toPrecision(3));
    return Number(value.toFixed(2 - Math.floor(Math.log10(Math.min(value, 1 - value)))));
  };
  return {
    steps,
    place: (value) => Math.min(1, Math.max(0, (link(bend, value) - start) / span)),
    value: (place) => {
      if (place <= 0) return low;
      if (place >= 1) return high;
      return Math.min(high, Math.max(low, round(unlink(bend, start + place * span))));
    },
  };
}

export const percentage = (place) => `${(100 * place).toFixed(2)}%`;

// cell: the row's `td` with its drawn track. change([low, high]) is called for each movement.
export function createSlider(cell, a, change) {
  const axis = createAxis(a);
  const track = cell.querySelector(".tx-track");
  const fixed = a.scale === "fixed";
  const names = fixed ? [a.label] : [`${a.label}, lower end`, `${a.label}, upper end`];
  const inputs = names.map((name) =>
    element("input", { type: "range", min: 0, max: axis.steps, step: 1, "aria-label": `${name}, ${a.unit}` }),
  );
  const handles = [...track.querySelectorAll(".tx-handle")];
  const bar = track.querySelector(".tx-span");
  const ghost = track.querySelector(".tx-ghost");
  let interval = a.interval;
  let places = [0, 1];
  cell.prepend(...inputs);
  handles.forEach((h) => h.setAttribute("r", "8"));

  function move(next) {
    if (next[0] === interval[0] && next[1] === interval[1]) return;
    change(next);
  }

  // End k (0 lower, 1 upper) to a place; the other end stops it.
  function moveEnd(k, place) {
    const value = axis.value(place);
    if (fixed) move([value, value]);
    else move(k === 0 ? [Math.min(value, interval[1]), interval[1]] : [interval[0], Math.max(value, interval[0])]);
  }

  function moveBoth(from, by) {
    const shift = Math.min(1 - from[1], Math.max(-from[0], by));
    move([axis.value(from[0] + shift), axis.value(from[1] + shift)]);
  }

  inputs.forEach((input, k) => {
    input.addEventListener("input", () => {
      moveEnd(k, Number(input.value) / axis.steps);
      input.value = Math.round(places[fixed ? 0 : k] * axis.steps);
    });
    input.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!event.shiftKey || fixed || !way) return;
      event.preventDefault();
      moveBoth(places, way / axis.steps);
    });
  });

  drag(cell, track, {
    places: () => places,
    start: (k) => inputs[fixed ? 0 : k].focus({ preventScroll: true }),
    fixed,
    moveEnd,
    moveBoth,
  });

  return {
    show(next, touched) {
      interval = next;
      places = next.map(axis.place);
      const shown = places.map(percentage);
      handles.forEach((h, k) => setAttribute(h, "cx", shown[k]));
      if (bar) {
        setAttribute(bar, "x1", shown[0]);
        setAttribute(bar, "x2", shown[1]);
      }
      ghost.classList.toggle("tx-behind", touched);
      inputs.forEach((input, k) => {
        input.value = Math.round(places[k] * axis.steps);
        setAttribute(input, "aria-valuetext", spoken(a, next[k]));
      });
    },
    describe: (id) => inputs.forEach((input) => input.setAttribute("aria-describedby", id)),
    focus: () => inputs[0].focus({ preventScroll: true }),
    place: axis.place,
  };
}

function drag(cell, track, control) {
  let grip = null;
  let box = null; // of the track, measured once a drag: asking in between would cost a layout

  const along = (event) => (event.clientX - box.left) / box.width;

  function take(event) {
    box = track.getBoundingClientRect();
    const { width } = box;
    const place = along(event);
    const from = [...control.places()];
    const gaps = from.map((p) => Math.abs(place - p) * width);
    const hand = REACH[event.pointerType] ?? REACH.mouse;
    const reach = Math.min(hand, ((from[1] - from[0]) * width) / 3); // a narrow bar can still be taken
    if (place > from[0] && place < from[1] && Math.min(...gaps) > reach) return { both: true, from, place };
    const end = gaps[0] === gaps[1] ? (place < from[0] ? 0 : 1) : gaps[0] < gaps[1] ? 0 : 1;
    const near = gaps[end] <= hand;
    return { end, from, place, offset: near ? place - from[end] : 0, far: !near };
  }

  function follow(event) {
    const place = along(event);
    if (grip.both) control.moveBoth(grip.from, place - grip.place);
    else control.moveEnd(grip.end, place - grip.offset);
  }

  // A finger may be about to scroll the page: it counts once it slides along the rail, or taps.
  function slides(event) {
    const slid = Math.abs(event.clientX - grip.x);
    grip.begun ||= event.pointerType !== "touch" || (slid > SLIDE && slid > Math.abs(event.clientY - grip.y));
    return grip.begun;
  }

  cell.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    grip = { ...take(event), x: event.clientX, y: event.clientY };
    event.preventDefault(); // else the pointer would select text
    control.start(grip.both ? 0 : grip.end);
    cell.setPointerCapture(event.pointerId);
    cell.classList.add("tx-dragging");
    if (grip.far && slides(event)) follow(event);
  });
  cell.addEventListener("pointermove", (event) => {
    if (grip && slides(event)) follow(event);
  });
  const end = (event) => {
    const still = grip && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < TAP;
    if (grip?.far && !grip.begun && still && event.type === "pointerup") follow(event);
    grip = null;
    cell.classList.remove("tx-dragging");
  };
  cell.addEventListener("pointerup", end);
  cell.addEventListener("pointercancel", end);
}
