// What moves the verdict: each assumption's swing as a bar, largest first, each leading to its slider.

import { element, setAttribute, setText } from "../dom.js";
import { interval, number, percent, swingWords, withUnit } from "../format.js";
import { certain } from "../engine/numbers.js";

const SHORT = 12; // how many stand at first; a claim that borrows others' inputs has dozens

// visit(id) leads to an assumption's slider.
export function createSwings(section, assumptions, visit) {
  const list = section.querySelector(".tx-swings");
  const items = new Map();
  for (const item of [...list.children]) {
    const id = item.dataset.input;
    const button = element("button", { type: "button", onclick: () => visit(id) }, ...item.childNodes);
    item.append(button);
    items.set(id, {
      item,
      button,
      bar: item.querySelector("rect"),
      dot: item.querySelector("circle"),
      ends: item.querySelector(".tx-swing-ends"),
    });
  }

  if (items.size > SHORT + 3) {
    const more = element("button", { type: "button", class: "tx-more", "aria-expanded": "false" }, `Show all ${items.size}`);
    more.addEventListener("click", () => {
      const short = list.classList.toggle("tx-short");
      more.setAttribute("aria-expanded", String(!short));
      setText(more, short ? `Show all ${items.size}` : `Show the first ${SHORT}`);
    });
    list.classList.add("tx-short");
    list.after(more);
  }

  function order(swings) {
    const sorted = [...swings].sort((a, b) => Math.abs(b.atHigh - b.atLow) - Math.abs(a.atHigh - a.atLow));
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    sorted.forEach(({ id }, k) => {
      const { item } = items.get(id);
      if (list.children[k] !== item) list.insertBefore(item, list.children[k] ?? null);
    });
    focused?.focus({ preventScroll: true });
  }

  return {
    // settled: the reader has stopped, so rows may change places and names are renewed for screen readers.
    show(swings, intervals, settled) {
      for (const { id, atLow, atHigh } of swings) {
        const { bar, dot, ends, button } = items.get(id);
        const a = assumptions.get(id);
        setAttribute(bar, "x", `${(100 * Math.min(atLow, atHigh)).toFixed(1)}%`);
        setAttribute(bar, "width", `${(100 * Math.abs(atHigh - atLow)).toFixed(1)}%`);
        setAttribute(dot, "cx", `${(100 * atHigh).toFixed(1)}%`);
        setText(ends, swingWords(atLow, atHigh));
        if (settled) {
          const [low, high] = certain(a.scale) ? a.bounds : intervals(id);
          const at = (v) => (a.scale === "switch" ? interval(a, [v]) : withUnit(a, number(v)));
          const from = `${percent(atLow)} at ${at(low)}, ${percent(atHigh)} at ${at(high)}`;
          setAttribute(button, "aria-label", `${a.short}: ${from}. Go to its slider`);
        }
      }
      if (settled) order(swings);
    },
    mark(touched) {
      for (const [id, { item }] of items) item.classList.toggle("tx-mine", touched(id));
    },
    rows: (swings, intervals) =>
      [...swings]
        .sort((a, b) => Math.abs(b.atHigh - b.atLow) - Math.abs(a.atHigh - a.atLow))
        .map(({ id, atLow, atHigh }) => {
          const a = assumptions.get(id);
          const range = certain(a.scale) ? a.bounds : intervals(id);
          const held = a.scale === "switch" ? "off or on" : interval({ ...a, scale: "linear" }, range);
          return [a.label, held, percent(atLow), percent(atHigh)];
        }),
  };
}
