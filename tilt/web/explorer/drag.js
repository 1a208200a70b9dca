// A pointer on a slider's line: it takes the nearer handle, or the bar between them; a finger may only mean to scroll.

const SLIDE = 5; // pixels a finger moves along before it counts
const TAP = 10; // and how far one that taps may stray
/** @type {Record<string, number>} */
const REACH = { mouse: 12, pen: 16, touch: 22 };

/**
 * @typedef {object} Movable
 * @property {() => number[]} places of the handles, 0 to 1 along the line
 * @property {(k: number) => void} start handle k is taken
 * @property {(k: number, place: number) => void} moveEnd
 * @property {(from: number[], by: number) => void} moveBoth
 */

/** @typedef {{ both: boolean, end: number, from: number[], place: number, offset: number, far: boolean, begun: boolean, x: number, y: number }} Grip */

/**
 * What a pointer takes hold of.
 * @param {number[]} from places of the handles
 * @param {number} place of the pointer
 * @param {number} width of the line in pixels
 * @param {string} pointer mouse, pen or touch
 */
export function taken(from, place, width, pointer) {
  const gaps = from.map((p) => Math.abs(place - p) * width);
  const hand = REACH[pointer] ?? REACH.mouse;
  const reach = Math.min(hand, ((from[1] - from[0]) * width) / 3); // a narrow bar can still be taken
  if (place > from[0] && place < from[1] && Math.min(...gaps) > reach) {
    return { both: true, end: 0, from, place, offset: 0, far: false };
  }
  const end = gaps[0] === gaps[1] ? (place < from[0] ? 0 : 1) : gaps[0] < gaps[1] ? 0 : 1;
  const near = gaps[end] <= hand;
  return { both: false, end, from, place, offset: near ? place - from[end] : 0, far: !near };
}

/**
 * @param {HTMLElement} cell takes the pointer
 * @param {SVGElement} track is measured
 * @param {Movable} control
 */
export function drag(cell, track, control) {
  /** @type {Grip | null} */
  let grip = null;
  let box = { left: 0, width: 1 }; // of the track, measured once a drag: asking in between would cost a layout

  /** @param {PointerEvent} event */
  const along = (event) => (event.clientX - box.left) / box.width;

  /** @param {Grip} held @param {PointerEvent} event */
  function follow(held, event) {
    const place = along(event);
    if (held.both) control.moveBoth(held.from, place - held.place);
    else control.moveEnd(held.end, place - held.offset);
  }

  /** A finger may be about to scroll the page: it counts once it slides along the line, or taps. @param {Grip} held @param {PointerEvent} event */
  function slides(held, event) {
    const slid = Math.abs(event.clientX - held.x);
    held.begun ||= event.pointerType !== "touch" || (slid > SLIDE && slid > Math.abs(event.clientY - held.y));
    return held.begun;
  }

  cell.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    box = track.getBoundingClientRect();
    const hold = taken([...control.places()], along(event), box.width, event.pointerType);
    grip = { ...hold, begun: false, x: event.clientX, y: event.clientY };
    event.preventDefault(); // else the pointer would select text
    control.start(grip.end);
    cell.setPointerCapture(event.pointerId);
    cell.classList.add("tx-dragging");
    if (grip.far && slides(grip, event)) follow(grip, event);
  });
  cell.addEventListener("pointermove", (event) => {
    if (grip && slides(grip, event)) follow(grip, event);
  });
  const end = (/** @type {PointerEvent} */ event) => {
    const still = grip && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < TAP;
    if (grip?.far && !grip.begun && still && event.type === "pointerup") follow(grip, event);
    grip = null;
    cell.classList.remove("tx-dragging");
  };
  cell.addEventListener("pointerup", end);
  cell.addEventListener("pointercancel", end);
}
