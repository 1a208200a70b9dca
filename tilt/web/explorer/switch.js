// A mechanism that is on or off: a checkbox that looks like a switch. The same face as slider.js's.

import { element, uniqueId } from "../dom.js";

// cell: the row's `td`. change([v, v]) is called with 1 for on, 0 for off.
export function createSwitch(cell, a, change) {
  const id = uniqueId("switch");
  const input = element("input", {
    id,
    type: "checkbox",
    role: "switch",
    class: "tx-switch",
    "aria-label": a.label,
    onchange: () => change(input.checked ? [1, 1] : [0, 0]),
  });
  cell.replaceChildren(input);
  return {
    show([value]) {
      input.checked = value === 1;
    },
    describe: (other) => input.setAttribute("aria-describedby", other),
    focus: () => input.focus({ preventScroll: true }),
    place: (value) => value,
  };
}
