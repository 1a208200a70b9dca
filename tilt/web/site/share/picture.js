// The picture of what the page shows: the verdict with its balance, the distribution, what differs, the address. Always on
// light paper, in the page's own colours and typefaces.

import { element } from "../../dom.js";
import { CURVE } from "./facts.js";

/** @typedef {import("./facts.js").Facts} Facts */
/** @typedef {import("./drawing.js").Drawing} Drawing */
/** @typedef {Drawing["marks"]} Marks */
/** @typedef {Record<"ink" | "soft" | "faint" | "line" | "paper" | "safety" | "capability" | "mine", string>} Colours */
/** @typedef {{ text: string, font: string, fill: string }} Run text in one hand */

const WIDTH = 1200;
const EDGE = (WIDTH - CURVE.width) / 2;
const ROWS = 6; // inputs that are named
const LONGEST = 260; // letters of an address that is shown whole

/** The colours as they are on light paper, and the typefaces. */
function look() {
  const probe = element("i", { style: "color-scheme: light", hidden: true });
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const found = /** @type {Colours} */ ({});
  for (const name of /** @type {const} */ (["ink", "soft", "faint", "line", "paper", "safety", "capability", "mine"])) {
    probe.style.color = `var(--tilt-${name})`;
    found[name] = style.color;
  }
  const [serif, sans] = ["serif", "sans"].map((name) => style.getPropertyValue(`--tilt-${name}`).trim() || name);
  probe.remove();
  return { colours: found, serif, sans };
}

/** @param {Facts} facts @returns {Drawing} */
export function draw(facts) {
  const { colours, serif, sans } = look();
  const on = document.createElement("canvas").getContext("2d");
  if (!on) throw new Error("this browser draws no pictures");
  /** @type {Marks} */
  const marks = [];
  let y = 62;
  /** @param {Run[]} runs @param {number} x @param {number} high @param {number} [most] lines */
  const say = (runs, x, high, most = 9) => {
    for (const line of wrapped(runs, WIDTH - EDGE - x, on).slice(0, most)) {
      let at = x;
      for (const run of line) {
        on.font = run.font;
        marks.push({ kind: "text", x: at, y, ...run });
        at += on.measureText(run.text).width;
      }
      y += high;
    }
  };
  const small = (/** @type {string} */ text, fill = colours.soft) => ({ text, font: `23px ${sans}`, fill });
  const large = (/** @type {string} */ text) => ({ text, font: `42px ${serif}`, fill: colours.ink });

  marks.push({ kind: "text", x: EDGE, y, text: facts.book, font: `600 30px ${serif}`, fill: colours.ink });
  marks.push({ kind: "text", x: WIDTH - EDGE, y, ...small(facts.claim), anchor: "end" });
  y += 72;
  marks.push(...balance(facts.share, EDGE, y - 34, colours));
  const strong = { text: facts.credence, font: `600 42px ${serif}`, fill: facts.standard ? colours.mine : colours.ink };
  say([large(`${facts.who}, ${facts.statement}, in `), strong, large(` of draws: ${facts.word}.`)], EDGE + 150, 54);
  y += 2;
  const says = facts.standard ? `The book says ${facts.standard}. ` : "";
  say([small(`${says}${facts.effect}.`)], EDGE + 150, 34);
  if (facts.note) say([small(`“${facts.note}”`, colours.ink)], EDGE + 150, 34, 4);
  y += 4;
  marks.push(...distribution(facts, y, colours));
  y += CURVE.height + 34;
  marks.push({ kind: "text", x: EDGE, y, ...small(facts.curve.before, colours.capability) });
  marks.push({ kind: "text", x: WIDTH - EDGE, y, ...small(facts.curve.beyond, colours.safety), anchor: "end" });
  y += 58;
  y = differing(facts, y, marks, { colours, sans, on });
  y += 6;
  const address = facts.values.length > LONGEST ? facts.values.replace(/#.*/, "") : facts.values;
  const broken = address.replace(/(?<=[/&#])/g, "\u200b"); // may break there
  say([{ text: broken, font: `19px ${sans}`, fill: colours.faint }], EDGE, 28, 5);
  return { width: WIDTH, height: Math.max(630, Math.round(y + 26)), paper: colours.paper, title: `${facts.claim}. ${facts.who}, ${facts.statement}, in ${facts.credence} of draws: ${facts.word}.`, marks };
}

/**
 * What differs from the book, a line for each.
 * @param {Facts} facts
 * @param {number} top
 * @param {Marks} marks
 * @param {{ colours: Colours, sans: string, on: CanvasRenderingContext2D }} how
 * @returns {number} where it ends
 */
function differing({ differing: inputs }, top, marks, { colours, sans, on }) {
  const font = `22px ${sans}`;
  let y = top;
  const head = inputs.length ? "What differs from the book" : "All inputs are at the book’s defaults.";
  marks.push({ kind: "text", x: EDGE, y, text: head, font: inputs.length ? `600 22px ${sans}` : font, fill: inputs.length ? colours.ink : colours.soft });
  on.font = font;
  for (const { label, short, now, book } of inputs.slice(0, ROWS)) {
    y += 35;
    const was = `   book ${book}`;
    const left = WIDTH - EDGE - on.measureText(was).width;
    const room = left - EDGE - on.measureText(now).width - 30;
    const name = on.measureText(label).width <= room ? label : fitted(short, room, on);
    marks.push({ kind: "text", x: EDGE, y, text: name, font, fill: colours.ink });
    marks.push({ kind: "text", x: left, y, text: now, font, fill: colours.mine, anchor: "end" });
    marks.push({ kind: "text", x: WIDTH - EDGE, y, text: was.trim(), font, fill: colours.faint, anchor: "end" });
  }
  if (inputs.length > ROWS) marks.push({ kind: "text", x: EDGE, y: (y += 35), text: `and ${inputs.length - ROWS} more`, font, fill: colours.soft });
  return y + 36;
}

/** @param {string} text @param {number} room @param {CanvasRenderingContext2D} on */
function fitted(text, room, on) {
  let found = text;
  while (found.length > 4 && on.measureText(found).width > room) found = `${found.slice(0, -2).trimEnd()}…`;
  return found;
}

/**
 * Lines no wider than `room`; a zero-width space is a place to break that shows nothing.
 * @param {Run[]} runs
 * @param {number} room
 * @param {CanvasRenderingContext2D} on
 * @returns {Run[][]}
 */
function wrapped(runs, room, on) {
  const words = runs.flatMap((run) => run.text.split(/(?<=[ \u200b])/).map((text) => ({ ...run, text: text.replaceAll("\u200b", "") })));
  /** @type {Run[][]} */
  const lines = [[]];
  let used = 0;
  words.forEach((word, k) => {
    on.font = word.font;
    const wide = on.measureText(word.text).width;
    const tail = word.text.endsWith(" ") ? 0 : (words[k + 1]?.text.startsWith(" ") ? 0 : 8); // a full stop stays with its word
    if (used + on.measureText(word.text.trimEnd()).width + tail > room && used) {
      lines.push([]);
      used = 0;
    }
    const line = lines.at(-1);
    const before = line?.at(-1);
    if (before && before.font === word.font && before.fill === word.fill) before.text += word.text;
    else line?.push({ ...word });
    used += wide;
  });
  return lines;
}

/** @param {number} credence @param {number} x @param {number} y @param {Colours} colours @returns {Marks} as beam.js draws it */
function balance(credence, x, y, colours) {
  const lean = 2 * credence - 1;
  const angle = (-Math.sign(lean) * 15 * Math.abs(lean) ** 0.6 * Math.PI) / 180;
  const big = 1.3;
  const turn = (/** @type {number} */ px, /** @type {number} */ py) => {
    const [dx, dy] = [px - 48, py - 24];
    return [x + big * (48 + dx * Math.cos(angle) - dy * Math.sin(angle)), y + big * (24 + dx * Math.sin(angle) + dy * Math.cos(angle))];
  };
  const at = (/** @type {number} */ px, /** @type {number} */ py) => turn(px, py).map((v) => v.toFixed(1)).join(" ");
  /** @param {number} cx @param {number} share @param {string} fill @returns {Marks[number]} */
  const weight = (cx, share, fill) => {
    const r = 3 + 7 * Math.sqrt(share);
    const [mx = 0, my = 0] = turn(cx, 22.4 - r);
    const w = big * r;
    return { kind: "path", d: `M${(mx - w).toFixed(1)} ${my.toFixed(1)}a${w} ${w} 0 1 0 ${2 * w} 0a${w} ${w} 0 1 0 ${-2 * w} 0Z`, fill };
  };
  const still = (/** @type {number} */ px, /** @type {number} */ py) => `${(x + big * px).toFixed(1)} ${(y + big * py).toFixed(1)}`;
  return [
    { kind: "path", d: `M${still(48, 25)}L${still(40.5, 54)}L${still(55.5, 54)}Z`, fill: colours.line },
    { kind: "path", d: `M${at(6, 22.4)}L${at(90, 22.4)}L${at(90, 25.6)}L${at(6, 25.6)}Z`, fill: colours.ink },
    weight(14, credence, colours.safety),
    weight(82, 1 - credence, colours.capability),
  ];
}

/** @param {Facts} facts @param {number} top @param {Colours} colours @returns {Marks} */
function distribution({ curve, standard }, top, colours) {
  const at = { kind: /** @type {const} */ ("path"), x: EDGE, y: top };
  /** @type {Marks} */
  const marks = [
    { ...at, d: curve.below, fill: colours.capability, opacity: 0.78 },
    { ...at, d: curve.above, fill: colours.safety, opacity: 0.78 },
    ...(standard ? [{ ...at, d: curve.ghost, stroke: colours.faint, width: 2 }] : []),
    { ...at, d: curve.threshold, stroke: colours.ink, width: 2 },
    { ...at, d: `M0 ${CURVE.height}H${CURVE.width}`, stroke: colours.line, width: 2 },
  ];
  return marks.filter((mark) => mark.kind !== "path" || mark.d);
}
